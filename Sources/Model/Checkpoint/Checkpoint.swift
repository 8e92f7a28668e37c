public import MindstateNumerics
import MindstateStore

/// A Hugging Face checkpoint directory: `config.json` and its weights, mapped and checked against each other.
///
/// Opening reads headers only; weights are touched when a layer is used. An adapter that lies beside the weights is no
/// part of it: `ModelCondition` applies that.
public struct Checkpoint: Sendable {
  /// Where its files lie: of the root of a cache, the snapshot.
  public let directory: String
  public let spec: TransformerSpec
  /// `model_type` of config.json.
  public let modelType: String
  package let names: TensorNames
  package let weights: WeightFiles
  package let config: ModelConfig

  public init(directory: String) throws(CheckpointError) {
    guard FileSystem.kind(of: directory) == .directory else { throw .notADirectory(path: directory) }
    let directory = try Self.modelPath(directory)
    self.directory = directory
    let path = directory + "/config.json"
    do {
      config = ModelConfig(path: path, fields: try Self.json(at: path))
      try config.refuseForeignFields()
      let family = try Families.of(config)
      modelType = try config.string("model_type")
      names = family.tensors
      spec = try family.spec(config)
    } catch let error as ConfigError {
      throw .config(error)
    } catch let error as CheckpointError {
      throw error
    } catch {
      throw .badIndex(path: path, why: "\(error)")
    }
    weights = try WeightFiles(directory: directory)
    try checkTensors()
  }

  private static func modelPath(_ given: String) throws(CheckpointError) -> String {
    do throws(ModelDirectoryError) {
      let found = try ModelDirectory(given)
      try found.requireModel()
      return found.path
    } catch { throw .directory(error) }
  }

  static func json(at path: String) throws(CheckpointError) -> JSON {
    let bytes: [UInt8]
    do { bytes = try TextFile.read(path) } catch { throw .file(error) }
    do { return try JSON(parsing: bytes) } catch { throw .badJSON(path: path, error) }
  }

  /// What names a checkpoint in captures: a digest of its configuration and of every byte of its weights, which are
  /// read for it at about the speed of memory.
  public func digest(_ workers: Workers = Workers()) -> String {
    weights.digest(config: config.fields.serialized(), workers: workers)
  }
}

extension Checkpoint {
  /// The stored tensor for a role, or nil; checkpoints of the base model alone drop the prefix of their names.
  package func tensor(_ role: TensorRole, layer: Int? = nil) -> WeightFiles.Entry? {
    let name = names.name(of: role, layer: layer)
    if let entry = weights[name] { return entry }
    return name.hasPrefix(names.prefix) ? weights[String(name.dropFirst(names.prefix.count))] : nil
  }

  /// Every required tensor is there with its shape and a readable type, and no layer holds one that nobody reads.
  private func checkTensors() throws(CheckpointError) {
    var used = Set<[UInt8]>()
    func check(_ role: TensorRole, _ shape: [Int], layer: Int?) throws(CheckpointError) {
      guard let entry = tensor(role, layer: layer) else {
        throw .missingTensor(directory: directory, name: names.name(of: role, layer: layer), layer: layer)
      }
      try entry.require(shape: shape)
      used.insert(Array(entry.info.name.utf8))
    }
    for (role, shape) in spec.outerTensors { try check(role, shape, layer: nil) }
    for layer in 0..<spec.layers {
      for (role, shape) in spec.layerTensors { try check(role, shape, layer: layer) }
    }
    if let head = tensor(.head) { try head.require(shape: [spec.vocabulary, spec.width]) }
    for name in weights.names
    where isLayerTensor(name) && !used.contains(Array(name.utf8)) && !names.buffers.contains(where: name.hasSuffix) {
      throw .strayTensor(directory: directory, name: name)
    }
  }

  /// Whether a name is one of those inside the layers: `h.3.…`, `model.layers.0.…`.
  private func isLayerTensor(_ name: String) -> Bool {
    guard let pattern = names.names[.attentionNorm], let stem = pattern.split(separator: "{").first else {
      return false
    }
    return name.hasPrefix(stem) || (stem.hasPrefix(names.prefix) && name.hasPrefix(stem.dropFirst(names.prefix.count)))
  }
}

extension Checkpoint {
  /// Whether a tokenizer lies beside the weights.
  package var hasTokenizer: Bool { FileSystem.kind(of: directory + "/tokenizer.json") != nil }

  /// Numbers in the weight files, tables that hold no weights left out.
  public var parameterCount: Int {
    weights.files.reduce(0) { sum, file in
      sum
        + file.tensors.filter { tensor in !names.buffers.contains { tensor.name.hasSuffix($0) } }
        .reduce(0) { $0 + $1.count }
    }
  }

  /// How the weights are stored: `F32`, or several types where they are mixed.
  public var storage: String {
    var types: [String] = []
    for file in weights.files {
      for tensor in file.tensors where !types.contains(tensor.dtype.rawValue) { types.append(tensor.dtype.rawValue) }
    }
    let shards = weights.files.count
    return types.sorted().joined(separator: ", ") + (shards > 1 ? " in \(shards) files" : "")
  }
}
