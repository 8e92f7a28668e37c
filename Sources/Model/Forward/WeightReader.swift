import MindstateNumerics
import MindstateStore
import Synchronization

/// Reads a checkpoint's weights layer by layer, in f32, and refuses values that are not finite.
///
/// A tensor's values are checked when it is first read, so that opening a checkpoint stays instant.
final class WeightReader: Sendable {
  private let checkpoint: Checkpoint
  private let checked = Mutex<Set<[UInt8]>>([])

  init(_ checkpoint: Checkpoint) { self.checkpoint = checkpoint }

  func layer(_ index: Int) throws(CheckpointError) -> LayerWeights {
    let spec = checkpoint.spec
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

  func finalNorm() throws(CheckpointError) -> NormWeights { try norm(.finalNorm, .finalNormBias, nil) }

  /// The map to logits. A head that is in the file is used even where the configuration says that it is tied: the
  /// reference does so too, and where the two are equal nothing differs.
  func head() throws(CheckpointError) -> Linear {
    let isTied = checkpoint.spec.head == .tied && checkpoint.tensor(.head) == nil
    return Linear(weight: try tensor(isTied ? .tokenEmbedding : .head, nil), orientation: .transposed)
  }

  /// One row a token, widened only where asked for.
  func embedding(_ role: TensorRole, rows: [Int]) throws(CheckpointError) -> Matrix {
    let entry = try entry(role, nil)
    let picked: Matrix
    do { picked = try entry.file.rows(rows, of: entry.info) } catch { throw .tensors(error) }
    if !picked.allFinite { throw .notFinite(file: entry.file.path, name: entry.info.name) }
    return picked
  }

  private func norm(_ gain: TensorRole, _ bias: TensorRole, _ layer: Int?) throws(CheckpointError) -> NormWeights {
    NormWeights(
      gain: try tensor(gain, layer), bias: checkpoint.spec.norm.hasBias ? try tensor(bias, layer) : nil)
  }

  private func linear(_ role: TensorRole, bias: TensorRole?, _ layer: Int) throws(CheckpointError) -> Linear {
    var map = Linear(
      weight: try tensor(role, layer),
      orientation: checkpoint.spec.linearLayout == .outputsByInputs ? .transposed : .asIs)
    if let bias { map.bias = try tensor(bias, layer) }
    return map
  }

  private func tensor(_ role: TensorRole, _ layer: Int?) throws(CheckpointError) -> Matrix {
    let entry = try entry(role, layer)
    let matrix = try entry.matrix()
    let key = Array(entry.info.name.utf8)
    if !checked.withLock({ $0.contains(key) }) {
      if !matrix.allFinite { throw .notFinite(file: entry.file.path, name: entry.info.name) }
      checked.withLock { _ = $0.insert(key) }
    }
    return matrix
  }

  private func entry(_ role: TensorRole, _ layer: Int?) throws(CheckpointError) -> WeightFiles.Entry {
    if let entry = checkpoint.tensor(role, layer: layer) { return entry }
    let name = checkpoint.names.name(of: role, layer: layer)
    if role == .head { throw .noHead(directory: checkpoint.directory, name: name) }
    throw .missingTensor(directory: checkpoint.directory, name: name, layer: layer)
  }
}
