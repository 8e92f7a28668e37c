import CMindstateBLAS

/// The thin singular value decomposition A = U·diag(values)·Vᵀ, by dgesdd, with k = min(m, n).
package struct SingularValues: Sendable {
  /// [m, k], orthonormal columns.
  package let u: DoubleMatrix
  /// Descending.
  package let values: [Double]
  /// [k, n], orthonormal rows.
  package let vt: DoubleMatrix

  /// - Parameter a: [m, n].
  /// - Returns: nil where `a` is not finite, or the iteration did not end.
  package init?(_ a: DoubleMatrix) {
    let (m, n, k) = (a.rows, a.columns, min(a.rows, a.columns))
    guard a.elements.allSatisfy(\.isFinite) else { return nil }
    var u = DoubleMatrix(rows: m, columns: k)
    var vt = DoubleMatrix(rows: k, columns: n)
    var values = [Double](repeating: 0, count: k)
    if k > 0 {
      var copy = a.elements
      // LAPACK counts by columns and so sees Aᵀ = V·diag·Uᵀ: its left factor is our vt, its right one our u.
      var (job, rows, columns, order) = (CChar(UInt8(ascii: "S")), Int32(n), Int32(m), Int32(k))
      let size = 4 * k * k + 7 * k + max(m, n)
      var (work, lwork, info) = ([Double](repeating: 0, count: size), Int32(size), Int32(0))
      var iwork = [Int32](repeating: 0, count: 8 * k)
      unsafe dgesdd_(
        &job, &rows, &columns, &copy, &rows, &values, &vt.elements, &rows, &u.elements, &order, &work, &lwork, &iwork,
        &info)
      if info != 0 { return nil }
    }
    self.u = u
    self.values = values
    self.vt = vt
  }
}
