import CMindstateBLAS

/// A dense row-major matrix of 64-bit floats, for statistics: states are 32-bit, but what is summed over them is not.
package struct DoubleMatrix: Sendable {
  package let rows: Int
  package let columns: Int
  /// Row by row.
  package var elements: [Double]

  package init(rows: Int, columns: Int, repeating value: Double = 0) {
    self.init(rows: rows, columns: columns, [Double](repeating: value, count: rows * columns))
  }

  package init(rows: Int, columns: Int, _ elements: [Double]) {
    precondition(elements.count == rows * columns, "\(elements.count) elements for \(rows) × \(columns)")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// The elements of `matrix`, widened.
  package init(_ matrix: Matrix) {
    let (rows, columns) = (matrix.rows, matrix.columns)
    self.init(
      rows: rows, columns: columns,
      unsafe Array(unsafeUninitializedCapacity: rows * columns) { buffer, count in
        for r in 0..<rows {
          let row = unsafe matrix.start + r * matrix.stride
          for c in 0..<columns { unsafe buffer.initializeElement(at: r * columns + c, to: Double(row[c])) }
        }
        count = rows * columns
      })
  }

  /// `c += self · bᵀ` by dgemm: [rows, k] and [columns, k] give [rows, columns].
  package func timesTransposed(_ b: DoubleMatrix, addingTo c: inout DoubleMatrix) {
    precondition(columns == b.columns, "[\(rows), \(columns)] times [\(b.rows), \(b.columns)] transposed")
    precondition(c.rows == rows && c.columns == b.rows)
    if rows == 0 || b.rows == 0 || columns == 0 { return }
    unsafe elements.withUnsafeBufferPointer { x in
      unsafe b.elements.withUnsafeBufferPointer { y in
        unsafe c.elements.withUnsafeMutableBufferPointer { z in
          unsafe cblas_dgemm(
            Int32(MS_ROW_MAJOR), Int32(MS_NO_TRANS), Int32(MS_TRANS), Int32(rows), Int32(b.rows), Int32(columns), 1,
            x.baseAddress, Int32(columns), y.baseAddress, Int32(columns), 1, z.baseAddress, Int32(b.rows))
        }
      }
    }
  }
}
