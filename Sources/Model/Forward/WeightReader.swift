package import MindstateNumerics

/// Where a model's tensors come from: a checkpoint on disk, parameters in memory, either with an adapter merged in.
///
/// A tensor is given in f32, in the layout of its checkpoint, a vector as one row.
package protocol TensorSource: Sendable {
  var spec: TransformerSpec { get }
  func tensor(_ role: TensorRole, layer: Int?) throws(CheckpointError) -> Matrix
  /// The listed rows of an embedding, widened only where asked for.
  func embedding(_ role: TensorRole, rows: [Int]) throws(CheckpointError) -> Matrix
  /// Whether the file has a map to logits of its own.
  var hasHead: Bool { get }
  /// Refuses values that are not finite in what lies outside the layers.
  func checkOuter(_ workers: Workers) throws(CheckpointError)
}

/// Puts the tensors of a source together as the forward pass uses them.
package struct WeightReader: Sendable {
  package let source: any TensorSource

  package init(_ source: any TensorSource) { self.source = source }

  package func layer(_ index: Int) throws(CheckpointError) -> LayerWeights {
    let spec = source.spec
    var inputs: [Linear] = []
    switch spec.attention.inputLayout {
    case .separate:
      let bias = spec.attention.inputBias
      inputs.append(try linear(.query, bias: bias ? .queryBias : nil, index))
      inputs.append(try linear(.key, bias: bias ? .keyBias : nil, index))
      inputs.append(try linear(.value, bias: bias ? .valueBias : nil, index))
    case .fused, .fusedPerHead:
      inputs.append(try linear(.queryKeyValue, bias: spec.attention.inputBias ? .queryKeyValueBias : nil, index))
    }
    return LayerWeights(
      attentionNorm: try norm(.attentionNorm, .attentionNormBias, index),
      inputs: inputs,
      attentionOutput: try linear(
        .attentionOutput, bias: spec.attention.outputBias ? .attentionOutputBias : nil, index),
      mlpNorm: try norm(.mlpNorm, .mlpNormBias, index),
      gate: spec.mlp.gated ? try linear(.gate, bias: spec.mlp.bias ? .gateBias : nil, index) : nil,
      up: try linear(.up, bias: spec.mlp.bias ? .upBias : nil, index),
      down: try linear(.down, bias: spec.mlp.bias ? .downBias : nil, index))
  }

  package func finalNorm() throws(CheckpointError) -> NormWeights { try norm(.finalNorm, .finalNormBias, nil) }

  /// The map to logits. A head that is in the file is used even where the configuration says that it is tied: the
  /// reference does so too, and where the two are equal nothing differs.
  package func head() throws(CheckpointError) -> Linear {
    Linear(weight: try source.tensor(headRole, layer: nil), orientation: .transposed)
  }

  /// The tensor that maps to logits.
  package var headRole: TensorRole { source.spec.head == .tied && !source.hasHead ? .tokenEmbedding : .head }

  package func embedding(_ role: TensorRole, rows: [Int]) throws(CheckpointError) -> Matrix {
    try source.embedding(role, rows: rows)
  }

  package func checkOuter(_ workers: Workers) throws(CheckpointError) { try source.checkOuter(workers) }

  private func norm(_ gain: TensorRole, _ bias: TensorRole, _ layer: Int?) throws(CheckpointError) -> NormWeights {
    NormWeights(
      gain: try source.tensor(gain, layer: layer),
      bias: source.spec.norm.hasBias ? try source.tensor(bias, layer: layer) : nil)
  }

  private func linear(_ role: TensorRole, bias: TensorRole?, _ layer: Int) throws(CheckpointError) -> Linear {
    var map = Linear(
      weight: try source.tensor(role, layer: layer),
      orientation: source.spec.linearLayout == .outputsByInputs ? .transposed : .asIs)
    if let bias { map.bias = try source.tensor(bias, layer: layer) }
    return map
  }
}
