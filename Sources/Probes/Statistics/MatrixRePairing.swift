package import MindstateNumerics

/// The re-pairing null of what is computed from two symmetric prompts × prompts matrices, one of each condition:
/// permuting b's prompts permutes rows and columns of its matrix, so no product of states is made anew.
///
/// At most 200 draws, since each reads both matrices: p is never below 1/201. Cost: draws × prompts² / 2.
package enum MatrixRePairing {
  package static let mostDraws = 200

  /// Σ_{i≠j} A_ij·B_p(i)p(j), and with `diagonal` the terms of i = j, for each random permutation p. Prompts are permuted
  /// one by one whatever their cluster, as in `RePairing`.
  package static func sums(
    _ a: DoubleMatrix, _ b: DoubleMatrix, diagonal: Bool, draws: Int, random: inout RandomStream
  ) -> [Double] {
    precondition(a.rows == a.columns && b.rows == b.columns && a.rows == b.rows)
    return (0..<min(draws, mostDraws)).map { _ in
      sum(a, b, order: random.permutation(of: a.rows), diagonal: diagonal)
    }
  }

  /// The sum for the pairing i ↔ order[i].
  package static func sum(_ a: DoubleMatrix, _ b: DoubleMatrix, order: [Int], diagonal: Bool) -> Double {
    let outside = 2 * a.sumBelowDiagonal(timesPermuted: b, order: order)
    return diagonal ? order.indices.reduce(outside) { $0 + a[$1, $1] * b[order[$1], order[$1]] } : outside
  }
}
