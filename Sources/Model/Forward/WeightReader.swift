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
    do { return try entry.file.rows(rows, of: entry.info) } catch { throw .tensors(error) }
  }

  /// Checks what lies outside the layers whole, once: a pass may use a few rows of it, or none, and a damaged file is
  /// to be noticed at the first prompt.
  func checkOuter(_ workers: Workers) throws(CheckpointError) {
    for (role, shape) in checkpoint.spec.outerTensors {
      let entry = try entry(role, nil)
      if isChecked(entry) { continue }
      let rows = shape.count == 2 ? shape[0] : 1
      let columns = shape[shape.count - 1]
      let step = 2048
      let results = Mutex<[Int: Result<Bool, SafetensorsError>]>([:])
      workers.forEach((rows + step - 1) / step) { piece in
        let start = piece * step
        let finite = Result { () throws(SafetensorsError) in
          try entry.file.floats(entry.info, from: start * columns, count: min(step, rows - start) * columns).allFinite
        }
        results.withLock { $0[piece] = finite }
      }
      for result in results.withLock({ $0.values }) {
        switch result {
        case .success(true): break
        case .success(false): throw .notFinite(file: entry.file.path, name: entry.info.name)
        case .failure(let error): throw .tensors(error)
        }
      }
      markChecked(entry)
    }
  }

  private func isChecked(_ entry: WeightFiles.Entry) -> Bool {
    checked.withLock { $0.contains(Array(entry.info.name.utf8)) }
  }

  private func markChecked(_ entry: WeightFiles.Entry) {
    checked.withLock { _ = $0.insert(Array(entry.info.name.utf8)) }
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
    if !isChecked(entry) {
      if !matrix.allFinite { throw .notFinite(file: entry.file.path, name: entry.info.name) }
      markChecked(entry)
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
