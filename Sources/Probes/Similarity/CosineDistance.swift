package import MindstateNumerics

/// `cosine_distance` = mean over prompts of 1 − ⟨a, b⟩ / ‖a‖‖b‖, from 0 (same direction) over 1 (orthogonal) to 2.
///
/// Unchanged by rotating both conditions, by scaling any state by a positive number, and by swapping a and b. Raw, it is
/// ruled by a few large dimensions; therefore `cosine_distance_standardised` stands beside it, the same on states
/// standardised by the reference (which a rotation changes). Null: re-pairing. Cost: prompts² × width for the null.
package enum CosineDistance {
  /// Row by row; exactly 0 for equal rows.
  package static func perRow(_ a: DoubleMatrix, _ b: DoubleMatrix) throws(Reason) -> [Double] {
    precondition(a.rows == b.rows && a.columns == b.columns)
    var distances: [Double] = []
    distances.reserveCapacity(a.rows)
    for r in 0..<a.rows {
      // √(x·x) is x, so equal rows give a quotient of exactly 1.
      let norms = (a.dot(r, a, r) * b.dot(r, b, r)).squareRoot()
      if norms == 0 { throw .zeroNorm }
      distances.append(1 - min(1, max(-1, a.dot(r, b, r) / norms)))
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
  /// Row by row, by dgemm of unit rows.
  package let similarity: [Double]
  /// 1 − cosine of each prompt with itself, by direct sums.
  package let ownDistance: [Double]

  package init(_ a: DoubleMatrix, _ b: DoubleMatrix) throws(Reason) {
    ownDistance = try CosineDistance.perRow(a, b)
    prompts = a.rows
    similarity = a.withUnitRows.timesTransposed(b.withUnitRows).elements
  }
}

extension DoubleMatrix {
  /// - Precondition: no row is 0.
  fileprivate var withUnitRows: DoubleMatrix {
    var result = self
    for r in 0..<rows {
      let norm = dot(r, self, r).squareRoot()
      for c in 0..<columns { result.elements[r * columns + c] /= norm }
    }
    return result
  }
}
