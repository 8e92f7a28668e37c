import CMindstateBLAS

extension DoubleMatrix {
  /// The singular values, descending, by dgesdd without vectors: a fraction of the cost of `SingularValues`.
  ///
  /// nil where the matrix is not finite, or the iteration did not end.
  package var singularValues: [Double]? {
    let (m, n, k) = (rows, columns, min(rows, columns))
    guard elements.allSatisfy(\.isFinite) else { return nil }
    if k == 0 { return [] }
    var (copy, values) = (elements, [Double](repeating: 0, count: k))
    // LAPACK counts by columns and sees the transpose, whose singular values are the same.
    var (job, lda, width, one) = (CChar(UInt8(ascii: "N")), Int32(n), Int32(m), Int32(1))
    let size = 7 * k + max(m, n) + 64 * (m + n)
    var (work, lwork, info) = ([Double](repeating: 0, count: size), Int32(size), Int32(0))
    var (iwork, unused) = ([Int32](repeating: 0, count: 8 * k), [0.0])
    var rowsSeen = Int32(n)
    var alsoUnused = [0.0]
    unsafe dgesdd_(
      &job, &rowsSeen, &width, &copy, &lda, &values, &unused, &one, &alsoUnused, &one, &work, &lwork, &iwork, &info)
    return info == 0 ? values : nil
  }

  /// The sum of the singular values.
  package var nuclearNorm: Double? { singularValues?.reduce(0, +) }
}
