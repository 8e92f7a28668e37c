package import MindstateNumerics

/// A linear map y = x · W + b in the layout of its checkpoint.
package struct Linear: Sendable {
  package var weight: Matrix
  /// How `weight` enters x · op(W).
  package var orientation: Orientation
  package var bias: Matrix?

  package var outputs: Int { orientation == .asIs ? weight.columns : weight.rows }

  /// x · W, the bias left to the caller (who may add it together with what follows).
  package func product(_ x: Matrix) -> Matrix { x.times(weight, orientation) }

  package func callAsFunction(_ x: Matrix) -> Matrix {
    var y = product(x)
    if let bias { y.add(bias: bias) }
    return y
  }
}

package struct NormWeights: Sendable {
  package var gain: Matrix
  package var bias: Matrix?
}

/// One block's weights in f32: views of the mapped file, or widened copies that go when the layer is done.
package struct LayerWeights: Sendable {
  package var attentionNorm: NormWeights
  /// Maps whose outputs, one after the other, are the columns that `HeadColumns` describes.
  package var inputs: [Linear]
  package var attentionOutput: Linear
  package var mlpNorm: NormWeights
  package var gate: Linear?
  package var up: Linear
  package var down: Linear
}

/// Where in a row of projections the heads' queries, keys and values stand.
package struct HeadColumns: Sendable {
  package var query: Int
  package var key: Int
  package var value: Int
  /// Columns from one head to the next.
  package var step: Int
  /// Width of a whole row.
  package var total: Int

  package init(_ a: TransformerSpec.Attention) {
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
