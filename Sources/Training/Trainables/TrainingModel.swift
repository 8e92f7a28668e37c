package import MindstateModel
import MindstateNumerics
package import MindstateStore

/// A model in memory, with all that a checkpoint directory of it needs besides.
package struct TrainingModel: Sendable {
  package var parameters: Parameters
  /// The members of config.json.
  package let config: JSON
  /// Files that go into the directory as they are: the tokenizer's, and how to generate.
  package let companions: [Companion]
  /// The checkpoint it began as; nil for one that began at random.
  package let checkpoint: Checkpoint?

  package struct Companion: Sendable, Equatable {
    package var path: String
    package var name: String
  }

  /// Names of files that belong to a tokenizer or say how to generate, beside tokenizer.json.
  private static let companionNames = [
    "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "chat_template.jinja",
    "generation_config.json",
  ]

  /// Goes on from a checkpoint.
  package init(_ checkpoint: Checkpoint, tokenizer: String) throws {
    self.init(
      parameters: try Parameters(checkpoint), config: checkpoint.config.fields,
      companions: Self.companions(of: tokenizer), checkpoint: checkpoint)
  }

  /// Begins at random, from a config.json: matrices normal with standard deviation `initializer_range` (0.02 where it
  /// is not stated), gains 1, biases 0. Each tensor has a stream of its own, named for it.
  package init(config path: String, tokenizer: String, seed: UInt64) throws {
    let config = ModelConfig(path: path, fields: try Self.fields(of: path))
    try config.refuseForeignFields()
    let family = try Families.of(config)
    let spec = try family.spec(config)
    let deviation = try config.double("initializer_range", default: 0.02)
    let entries = spec.tensorSlots(hasHead: spec.head == .untied).map { slot in
      let name = family.tensors.name(of: slot.role, layer: slot.layer)
      var random = RandomStream(seed: seed, name: "training.initial.\(name)")
      return Parameters.Entry(
        role: slot.role, layer: slot.layer, name: name, shape: slot.shape,
        value: Self.initial(slot.role, slot.shape, deviation, &random))
    }
    self.init(
      parameters: Parameters(spec: spec, entries: entries), config: config.fields,
      companions: Self.companions(of: tokenizer), checkpoint: nil)
  }

  private init(parameters: Parameters, config: JSON, companions: [Companion], checkpoint: Checkpoint?) {
    self.parameters = parameters
    self.config = config
    self.companions = companions
    self.checkpoint = checkpoint
  }

  package var spec: TransformerSpec { parameters.spec }

  /// Adds normal noise to every weight, `share` times its tensor's root mean square.
  package mutating func addNoise(_ share: Double, seed: UInt64) {
    if share == 0 { return }
    for index in parameters.entries.indices {
      let value = parameters.entries[index].value
      var random = RandomStream(seed: seed, name: "training.noise.\(parameters.entries[index].name)")
      let square = value.columnSquares().reduce(0, +) / Double(max(1, value.rows * value.columns))
      parameters.entries[index].value.add(
        Matrix(rows: value.rows, columns: value.columns, normal: share * square.squareRoot(), &random))
    }
  }

  private static func initial(
    _ role: TensorRole, _ shape: [Int], _ deviation: Double, _ random: inout RandomStream
  ) -> Matrix {
    let columns = shape.last ?? 1
    if shape.count > 1 { return Matrix(rows: shape[0], columns: columns, normal: deviation, &random) }
    switch role {
    case .attentionNorm, .mlpNorm, .finalNorm: return Matrix(rows: 1, columns: columns, repeating: 1)
    default: return Matrix(rows: 1, columns: columns)
    }
  }

  private static func fields(of path: String) throws -> JSON {
    let bytes = try TextFile.read(path)
    do { return try JSON(parsing: bytes) } catch { throw CheckpointError.badJSON(path: path, error) }
  }

  /// tokenizer.json at `path` or in the directory `path`, and what lies beside it.
  private static func companions(of path: String) -> [Companion] {
    let isDirectory = FileSystem.kind(of: path) == .directory
    let directory = isDirectory ? path : FileSystem.directory(of: path)
    let tokenizer = Companion(path: isDirectory ? path + "/tokenizer.json" : path, name: "tokenizer.json")
    return ([tokenizer] + companionNames.map { Companion(path: "\(directory)/\($0)", name: $0) })
      .filter { FileSystem.kind(of: $0.path) == .file }
  }
}
