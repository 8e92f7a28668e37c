extension Matrix {
  /// (x − mean[c]) · factor[c] for the elements of each column c, in 64 bits, then rounded; rows in the order `rows`.
  package func scaled(rows order: [Int], subtracting mean: [Double], times factor: [Double]) -> Matrix {
    precondition(mean.count == columns && factor.count == columns)
    let result = Matrix(uninitialized: order.count, columns)
    for (target, source) in order.enumerated() {
      precondition(source >= 0 && source < rows)
      let from = unsafe start + source * stride
      let to = unsafe result.storage.base + target * columns
      unsafe mean.withUnsafeBufferPointer { m in
        unsafe factor.withUnsafeBufferPointer { f in
          for c in 0..<columns { unsafe to[c] = Float((Double(from[c]) - m[c]) * f[c]) }
        }
      }
    }
    return result
  }

  /// The elements rounded to 32 bits.
  package init(_ matrix: DoubleMatrix) {
    self.init(rows: matrix.rows, columns: matrix.columns, matrix.elements.map(Float.init))
  }
}
