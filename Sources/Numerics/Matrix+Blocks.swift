extension Matrix {
  /// The same elements in rows of another length. Rows must lie one behind the other.
  package func reshaped(rows: Int, columns: Int) -> Matrix {
    precondition(stride == self.columns || self.rows < 2, "rows lie \(stride) apart, not \(self.columns)")
    precondition(rows * columns == self.rows * self.columns, "\(self.rows) × \(self.columns) as \(rows) × \(columns)")
    return Matrix(storage: storage, offset: offset, rows: rows, columns: columns, stride: columns)
  }

  /// Sets the elements of row `range.lowerBound + i` from column `first + i` on to 0: what a block of rows of a
  /// symmetric matrix, its diagonal beginning in column `first`, holds twice.
  package mutating func clearFromDiagonal(rows range: Range<Int>, first: Int) {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows && first >= 0)
    let base = unsafe mutableStart
    for (i, row) in range.enumerated() where first + i < columns {
      unsafe (base + row * stride + first + i).update(repeating: 0, count: columns - first - i)
    }
  }
}
