import CMindstateBLAS

/// Eigenvalues and eigenvectors of a symmetric matrix, by dsyevd. Cost: about 9·n³ operations.
package struct SymmetricEigen: Sendable {
  /// Ascending.
  package let values: [Double]
  /// [n, n]: row i is the eigenvector of length 1 that belongs to `values[i]`. Its sign is LAPACK's.
  package let vectors: DoubleMatrix

  /// - Parameter a: [n, n], of which only the lower triangle is read.
  /// - Returns: nil where `a` is not finite, or the iteration did not end.
  package init?(_ a: DoubleMatrix) {
    precondition(a.rows == a.columns, "[\(a.rows), \(a.columns)] is not square")
    let n = a.rows
    guard a.elements.allSatisfy(\.isFinite) else { return nil }
    var vectors = a
    var values = [Double](repeating: 0, count: n)
    if n > 0 && !Self.decompose(&vectors.elements, &values, order: n) { return nil }
    self.values = values
    self.vectors = vectors
  }

  private static func decompose(_ vectors: inout [Double], _ values: inout [Double], order: Int) -> Bool {
    // LAPACK counts by columns: our lower triangle is its upper one, and its columns come back as our rows.
    var (job, uplo, n, info) = (CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "U")), Int32(order), Int32(0))
    var (work, lwork) = ([Double](repeating: 0, count: 1 + 6 * order + 2 * order * order), Int32(0))
    var (iwork, liwork) = ([Int32](repeating: 0, count: 3 + 5 * order), Int32(3 + 5 * order))
    lwork = Int32(work.count)
    unsafe dsyevd_(&job, &uplo, &n, &vectors, &n, &values, &work, &lwork, &iwork, &liwork, &info)
    return info == 0
  }
}
