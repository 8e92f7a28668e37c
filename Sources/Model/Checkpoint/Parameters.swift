package import MindstateNumerics

/// All weights of a model in memory, in f32, each in the layout and under the name which its checkpoint gives it.
///
/// What training changes, and what gradients have the shape of.
package struct Parameters: Sendable {
  package struct Entry: Sendable {
    package let role: TensorRole
    /// nil outside the layers.
    package let layer: Int?
    package let name: String
    package let shape: [Int]
    /// [rows, columns]; a vector is one row.
    package var value: Matrix

    package init(role: TensorRole, layer: Int?, name: String, shape: [Int], value: Matrix) {
      self.role = role
      self.layer = layer
      self.name = name
      self.shape = shape
      self.value = value
    }
  }

  private struct Key: Hashable {
    var role: TensorRole
    var layer: Int?
  }

  package let spec: TransformerSpec
  /// Token embedding first, layers in order, head last: the order in which everything is written and drawn.
  package var entries: [Entry]
  private let places: [Key: Int]

  /// - Precondition: `entries` are the tensors of `spec`, each once.
  package init(spec: TransformerSpec, entries: [Entry]) {
    self.spec = spec
    self.entries = entries
    places = Dictionary(
      uniqueKeysWithValues: entries.enumerated().map { (Key(role: $1.role, layer: $1.layer), $0) })
  }

  /// Copies of all weights of `checkpoint`; values that are not finite are refused.
  package init(_ checkpoint: Checkpoint) throws(CheckpointError) {
    let source = CheckpointTensors(checkpoint)
    var entries: [Entry] = []
    for slot in checkpoint.spec.tensorSlots(hasHead: source.hasHead) {
      entries.append(
        Entry(
          role: slot.role, layer: slot.layer, name: checkpoint.names.name(of: slot.role, layer: slot.layer),
          shape: slot.shape, value: try source.tensor(slot.role, layer: slot.layer)))
    }
    self.init(spec: checkpoint.spec, entries: entries)
  }

  /// Where the tensor of a role stands in `entries`; nil where the model has none.
  package func index(of role: TensorRole, layer: Int? = nil) -> Int? { places[Key(role: role, layer: layer)] }

  /// Numbers in all tensors.
  package var count: Int { entries.reduce(0) { $0 + $1.value.rows * $1.value.columns } }
}

extension Parameters: TensorSource {
  package var hasHead: Bool { index(of: .head) != nil }

  package func tensor(_ role: TensorRole, layer: Int?) throws(CheckpointError) -> Matrix {
    guard let index = index(of: role, layer: layer) else {
      throw .missingTensor(directory: "(memory)", name: role.rawValue, layer: layer)
    }
    return entries[index].value
  }

  package func embedding(_ role: TensorRole, rows: [Int]) throws(CheckpointError) -> Matrix {
    try tensor(role, layer: nil).gatheringRows(rows)
  }

  package func checkOuter(_ workers: Workers) throws(CheckpointError) {}
}

extension TransformerSpec {
  /// Every tensor of the model, in the order of `Parameters`.
  package func tensorSlots(hasHead: Bool) -> [(role: TensorRole, layer: Int?, shape: [Int])] {
    let outer = outerTensors.map { (role: $0.role, layer: Int?.none, shape: $0.shape) }
    let inner = (0..<layers).flatMap { layer in
      layerTensors.map { (role: $0.role, layer: Int?(layer), shape: $0.shape) }
    }
    let embeddings = outer.filter { $0.role == .tokenEmbedding || $0.role == .positionEmbedding }
    let rest = outer.filter { $0.role != .tokenEmbedding && $0.role != .positionEmbedding }
    return embeddings + inner + rest + (hasHead ? [(role: .head, layer: nil, shape: [vocabulary, width])] : [])
  }
}
