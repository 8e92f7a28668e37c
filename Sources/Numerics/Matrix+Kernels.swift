import CMindstateKernels

// The layers of a transformer which are no products of matrices. Vectors are matrices of one row. Wrong shapes are a
// programmer's mistake: each is a precondition.

extension Matrix {
  /// A vector's address, after checking that it fits `width` columns.
  func vectorStart(width: Int) -> UnsafePointer<Float> {
    precondition(rows == 1 && columns == width, "[\(rows), \(columns)] given, a vector of \(width) needed")
    return unsafe start
  }

  // MARK: Normalisation

  /// (x - mean) / √(variance + epsilon) · gain + bias for each row, with the biased variance.
  ///
  /// - Parameters:
  ///   - gain, bias: [1, columns / groups], or nil for none.
  ///   - groups: each row is this many equal runs of columns, normalised on their own: heads, for norms of queries.
  package func layerNormed(gain: Matrix?, bias: Matrix?, epsilon: Float, groups: Int = 1) -> Matrix {
    let width = groupWidth(groups)
    var result = Matrix(uninitialized: rows, columns)
    let out = unsafe result.mutableStart
    for group in 0..<groups {
      unsafe ms_layer_norm(
        rows, width, start + group * width, stride, gain?.vectorStart(width: width), bias?.vectorStart(width: width),
        epsilon, out + group * width, result.stride)
    }
    return result
  }

  /// x / √(mean(x²) + epsilon) · (gainOffset + gain) for each row; `gain` and `groups` as in `layerNormed`.
  ///
  /// - Parameter gainOffset: 1 for checkpoints that store gain - 1 (Gemma); no effect without a gain.
  package func rmsNormed(gain: Matrix?, gainOffset: Float = 0, epsilon: Float, groups: Int = 1) -> Matrix {
    let width = groupWidth(groups)
    var result = Matrix(uninitialized: rows, columns)
    let out = unsafe result.mutableStart
    for group in 0..<groups {
      unsafe ms_rms_norm(
        rows, width, start + group * width, stride, gain?.vectorStart(width: width), gainOffset, epsilon,
        out + group * width, result.stride)
    }
    return result
  }

  private func groupWidth(_ groups: Int) -> Int {
    precondition(groups > 0 && columns % groups == 0, "\(columns) columns are no \(groups) equal groups")
    return columns / groups
  }

  // MARK: Activations

  /// x = activation(x + bias); `bias` is [1, columns] or nil.
  package mutating func activate(_ activation: Activation, bias: Matrix? = nil) {
    let x = unsafe mutableStart
    unsafe ms_bias_activation(activation.code, rows, columns, x, stride, bias?.vectorStart(width: columns))
  }

  /// activation(gate) · up, element by element.
  package static func gated(_ activation: Activation, gate: Matrix, up: Matrix) -> Matrix {
    gate.requireSameShape(as: up)
    var result = Matrix(uninitialized: gate.rows, gate.columns)
    let out = unsafe result.mutableStart
    unsafe ms_gated(
      activation.code, gate.rows, gate.columns, gate.start, gate.stride, up.start, up.stride, out, result.stride)
    return result
  }

  // MARK: Sums and scales

  func requireSameShape(as other: Matrix) {
    precondition(
      rows == other.rows && columns == other.columns, "[\(rows), \(columns)] with [\(other.rows), \(other.columns)]")
  }

  /// `self + other`.
  public func plus(_ other: Matrix) -> Matrix {
    requireSameShape(as: other)
    var result = Matrix(uninitialized: rows, columns)
    let out = unsafe result.mutableStart
    unsafe ms_add(rows, columns, start, stride, other.start, other.stride, out, result.stride)
    return result
  }

  /// `self += other`.
  public mutating func add(_ other: Matrix) {
    requireSameShape(as: other)
    let x = unsafe mutableStart
    unsafe ms_add_rows(rows, columns, x, stride, other.start, other.stride)
  }

  /// `self += factor · other`.
  public mutating func add(_ other: Matrix, times factor: Float) {
    requireSameShape(as: other)
    let x = unsafe mutableStart
    unsafe ms_add_scaled_rows(rows, columns, x, stride, factor, other.start, other.stride)
  }

  /// Adds `bias` [1, n] to the columns from `column` on of every row: all columns unless told otherwise.
  public mutating func add(bias: Matrix, column: Int = 0) {
    precondition(column >= 0 && column + bias.columns <= columns)
    let x = unsafe mutableStart
    unsafe ms_add_bias(rows, bias.columns, x + column, stride, bias.vectorStart(width: bias.columns))
  }

  /// `self *= factor`.
  public mutating func scale(by factor: Float) {
    let x = unsafe mutableStart
    unsafe ms_scale(rows, columns, x, stride, factor)
  }

  /// x = cap · tanh(x / cap), which stays within ±cap.
  package mutating func softCap(_ cap: Float) {
    precondition(cap > 0)
    let x = unsafe mutableStart
    unsafe ms_soft_cap(rows, columns, x, stride, cap)
  }
}
