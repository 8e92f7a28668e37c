import CMindstateBLAS

extension Matrix {
  /// L⁻¹ of the Cholesky factor A = L·Lᵀ, with zeros above the diagonal, by spotrf and strtri: for preconditioners,
  /// where 32 bits are enough. nil where `self` is not positive definite in 32 bits. Cost: 2n³/3 operations.
  package var inverseCholeskyFactor: Matrix? {
    precondition(rows == columns, "[\(rows), \(columns)] is not square")
    var factor = gatheringRows(0..<rows)
    if rows == 0 { return factor }
    // LAPACK counts by columns, so our lower triangle is its upper one.
    var (uplo, diagonal) = (CChar(UInt8(ascii: "U")), CChar(UInt8(ascii: "N")))
    var (order, info) = (Int32(rows), Int32(0))
    let out = unsafe factor.mutableStart
    unsafe spotrf_(&uplo, &order, out, &order, &info)
    if info != 0 { return nil }
    unsafe strtri_(&uplo, &diagonal, &order, out, &order, &info)
    if info != 0 { return nil }
    for r in 0..<rows {
      if unsafe !out[r * rows + r].isFinite { return nil }
      for c in r + 1..<max(r + 1, rows) { unsafe out[r * rows + c] = 0 }
    }
    return factor
  }

  /// Adds `values[i]` to element (i, i).
  package mutating func addDiagonal(_ values: [Float]) {
    precondition(rows == columns && values.count == rows)
    let out = unsafe mutableStart
    for i in 0..<rows { unsafe out[i * stride + i] += values[i] }
  }
}
