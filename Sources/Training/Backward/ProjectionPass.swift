import MindstateModel
import MindstateNumerics

/// The maps to queries, keys and values, and their rotation, forward and backward.
struct ProjectionPass: Sendable {
  /// Its outputs are the columns that `HeadColumns` describes.
  private let inputs: LinearGroup
  private let attention: TransformerSpec.Attention
  private let columns: HeadColumns
  private let angles: RotationAngles?

  init(_ parameters: Parameters, layer: Int, rows: Int, angles: RotationAngles?) throws(CheckpointError) {
    let spec = parameters.spec
    attention = spec.attention
    columns = HeadColumns(spec.attention)
    self.angles = angles
    let maps: [(TensorRole, TensorRole)]
    switch attention.inputLayout {
    case .separate: maps = [(.query, .queryBias), (.key, .keyBias), (.value, .valueBias)]
    case .fused, .fusedPerHead: maps = [(.queryKeyValue, .queryKeyValueBias)]
    }
    var inputs: [LinearPass] = []
    for (role, bias) in maps {
      inputs.append(try LinearPass(parameters, role, bias: attention.inputBias ? bias : nil, layer: layer))
    }
    self.inputs = LinearGroup(inputs, rows: rows)
  }

  var entries: [Int] { inputs.entries }

  /// Queries, keys and values of the rows `rows`, whose normed states are `h`; queries and keys rotated.
  func forward(_ h: Matrix, rows: Range<Int>, into qkv: Panel) {
    inputs.forward(h, into: qkv)
    if let angles { rotate(qkv, cosines: angles.cosines[rows: rows], sines: angles.sines[rows: rows]) }
  }

  /// Turns `dqkv` back in place, and gives dh, the gradient of `h`.
  func backward(_ dqkv: Panel, rows: Range<Int>, dh: Panel) {
    if let angles { rotate(dqkv, cosines: angles.cosines[rows: rows], sines: angles.sinesBack[rows: rows]) }
    inputs.backward(dqkv.matrix, into: dh)
  }

  /// Gradients of the weights from `dqkv` of all rows, turned back.
  func gradients(_ dqkv: Matrix, h: Matrix, _ sinks: inout GradientSinks) -> [GradientJob] {
    inputs.gradients(x: h, dy: dqkv, &sinks)
  }

  private func rotate(_ qkv: Panel, cosines: Matrix, sines: Matrix) {
    let total = columns.total
    qkv[columns: columns.query..<total].rotate(
      heads: attention.heads, step: columns.step, cosines: cosines, sines: sines)
    qkv[columns: columns.key..<total].rotate(
      heads: attention.keyValueHeads, step: columns.step, cosines: cosines, sines: sines)
  }
}

/// The angles of every row: there, and back.
struct RotationAngles: Sendable {
  let cosines: Matrix  // [rows, pairs]
  let sines: Matrix
  let sinesBack: Matrix

  /// nil for a model without rotary embedding.
  init?(_ spec: TransformerSpec, positions: [Int]) {
    guard let rotation = Rotation(spec, positions: positions) else { return nil }
    cosines = rotation.cosines
    sines = rotation.sines
    var back = rotation.sines
    back.scale(by: -1)
    sinesBack = back
  }
}
