import CMindstateBLAS

extension Matrix {
  /// `selfᵀ · self`, [columns, columns], by ssyrk; exactly symmetric.
  package var gram: Matrix { product(with: .transposed, order: columns, inner: rows) }

  /// `self · selfᵀ`, [rows, rows], by ssyrk; exactly symmetric.
  package var outerGram: Matrix { product(with: .asIs, order: rows, inner: columns) }

  private func product(with orientation: Orientation, order n: Int, inner: Int) -> Matrix {
    var result = Matrix(rows: n, columns: n)
    if n == 0 || inner == 0 { return result }
    let out = unsafe result.mutableStart
    unsafe cblas_ssyrk(
      Int32(MS_ROW_MAJOR), Int32(MS_LOWER), orientation.code, Int32(n), Int32(inner), 1, start, Int32(stride), 0, out,
      Int32(n))
    Tile.forEach(rows: n, columns: n) { r, c in if c < r { unsafe out[c * n + r] = out[r * n + c] } }
    return result
  }

  /// `selfᵀ · b` by sgemm: [k, rows] and [k, columns] give [rows, columns].
  package func transposedTimes(_ b: Matrix) -> Matrix {
    precondition(rows == b.rows, "[\(rows), \(columns)] transposed times [\(b.rows), \(b.columns)]")
    var result = Matrix(rows: columns, columns: b.columns)
    if columns == 0 || b.columns == 0 || rows == 0 { return result }
    unsafe cblas_sgemm(
      Int32(MS_ROW_MAJOR), Int32(MS_TRANS), Int32(MS_NO_TRANS), Int32(columns), Int32(b.columns), Int32(rows), 1,
      start, Int32(stride), b.start, Int32(b.stride), 0, result.mutableStart, Int32(b.columns))
    return result
  }
}
