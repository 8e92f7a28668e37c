/// `retrieval_at_1` = share of prompts whose nearest neighbour in the other condition is their own state, by
/// standardised cosine; the mean of both directions.
///
/// Between 0 and 1; by chance 1/n. A prompt that shares the first place with others counts 1/ties. Unchanged by swapping
/// a and b. Interval: prompts are drawn with what they do to others (`Crowding`). Null: re-pairing, with neighbours
/// found once and b's prompts renamed. Cost: prompts² × width.
package enum RetrievalAtOne {
  /// Two cosines this near are a tie: equal states give cosines that differ in the last bits, by their place in the
  /// matrix product, and 32-bit states cannot tell apart what lies closer.
  package static let tieTolerance = 1e-12

  /// The value of "prompt j of b is the partner of prompt i of a" for all i and j.
  package static func table(_ cosines: CosineTable) throws(Reason) -> PairTable {
    let n = cosines.prompts
    if n < 2 { throw .nBelow2 }
    let similarity = cosines.similarity
    var values = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      let fromA = nearest(n) { similarity[i * n + $0] }
      for j in fromA { values[i * n + j] += 0.5 / Double(fromA.count) }
      let fromB = nearest(n) { similarity[$0 * n + i] }
      for j in fromB { values[j * n + i] += 0.5 / Double(fromB.count) }
    }
    return PairTable(prompts: n, values: values, closer: .larger)
  }

  private static func nearest(_ n: Int, _ similarity: (Int) -> Double) -> [Int] {
    var best = -Double.infinity
    for j in 0..<n { best = max(best, similarity(j)) }
    return (0..<n).filter { similarity($0) >= best - tieTolerance }
  }
}
