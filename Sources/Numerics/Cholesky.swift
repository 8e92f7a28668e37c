import CMindstateBLAS

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A = L·Lᵀ of a symmetric positive definite matrix, by dpotrf. Cost: n³/3 operations.
package struct Cholesky: Sendable {
  /// L, with zeros above the diagonal.
  package let lower: DoubleMatrix

  /// - Parameter a: [n, n], of which only the lower triangle is read.
  /// - Returns: nil where `a` is not positive definite, or not finite.
  package init?(_ a: DoubleMatrix) {
    precondition(a.rows == a.columns, "[\(a.rows), \(a.columns)] is not square")
    let n = a.rows
    var factor = a
    var info: Int32 = 0
    if n > 0 {
      // LAPACK counts by columns, so our lower triangle is its upper one.
      var (uplo, order) = (CChar(UInt8(ascii: "U")), Int32(n))
      unsafe factor.elements.withUnsafeMutableBufferPointer {
        unsafe dpotrf_(&uplo, &order, $0.baseAddress, &order, &info)
      }
    }
    if info != 0 { return nil }
    for r in 0..<n {
      if !factor.elements[r * n + r].isFinite { return nil }
      for c in r + 1..<max(r + 1, n) { factor.elements[r * n + c] = 0 }
    }
    lower = factor
  }

  /// The x of A·x = b, column by column: b is [n, k].
  package func solve(_ b: DoubleMatrix) -> DoubleMatrix { backward(forward(b)) }

  /// The y of L·y = b.
  package func forward(_ b: DoubleMatrix) -> DoubleMatrix { triangular(b, Int32(MS_NO_TRANS)) }

  /// The y of Lᵀ·y = b.
  package func backward(_ b: DoubleMatrix) -> DoubleMatrix { triangular(b, Int32(MS_TRANS)) }

  /// log det A.
  package var logDeterminant: Double {
    2 * (0..<lower.rows).reduce(0) { $0 + log(lower.elements[$1 * lower.rows + $1]) }
  }

  private func triangular(_ b: DoubleMatrix, _ orientation: Int32) -> DoubleMatrix {
    let n = lower.rows
    precondition(b.rows == n, "[\(n), \(n)] against [\(b.rows), \(b.columns)]")
    var result = b
    if n == 0 || b.columns == 0 { return result }
    unsafe lower.elements.withUnsafeBufferPointer { l in
      unsafe result.elements.withUnsafeMutableBufferPointer { x in
        unsafe cblas_dtrsm(
          Int32(MS_ROW_MAJOR), Int32(MS_LEFT), Int32(MS_LOWER), orientation, Int32(MS_NON_UNIT), Int32(n),
          Int32(b.columns), 1, l.baseAddress, Int32(n), x.baseAddress, Int32(b.columns))
      }
    }
    return result
  }
}
