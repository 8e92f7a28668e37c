package import MindstateNumerics

/// `cosine_distance` = mean over prompts of 1 − ⟨a, b⟩ / ‖a‖‖b‖, from 0 (same direction) over 1 (orthogonal) to 2.
///
/// Unchanged by rotating both conditions, by scaling any state by a positive number, and by swapping a and b. Raw, it is
/// ruled by a few large dimensions; therefore `cosine_distance_standardised` stands beside it, the same on states
/// standardised by the reference (which a rotation changes). Null: re-pairing. Cost: prompts² × width for the null.
package enum CosineDistance {
  /// Row by row; exactly 0 for equal rows.
  package static func perRow(_ products: RowProducts) throws(Reason) -> [Double] {
    var distances: [Double] = []
    distances.reserveCapacity(products.dots.count)
    for (r, dot) in products.dots.enumerated() {
      // √(x·x) is x, so equal rows give a quotient of exactly 1.
      let norms = (products.squaresA[r] * products.squaresB[r]).squareRoot()
      if norms == 0 { throw .zeroNorm }
      distances.append(1 - min(1, max(-1, dot / norms)))
    }
    return distances
  }

  package static func table(_ cosines: CosineTable) -> PairTable {
    let n = cosines.prompts
    var values = cosines.similarity.map { 1 - $0 }
    for i in 0..<n { values[i * n + i] = cosines.ownDistance[i] }
    return PairTable(prompts: n, values: values, closer: .smaller)
  }
}

/// The cosine of every state of a with every state of b.
package struct CosineTable: Sendable {
  package let prompts: Int
  /// Row by row, from a matrix product.
  package let similarity: [Double]
  /// 1 − cosine of each prompt with itself, by direct sums.
  package let ownDistance: [Double]

  package init(_ a: Matrix, _ b: Matrix, in frame: Standardisation? = nil) throws(Reason) {
    let (products, rows) = PairProducts.withRows(a, b, in: frame)
    ownDistance = try CosineDistance.perRow(rows)
    prompts = a.rows
    let (normsA, normsB) = (products.squaresA.map { $0.squareRoot() }, products.squaresB.map { $0.squareRoot() })
    var similarity = products.dots.elements
    for (i, norm) in normsA.enumerated() {
      for j in normsB.indices { similarity[i * normsB.count + j] /= norm * normsB[j] }
    }
    self.similarity = similarity
  }
}
