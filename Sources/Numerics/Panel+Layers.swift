import CMindstateKernels

// The layers of a transformer, forward into a panel and backward. `dV` is the derivative of the loss by `V`; formulas
// stand with the kernels.

extension Panel {
  // MARK: Normalisation

  /// self = layer norm of each row of `x`.
  package func setLayerNorm(_ x: Matrix, gain: Matrix, bias: Matrix, epsilon: Float) {
    requireShape(x.rows, x.columns)
    unsafe ms_layer_norm(
      rows, columns, x.start, x.stride, gain.vectorStart(width: columns), bias.vectorStart(width: columns), epsilon,
      start, stride)
  }

  /// self = root-mean-square norm of each row of `x`.
  package func setRMSNorm(_ x: Matrix, gain: Matrix, epsilon: Float) {
    requireShape(x.rows, x.columns)
    unsafe ms_rms_norm(
      rows, columns, x.start, x.stride, gain.vectorStart(width: columns), 0, epsilon, start, stride)
  }

  /// self = `base` + dX through the layer norm of `x` whose output has the gradient `dY`.
  ///
  /// - Parameters:
  ///   - output: becomes the norm's output, as in the forward pass.
  ///   - sums: [1, 2 · columns]; grows by the gradients of the gain, then of the bias.
  package func setLayerNormBackward(
    _ x: Matrix, gain: Matrix, bias: Matrix, epsilon: Float, dY: Matrix, base: Matrix, output: Panel, sums: Panel
  ) {
    for m in [x, dY, base, output.matrix] { requireShape(m.rows, m.columns) }
    sums.requireShape(1, 2 * columns)
    unsafe ms_layer_norm_backward(
      rows, columns, x.start, x.stride, gain.vectorStart(width: columns), bias.vectorStart(width: columns), epsilon,
      dY.start, dY.stride, base.start, base.stride, start, stride, output.start, output.stride, sums.start,
      sums.start + columns)
  }

  /// As above for the root-mean-square norm; `sums` is [1, columns], the gradient of the gain.
  package func setRMSNormBackward(
    _ x: Matrix, gain: Matrix, epsilon: Float, dY: Matrix, base: Matrix, output: Panel, sums: Panel
  ) {
    for m in [x, dY, base, output.matrix] { requireShape(m.rows, m.columns) }
    sums.requireShape(1, columns)
    unsafe ms_rms_norm_backward(
      rows, columns, x.start, x.stride, gain.vectorStart(width: columns), epsilon, dY.start, dY.stride, base.start,
      base.stride, start, stride, output.start, output.stride, sums.start)
  }

  // MARK: Activations

  /// self = activation(x).
  package func setActivated(_ activation: Activation, _ x: Matrix) {
    copy(x)
    unsafe ms_bias_activation(activation.code, rows, columns, start, stride, nil)
  }

  /// self = activation(gate) · up.
  package func setGated(_ activation: Activation, gate: Matrix, up: Matrix) {
    requireShape(gate.rows, gate.columns)
    gate.requireSameShape(as: up)
    unsafe ms_gated(activation.code, rows, columns, gate.start, gate.stride, up.start, up.stride, start, stride)
  }

  /// self = dX for activation(x); `output` becomes activation(x).
  package func setActivatedBackward(_ activation: Activation, _ x: Matrix, dY: Matrix, output: Panel) {
    for m in [x, dY, output.matrix] { requireShape(m.rows, m.columns) }
    unsafe ms_activation_backward(
      activation.code, rows, columns, x.start, x.stride, dY.start, dY.stride, start, stride, output.start,
      output.stride)
  }

  /// Gradients of gate and up for activation(gate) · up; `output` becomes that product.
  package static func setGatedBackward(
    _ activation: Activation, gate: Matrix, up: Matrix, dY: Matrix, dGate: Panel, dUp: Panel, output: Panel
  ) {
    for m in [gate, up, dY, dUp.matrix, output.matrix] { dGate.requireShape(m.rows, m.columns) }
    unsafe ms_gated_backward(
      activation.code, gate.rows, gate.columns, gate.start, gate.stride, up.start, up.stride, dY.start, dY.stride,
      dGate.start, dGate.stride, dUp.start, dUp.stride, output.start, output.stride)
  }
}
