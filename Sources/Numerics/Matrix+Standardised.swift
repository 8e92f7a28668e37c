extension Matrix {
  /// (x − mean[c]) / scale[c] for the elements of each column c of the listed rows, in 64 bits.
  package func standardised(
    rows order: some Collection<Int>, subtracting mean: [Double], dividingBy scale: [Double]
  ) -> DoubleMatrix {
    precondition(mean.count == columns && scale.count == columns)
    let width = columns
    let elements = unsafe [Double](unsafeUninitializedCapacity: order.count * width) { buffer, count in
      unsafe mean.withUnsafeBufferPointer { m in
        unsafe scale.withUnsafeBufferPointer { s in
          for (target, source) in order.enumerated() {
            precondition(source >= 0 && source < rows)
            let from = unsafe start + source * stride
            for c in 0..<width {
              unsafe buffer.initializeElement(at: target * width + c, to: (Double(from[c]) - m[c]) / s[c])
            }
          }
        }
      }
      count = order.count * width
    }
    return DoubleMatrix(rows: order.count, columns: width, elements)
  }
}

extension DoubleMatrix {
  /// (x − mean[c]) / scale[c] for the elements of each column c.
  package func standardised(subtracting mean: [Double], dividingBy scale: [Double]) -> DoubleMatrix {
    precondition(mean.count == columns && scale.count == columns)
    var result = self
    let width = columns
    unsafe result.elements.withUnsafeMutableBufferPointer { x in
      unsafe mean.withUnsafeBufferPointer { m in
        unsafe scale.withUnsafeBufferPointer { s in
          for r in 0..<rows {
            for c in 0..<width { unsafe x[r * width + c] = (x[r * width + c] - m[c]) / s[c] }
          }
        }
      }
    }
    return result
  }

  /// Subtracts `values` from each of the listed rows.
  package mutating func subtract(_ values: [Double], fromRows range: Range<Int>) {
    precondition(values.count == columns && range.lowerBound >= 0 && range.upperBound <= rows)
    let width = columns
    unsafe elements.withUnsafeMutableBufferPointer { x in
      unsafe values.withUnsafeBufferPointer { v in
        for r in range {
          for c in 0..<width { unsafe x[r * width + c] -= v[c] }
        }
      }
    }
  }

  /// Multiplies the listed rows.
  package mutating func scale(rows range: Range<Int>, by factor: Double) {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows)
    unsafe elements.withUnsafeMutableBufferPointer { x in
      for i in range.lowerBound * columns..<range.upperBound * columns { unsafe x[i] *= factor }
    }
  }

  /// Σ x, or with `squared` Σ x², of each column over the listed rows.
  package func columnSums(rows range: Range<Int>, squared: Bool = false) -> [Double] {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows)
    var sums = [Double](repeating: 0, count: columns)
    let width = columns
    unsafe elements.withUnsafeBufferPointer { x in
      unsafe sums.withUnsafeMutableBufferPointer { s in
        for r in range {
          for c in 0..<width {
            let value = unsafe x[r * width + c]
            unsafe s[c] += squared ? value * value : value
          }
        }
      }
    }
    return sums
  }

  /// x · factor[c] of the listed rows, rounded to 32 bits.
  package func scaled(rows range: Range<Int>, by factor: [Double]) -> Matrix {
    precondition(factor.count == columns && range.lowerBound >= 0 && range.upperBound <= rows)
    let width = columns
    let result = Matrix(uninitialized: range.count, width)
    unsafe elements.withUnsafeBufferPointer { x in
      unsafe factor.withUnsafeBufferPointer { f in
        for (target, source) in range.enumerated() {
          for c in 0..<width {
            unsafe result.storage.base[target * width + c] = Float(x[source * width + c] * f[c])
          }
        }
      }
    }
    return result
  }
}

extension Matrix {
  /// Σ x² over all elements, in 64 bits.
  package var squaredNorm: Double { columnSquares().reduce(0, +) }
}
