import MindstateModel
import MindstateNumerics

/// A block's MLP, forward and backward.
///
/// What is remembered of it are the inputs of its non-linearity, `inner`: the gate's outputs where there is one, then
/// those of `up`, side by side.
struct MLPPass: Sendable {
  private let activation: Activation
  private let hidden: Int
  private let gate: LinearPass?
  private let up: LinearPass
  private let down: LinearPass

  init(_ parameters: Parameters, layer: Int) throws(CheckpointError) {
    let spec = parameters.spec
    let bias = spec.mlp.bias
    activation = spec.mlp.activation
    hidden = spec.mlp.hidden
    let layout = spec.linearLayout
    gate =
      spec.mlp.gated
      ? try LinearPass(parameters, .gate, bias: bias ? .gateBias : nil, layer: layer, layout: layout) : nil
    up = try LinearPass(parameters, .up, bias: bias ? .upBias : nil, layer: layer, layout: layout)
    down = try LinearPass(parameters, .down, bias: bias ? .downBias : nil, layer: layer, layout: layout)
  }

  var entries: [Int] { (gate?.entries ?? []) + up.entries + down.entries }

  /// Columns of `inner`.
  static func innerWidth(_ mlp: TransformerSpec.MLP) -> Int { mlp.gated ? 2 * mlp.hidden : mlp.hidden }

  private var gateColumns: Range<Int> { 0..<hidden }
  private var upColumns: Range<Int> { gate == nil ? 0..<hidden : hidden..<2 * hidden }

  /// y = base + MLP(h) for some rows. `scratch`: [rows, hidden].
  func forward(_ h: Matrix, onto base: Matrix, inner: Panel, scratch: Panel, into y: Panel) {
    up.forward(h, into: inner[columns: upColumns])
    if let gate {
      gate.forward(h, into: inner[columns: gateColumns])
      scratch.setGated(activation, gate: inner[columns: gateColumns].matrix, up: inner[columns: upColumns].matrix)
    } else {
      scratch.setActivated(activation, inner.matrix)
    }
    down.forward(scratch.matrix, onto: base, into: y)
  }

  /// Gradients for some rows.
  ///
  /// - Parameters:
  ///   - dy: of the MLP's output.
  ///   - dInner: becomes the gradient of `inner`.
  ///   - activated: becomes the non-linearity's outputs [rows, hidden] once more.
  ///   - dh: becomes the gradient of the MLP's input.
  ///   - scratch: [rows, hidden].
  func backward(_ dy: Matrix, inner: Matrix, dInner: Panel, activated: Panel, dh: Panel, scratch: Panel) {
    down.backward(dy, into: scratch)
    if let gate {
      Panel.setGatedBackward(
        activation, gate: inner[columns: gateColumns], up: inner[columns: upColumns], dY: scratch.matrix,
        dGate: dInner[columns: gateColumns], dUp: dInner[columns: upColumns], output: activated)
      gate.backward(dInner[columns: gateColumns].matrix, into: dh)
    } else {
      dInner.setActivatedBackward(activation, inner, dY: scratch.matrix, output: activated)
    }
    up.backward(dInner[columns: upColumns].matrix, into: dh, accumulating: gate != nil)
  }

  /// Gradients of the weights, from what `backward` gave for all rows. `h`: the MLP's inputs.
  func gradients(
    _ dy: Matrix, dInner: Matrix, activated: Matrix, h: Matrix, _ sinks: inout GradientSinks
  ) -> [GradientJob] {
    var jobs = down.gradients(x: activated, dy: dy, &sinks)
    jobs += up.gradients(x: h, dy: dInner[columns: upColumns], &sinks)
    if let gate { jobs += gate.gradients(x: h, dy: dInner[columns: gateColumns], &sinks) }
    return jobs
  }
}
