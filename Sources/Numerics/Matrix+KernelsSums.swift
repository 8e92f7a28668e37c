import CMindstateKernels

// Sums in double precision: what statistics are made of. The order of a sum depends on the machine's vector width, so
// two machines agree to about 1e-15 relative, not to the bit.

extension Matrix {
  func rowStart(_ row: Int) -> UnsafePointer<Float> {
    precondition(row >= 0 && row < rows, "row \(row) of \(rows)")
    return unsafe start + row * stride
  }

  /// Σ of row `row` times row `otherRow` of `other`.
  public func dot(_ row: Int, _ other: Matrix, _ otherRow: Int) -> Double {
    precondition(columns == other.columns, "rows of \(columns) and of \(other.columns)")
    return unsafe ms_dot_f64(columns, rowStart(row), other.rowStart(otherRow))
  }

  /// Σ of squares of the difference of row `row` and row `otherRow` of `other`.
  public func squaredDistance(_ row: Int, _ other: Matrix, _ otherRow: Int) -> Double {
    precondition(columns == other.columns, "rows of \(columns) and of \(other.columns)")
    return unsafe ms_squared_distance_f64(columns, rowStart(row), other.rowStart(otherRow))
  }

  /// Σ of squares of row `row`.
  public func squaredNorm(_ row: Int) -> Double { unsafe ms_squared_norm_f64(columns, rowStart(row)) }

  /// Cosine of the angle between row `row` and row `otherRow` of `other`, in -1 ... 1.
  ///
  /// A row of zeros has no direction: the result is then NaN, to be treated as not computable.
  public func cosine(_ row: Int, _ other: Matrix, _ otherRow: Int) -> Double {
    let product = dot(row, other, otherRow)
    let cosine = product / (squaredNorm(row).squareRoot() * other.squaredNorm(otherRow).squareRoot())
    return cosine.isNaN ? .nan : min(1, max(-1, cosine))
  }

  /// Sum of each column.
  public var columnSums: [Double] {
    unsafe [Double](unsafeUninitializedCapacity: columns) { buffer, initialized in
      if let sums = buffer.baseAddress { unsafe ms_column_sums_f64(rows, columns, start, stride, sums) }
      initialized = columns
    }
  }

  /// Mean of each column; NaN without rows.
  public var meanOfRows: [Double] { columnSums.map { $0 / Double(rows) } }

  /// Σ over rows of (x - mean)² for each column; without `mean`, of x².
  public func columnSquares(about mean: [Double]? = nil) -> [Double] {
    precondition(mean.map { $0.count == columns } ?? true)
    return unsafe [Double](unsafeUninitializedCapacity: columns) { buffer, initialized in
      if let squares = buffer.baseAddress {
        if let mean {
          unsafe ms_column_squares_f64(rows, columns, start, stride, mean, squares)
        } else {
          unsafe ms_column_squares_f64(rows, columns, start, stride, nil, squares)
        }
      }
      initialized = columns
    }
  }
}
