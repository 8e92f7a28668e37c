/// The rows of a matrix under construction, written by tasks side by side, each its own rows; read when all are done.
@safe
package struct RowBuffer: @unchecked Sendable {
  // Sendable: the owner hands every row (or column range of it) to one task only, and reads `matrix` after the join.
  private let storage: FloatStorage
  package let rows: Int
  package let columns: Int

  package init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0)
    storage = FloatStorage(uninitialized: rows * columns)
    self.rows = rows
    self.columns = columns
  }

  /// Copies all of `source` to the rows from `row` on.
  package func write(_ source: Matrix, at row: Int) {
    precondition(source.columns == columns && row >= 0 && row + source.rows <= rows)
    for r in 0..<source.rows { write(source, row: r, to: row + r, column: 0) }
  }

  /// Copies one row of `source` into row `target`, from `column` on.
  package func write(_ source: Matrix, row: Int, to target: Int, column: Int) {
    precondition(row >= 0 && row < source.rows && target >= 0 && target < rows)
    precondition(column >= 0 && column + source.columns <= columns)
    unsafe (storage.base + target * columns + column).update(
      from: source.start + row * source.stride, count: source.columns)
  }

  /// What was written, without a copy: later writes show in it, so it is done with before the rows are written again.
  package var matrix: Matrix {
    Matrix(storage: storage, offset: 0, rows: rows, columns: columns, stride: columns)
  }
}
