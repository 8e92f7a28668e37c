import CMindstateBLAS

/// Whether a factor of a product is read as it lies or transposed.
public enum Orientation: Sendable {
  case asIs, transposed
  var code: Int32 { Int32(self == .asIs ? MS_NO_TRANS : MS_TRANS) }
}

extension Matrix {
  /// `self · op(b)` by sgemm: [rows, k] times [k, columns] gives [rows, columns]. `b` is [columns, k] when transposed.
  public func times(_ b: Matrix, _ orientation: Orientation = .asIs) -> Matrix {
    var result = Matrix(uninitialized: rows, orientation == .asIs ? b.columns : b.rows)
    multiply(b, orientation, into: &result)
    return result
  }

  /// `c = scale · self · op(b) + (accumulating ? c : 0)` by sgemm, `c` being the block of `target` that begins at
  /// (`row`, `column`) and is [rows, columns] large.
  package func multiply(
    _ b: Matrix, _ orientation: Orientation = .asIs, scale: Float = 1, accumulating: Bool = false,
    into target: inout Matrix, row: Int = 0, column: Int = 0
  ) {
    let (inner, outer) = orientation == .asIs ? (b.rows, b.columns) : (b.columns, b.rows)
    precondition(columns == inner, "[\(rows), \(columns)] times [\(inner), \(outer)]")
    precondition(row >= 0 && column >= 0 && row + rows <= target.rows && column + outer <= target.columns)
    if rows == 0 || outer == 0 { return }
    let out = unsafe target.mutableStart + row * target.stride + column
    unsafe cblas_sgemm(
      Int32(MS_ROW_MAJOR), Int32(MS_NO_TRANS), orientation.code, Int32(rows), Int32(outer), Int32(inner), scale, start,
      Int32(max(1, stride)), b.start, Int32(max(1, b.stride)), accumulating ? 1 : 0, out, Int32(max(1, target.stride)))
  }
}
