import CMindstateKernels

extension Panel {
  /// In place: the softmax of each row's visible scores times `scale`, 0 elsewhere.
  package func softmaxRows(visible: VisibleColumns, scale: Float) {
    visible.requireFit(rows: rows, columns: columns)
    unsafe ms_softmax_rows(rows, columns, start, stride, scale, 0, visible.first, visible.end)
  }

  /// In place: gradients of probabilities become those of the scores that `softmaxRows` made the `probabilities` from.
  package func softmaxRowsBackward(_ probabilities: Matrix, visible: VisibleColumns, scale: Float) {
    requireShape(probabilities.rows, probabilities.columns)
    visible.requireFit(rows: rows, columns: columns)
    unsafe ms_softmax_backward_rows(
      rows, columns, probabilities.start, probabilities.stride, start, stride, scale, visible.first, visible.end)
  }

  /// In place: rotates `heads` heads, `step` columns from one to the next, as `Matrix.rotate`. With sines of the other
  /// sign it is the way back, for a rotation's gradient too.
  ///
  /// - Parameter cosines, sines: [rows, half the rotated width of a head].
  package func rotate(heads: Int, step: Int, cosines: Matrix, sines: Matrix) {
    let width = 2 * cosines.columns
    precondition(cosines.rows == rows && width <= step && cosines.stride == sines.stride)
    cosines.requireSameShape(as: sines)
    precondition(heads >= 0 && (heads == 0 || (heads - 1) * step + width <= columns), "heads past the last column")
    unsafe ms_rotary(rows, heads, step, width, start, stride, cosines.start, sines.start, cosines.stride, 0)
  }

  /// log softmax(row r)[targets[r]] of every row of logits, into `logProbabilities` [rows, 1]. With `weights`, the
  /// logits become the gradient of Σ −weights[r] · that.
  package func crossEntropy(targets: ArraySlice<Int>, weights: ArraySlice<Float>?, logProbabilities: Panel) {
    precondition(targets.count == rows && weights.map { $0.count == rows } ?? true)
    precondition(targets.allSatisfy { $0 >= 0 && $0 < columns }, "a target past the columns")
    logProbabilities.requireShape(rows, 1)
    precondition(logProbabilities.stride == 1)
    unsafe targets.withUnsafeBufferPointer { targets in
      guard let targets = targets.baseAddress else { return }
      if let weights {
        unsafe weights.withUnsafeBufferPointer { weights in
          unsafe ms_cross_entropy(rows, columns, start, stride, targets, weights.baseAddress, logProbabilities.start)
        }
      } else {
        unsafe ms_cross_entropy(rows, columns, start, stride, targets, nil, logProbabilities.start)
      }
    }
  }
}
