import CMindstateBLAS

/// A block of floats by reference, written by tasks side by side, each its own rows and columns.
///
/// Where `Matrix` is a value, a panel is a place: what a training step fills anew each time, without fresh memory.
/// Whoever divides the work hands each block to one task, and reads `matrix` when the tasks are done. Wrong shapes are
/// a programmer's mistake: each is a precondition.
@safe
package struct Panel: @unchecked Sendable {
  // Sendable: blocks written at the same time do not overlap; the owner sees to that, as for `RowBuffer`.
  private let storage: FloatStorage
  private let offset: Int
  package let rows: Int
  package let columns: Int
  package let stride: Int

  /// Memory whose content is not set yet.
  package init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0)
    self.init(FloatStorage(uninitialized: rows * columns), offset: 0, rows: rows, columns: columns, stride: columns)
  }

  private init(_ storage: FloatStorage, offset: Int, rows: Int, columns: Int, stride: Int) {
    self.storage = storage
    self.offset = offset
    self.rows = rows
    self.columns = columns
    self.stride = stride
  }

  /// The memory of `matrix` itself: what is written shows in it. It must not be changed otherwise meanwhile.
  package init(exposing matrix: inout Matrix) {
    _ = unsafe matrix.mutableStart
    self.init(
      matrix.storage, offset: matrix.offset, rows: matrix.rows, columns: matrix.columns, stride: matrix.stride)
  }

  package subscript(rows range: Range<Int>) -> Panel {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows)
    return Panel(
      storage, offset: offset + range.lowerBound * stride, rows: range.count, columns: columns, stride: stride)
  }

  package subscript(columns range: Range<Int>) -> Panel {
    precondition(range.lowerBound >= 0 && range.upperBound <= columns)
    return Panel(storage, offset: offset + range.lowerBound, rows: rows, columns: range.count, stride: stride)
  }

  /// What was written, without a copy: later writes show in it.
  package var matrix: Matrix {
    Matrix(storage: storage, offset: offset, rows: rows, columns: columns, stride: stride)
  }

  /// The address of element (0, 0); for the routines of this module.
  var start: UnsafeMutablePointer<Float> { unsafe storage.base + offset }

  func requireShape(_ rows: Int, _ columns: Int) {
    precondition(
      self.rows == rows && self.columns == columns, "[\(self.rows), \(self.columns)] for [\(rows), \(columns)]")
  }

  /// self = scale · op(a) · op(b) by sgemm, added to what is there when `accumulating`.
  package func setProduct(
    _ a: Matrix, _ aOrientation: Orientation = .asIs, _ b: Matrix, _ bOrientation: Orientation = .asIs,
    scale: Float = 1, accumulating: Bool = false
  ) {
    let (m, inner) = aOrientation == .asIs ? (a.rows, a.columns) : (a.columns, a.rows)
    let (k, n) = bOrientation == .asIs ? (b.rows, b.columns) : (b.columns, b.rows)
    precondition(inner == k, "[\(m), \(inner)] times [\(k), \(n)]")
    requireShape(m, n)
    if m == 0 || n == 0 { return }
    unsafe cblas_sgemm(
      Int32(MS_ROW_MAJOR), aOrientation.code, bOrientation.code, Int32(m), Int32(n), Int32(k), scale, a.start,
      Int32(max(1, a.stride)), b.start, Int32(max(1, b.stride)), accumulating ? 1 : 0, start, Int32(max(1, stride)))
  }
}
