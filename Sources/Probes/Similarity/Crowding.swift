/// What each prompt does to `retrieval_at_1` of the others: it keeps prompt i from its own state where it alone is nearer.
package struct Crowding: Sendable {
  /// By prompt, by how much the sum over the others would rise without it.
  private var cost: [Double]

  /// Cost: prompts².
  package init(_ cosines: CosineTable) {
    let (n, similarity) = (cosines.prompts, cosines.similarity)
    cost = [Double](repeating: 0, count: n)
    for i in 0..<n {
      for direction in [{ similarity[i * n + $0] }, { similarity[$0 * n + i] }] {
        for (j, gain) in Self.gains(of: i, among: n, direction) {
          // The mean of both directions.
          cost[j] += gain / 2
        }
      }
    }
  }

  /// How much more prompt `i` would find its own, in one direction, without each of the prompts named.
  private static func gains(of i: Int, among n: Int, _ similarity: (Int) -> Double) -> [(prompt: Int, gain: Double)] {
    let own = similarity(i)
    let tolerance = RetrievalAtOne.tieTolerance
    var nearer: [Int] = []
    var tied: [Int] = []
    for j in 0..<n where j != i {
      if similarity(j) > own + tolerance {
        nearer.append(j)
        // Without one of them there is still another.
        if nearer.count > 1 { return [] }
      } else if similarity(j) >= own - tolerance {
        tied.append(j)
      }
    }
    let places = Double(tied.count + 1)
    if let only = nearer.first { return [(only, 1 / places)] }
    return tied.map { ($0, 1 / (places - 1) - 1 / places) }
  }

  /// The values with what each prompt does to others: their mean is that of `values`, and they vary as it does when other
  /// prompts are drawn. Their deviations are those of leaving prompts out one by one, so what two prompts do to each other
  /// counts once for each of them: the variance is too large rather than too small (Efron & Stein 1981).
  package func drawn(_ values: [Double]) -> [Double] {
    let mean = cost.mean
    return zip(values, cost).map { $0 - ($1 - mean) }
  }
}
