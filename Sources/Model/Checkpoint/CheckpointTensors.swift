import MindstateNumerics
import MindstateStore
import Synchronization

/// Reads a checkpoint's tensors in f32 and refuses values that are not finite.
///
/// A tensor's values are checked when it is first read, so that opening a checkpoint stays instant.
final class CheckpointTensors: TensorSource {
  private let checkpoint: Checkpoint
  private let checked = Mutex<Set<[UInt8]>>([])

  init(_ checkpoint: Checkpoint) { self.checkpoint = checkpoint }

  var spec: TransformerSpec { checkpoint.spec }

  var hasHead: Bool { checkpoint.tensor(.head) != nil }

  func tensor(_ role: TensorRole, layer: Int?) throws(CheckpointError) -> Matrix {
    let entry = try entry(role, layer)
    let matrix = try entry.matrix()
    if !isChecked(entry) {
      if !matrix.allFinite { throw .notFinite(file: entry.file.path, name: entry.info.name) }
      markChecked(entry)
    }
    return matrix
  }

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

  private func entry(_ role: TensorRole, _ layer: Int?) throws(CheckpointError) -> WeightFiles.Entry {
    if let entry = checkpoint.tensor(role, layer: layer) { return entry }
    let name = checkpoint.names.name(of: role, layer: layer)
    if role == .head { throw .noHead(directory: checkpoint.directory, name: name) }
    throw .missingTensor(directory: checkpoint.directory, name: name, layer: layer)
  }
}
