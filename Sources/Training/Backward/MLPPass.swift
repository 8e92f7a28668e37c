import MindstateModel
import MindstateNumerics

/// A block's MLP, forward and backward.
///
/// What is remembered of it are the inputs of its non-linearity, `inner`: the gate's outputs where there is one, then
/// those of `up`, side by side.
struct MLPPass: Sendable {
  private let activation: Activation
  private let gated: Bool
  private let hidden: Int
  private let inputs: LinearGroup
  private let down: LinearPass

  init(_ parameters: Parameters, layer: Int, rows: Int) throws(CheckpointError) {
    let mlp = parameters.spec.mlp
    (activation, gated, hidden) = (mlp.activation, mlp.gated, mlp.hidden)
    let up = try LinearPass(parameters, .up, bias: mlp.bias ? .upBias : nil, layer: layer)
    let gate = mlp.gated ? [try LinearPass(parameters, .gate, bias: mlp.bias ? .gateBias : nil, layer: layer)] : []
    inputs = LinearGroup(gate + [up], rows: rows)
    down = try LinearPass(parameters, .down, bias: mlp.bias ? .downBias : nil, layer: layer)
  }

  var entries: [Int] { inputs.entries + down.entries }

  /// Columns of `inner`.
  static func innerWidth(_ mlp: TransformerSpec.MLP) -> Int { mlp.gated ? 2 * mlp.hidden : mlp.hidden }

  private var gateColumns: Range<Int> { 0..<hidden }
  private var upColumns: Range<Int> { hidden..<2 * hidden }

  /// y = base + MLP(h) for some rows. `scratch`: [rows, hidden].
  func forward(_ h: Matrix, onto base: Matrix, inner: Panel, scratch: Panel, into y: Panel) {
    inputs.forward(h, into: inner)
    if gated {
      scratch.setGated(activation, gate: inner[columns: gateColumns].matrix, up: inner[columns: upColumns].matrix)
    } else {
      scratch.setActivated(activation, inner.matrix)
    }
    down.map.forward(scratch.matrix, onto: base, into: y)
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
    down.map.backward(dy, into: scratch)
    if gated {
      Panel.setGatedBackward(
        activation, gate: inner[columns: gateColumns], up: inner[columns: upColumns], dY: scratch.matrix,
        dGate: dInner[columns: gateColumns], dUp: dInner[columns: upColumns], output: activated)
    } else {
      dInner.setActivatedBackward(activation, inner, dY: scratch.matrix, output: activated)
    }
    inputs.backward(dInner.matrix, into: dh)
  }

  /// Gradients of the weights, from what `backward` gave for all rows. `h`: the MLP's inputs.
  func gradients(
    _ dy: Matrix, dInner: Matrix, activated: Matrix, h: Matrix, _ sinks: inout GradientSinks
  ) -> [GradientJob] {
    down.gradients(x: activated, dy: dy, &sinks) + inputs.gradients(x: h, dy: dInner, &sinks)
  }
}
