public import MindstateNumerics

/// The re-pairing null: b's prompts permuted. It answers "do the two conditions correspond prompt by prompt?" and
/// nothing else; an identical shift of all prompts goes unseen.
///
/// Prompts are permuted one by one whatever their cluster, as STATISTICS.md says, so in a strongly clustered set a
/// small p may mean only that the clusters correspond.
public struct RePairing: Sendable {
  public var draws: Int

  /// - Precondition: at least one draw.
  public init(draws: Int = 2000) {
    precondition(draws >= 1)
    self.draws = draws
  }

  /// Mean, sd and p of the null; nil with fewer than two prompts, of which there is one pairing only.
  /// p = (1 + draws at least as close as the observed) / (1 + draws), so it is never 0. Cost: draws × prompts.
  public func null(of table: PairTable, random: inout RandomStream) -> NullSummary? {
    if table.prompts < 2 { return nil }
    return null(of: table, under: Permutations(of: table.prompts, draws: draws, random: &random))
  }

  /// The same under orders drawn before: many tables of the same prompts can share them.
  package func null(of table: PairTable, under orders: Permutations) -> NullSummary? {
    guard table.prompts >= 2 else { return nil }
    let observed = table.value
    // The table comes from a matrix product: equal pairs differ in the last bits, by their place in it.
    let tolerance = 1e-12 * max(1, abs(observed))
    let means = orders.means(of: table.values)
    let reached = means.count { mean in
      switch table.closer {
      case .smaller: mean <= observed + tolerance
      case .larger: mean >= observed - tolerance
      }
    }
    return NullSummary(
      mean: means.mean, sd: means.sampleDeviation, p: Double(1 + reached) / Double(1 + orders.draws),
      draws: orders.draws)
  }
}

extension Array<Double> {
  /// With n − 1 in the divisor; 0 for fewer than two values.
  fileprivate var sampleDeviation: Double {
    guard count > 1 else { return 0 }
    let centre = mean
    return (reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / Double(count - 1)).squareRoot()
  }
}
