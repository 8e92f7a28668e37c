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
    guard table.prompts >= 2 else { return nil }
    let observed = table.value
    // The table comes from a matrix product: equal pairs differ in the last bits, by their place in it.
    let tolerance = 1e-12 * max(1, abs(observed))
    let means = distribution(of: table, random: &random)
    let reached = means.count { mean in
      switch table.closer {
      case .smaller: mean <= observed + tolerance
      case .larger: mean >= observed - tolerance
      }
    }
    return NullSummary(
      mean: means.mean, sd: means.sampleDeviation, p: Double(1 + reached) / Double(1 + draws), draws: draws)
  }

  /// The metric under each permutation, in order of drawing.
  package func distribution(of table: PairTable, random: inout RandomStream) -> [Double] {
    let n = table.prompts
    var order = Array(0..<n)
    var means = [Double](repeating: 0, count: draws)
    for draw in 0..<draws {
      // Shuffling what is shuffled already is as uniform as starting anew.
      for i in stride(from: n - 1, to: 0, by: -1) { order.swapAt(i, random.index(below: i + 1)) }
      var sum = 0.0
      for i in 0..<n { sum += table.values[i * n + order[i]] }
      means[draw] = sum / Double(n)
    }
    return means
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
