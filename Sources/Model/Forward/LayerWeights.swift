import MindstateNumerics

/// A linear map y = x · W + b in the layout of its checkpoint.
struct Linear: Sendable {
  var weight: Matrix
  /// How `weight` enters x · op(W).
  var orientation: Orientation
  var bias: Matrix?

  var outputs: Int { orientation == .asIs ? weight.columns : weight.rows }

  /// x · W, the bias left to the caller (who may add it together with what follows).
  func product(_ x: Matrix) -> Matrix { x.times(weight, orientation) }

  func callAsFunction(_ x: Matrix) -> Matrix {
    var y = product(x)
    if let bias { y.add(bias: bias) }
    return y
  }
}

struct NormWeights: Sendable {
  var gain: Matrix
  var bias: Matrix?
}

/// One block's weights in f32: views of the mapped file, or widened copies that go when the layer is done.
struct LayerWeights: Sendable {
  var attentionNorm: NormWeights
  /// Maps whose outputs, one after the other, are the columns that `HeadColumns` describes.
  var inputs: [Linear]
  var attentionOutput: Linear
  var mlpNorm: NormWeights
  var gate: Linear?
  var up: Linear
  var down: Linear
}

/// Where in a row of projections the heads' queries, keys and values stand.
struct HeadColumns: Sendable {
  var query: Int
  var key: Int
  var value: Int
  /// Columns from one head to the next.
  var step: Int
  /// Width of a whole row.
  var total: Int

  init(_ a: TransformerSpec.Attention) {
    total = a.queryWidth + 2 * a.keyValueWidth
    query = 0
    switch a.inputLayout {
    case .separate, .fused:
      key = a.queryWidth
      value = a.queryWidth + a.keyValueWidth
      step = a.headWidth
    case .fusedPerHead:
      key = a.headWidth
      value = 2 * a.headWidth
      step = 3 * a.headWidth
    }
  }
}
