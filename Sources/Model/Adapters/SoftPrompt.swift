public import MindstateNumerics
import MindstateStore

/// Learned vectors that stand before the tokens of every prompt (prompt tuning, arXiv 2104.08691), in PEFT's layout.
public struct SoftPrompt: Sendable {
  /// What the vectors were before training.
  public enum Origin: Sendable, Equatable {
    case random
    /// Embeddings of tokens drawn from the vocabulary.
    case vocabulary
    /// Embeddings of the tokens of a text.
    case text(String)
  }

  /// One row for each virtual token: [k, width].
  public var vectors: Matrix
  public var origin: Origin
  /// The model it was trained on, as a name or path; told, never looked up.
  public var baseModel: String?

  /// - Precondition: at least one vector.
  public init(vectors: Matrix, origin: Origin = .random, baseModel: String? = nil) {
    precondition(vectors.rows > 0, "a soft prompt without vectors")
    self.vectors = vectors
    self.origin = origin
    self.baseModel = baseModel
  }

  /// Virtual tokens.
  public var count: Int { vectors.rows }

  /// Names what is computed: equal for equal vectors.
  public func digest() -> String { Digest(vectors).text }
}

extension SoftPrompt {
  private static let tensorName = "prompt_embeddings"
  private static let known: Set = [
    "peft_type", "task_type", "auto_mapping", "peft_version", "base_model_name_or_path", "revision", "inference_mode",
    "num_virtual_tokens", "token_dim", "num_transformer_submodules", "num_attention_heads", "num_layers",
    "prompt_tuning_init", "prompt_tuning_init_text", "tokenizer_name_or_path", "tokenizer_kwargs",
  ]

  /// Reads a soft prompt in PEFT's layout and checks it against the model it is for.
  public init(directory: String, for checkpoint: Checkpoint) throws(AdapterError) {
    let files = try AdapterFiles(directory: directory, kind: .softPrompt)
    let count: Int
    do {
      count = try Self.virtualTokens(files.config, checkpoint.spec)
      origin = try Self.origin(files.config)
      baseModel =
        files.config.has("base_model_name_or_path") ? try files.config.string("base_model_name_or_path") : nil
    } catch { throw .config(error) }
    let file = files.weights.path
    for tensor in files.weights.tensors where tensor.name != Self.tensorName {
      throw .unknownTensor(file: file, tensor: tensor.name)
    }
    guard let info = files.weights[Self.tensorName] else {
      throw .missingTensor(file: file, tensor: Self.tensorName, module: "\(count) virtual tokens")
    }
    vectors = try files.matrix(info, shape: [count, checkpoint.spec.width], model: checkpoint.directory)
    guard count < checkpoint.spec.context else {
      throw .noRoom(file: file, virtualTokens: count, context: checkpoint.spec.context, model: checkpoint.directory)
    }
  }

  /// The number of virtual tokens, after checking what else the configuration says of the model.
  private static func virtualTokens(_ config: ModelConfig, _ spec: TransformerSpec) throws(ConfigError) -> Int {
    try config.refuseFields(besides: known)
    let submodules = try config.count("num_transformer_submodules", default: 1)
    if submodules != 1 {
      throw config.unsupported("num_transformer_submodules", got: "\(submodules)", supported: ["1"])
    }
    let expected = [
      ("token_dim", spec.width), ("num_layers", spec.layers), ("num_attention_heads", spec.attention.heads),
    ]
    for (key, own) in expected where config.has(key) {
      let stated = try config.count(key)
      if stated != own {
        throw config.inconsistent(key, "is \(stated), the model's is \(own); it was made for another model")
      }
    }
    return try config.count("num_virtual_tokens")
  }

  static func origin(_ config: ModelConfig) throws(ConfigError) -> Origin {
    let name = config.has("prompt_tuning_init") ? try config.string("prompt_tuning_init") : "RANDOM"
    switch name {
    case "RANDOM": return .random
    case "SAMPLE_VOCAB": return .vocabulary
    case "TEXT": return .text(config.has("prompt_tuning_init_text") ? try config.string("prompt_tuning_init_text") : "")
    default:
      throw config.unsupported(
        "prompt_tuning_init", got: "\"\(name)\"", supported: ["RANDOM", "SAMPLE_VOCAB", "TEXT"])
    }
  }

  /// Writes `adapter_config.json` and `adapter_model.safetensors` as PEFT reads them, each whole, into `directory`,
  /// which is made where it is missing.
  package func write(to directory: String, spec: TransformerSpec, format: FloatFormat = .f32) throws {
    let base: JSON = baseModel.map { .string($0) } ?? .null
    var config = JSONObject([
      ("peft_type", .string(AdapterKind.softPrompt.rawValue)), ("task_type", .string("CAUSAL_LM")),
      ("base_model_name_or_path", base), ("inference_mode", .bool(true)), ("auto_mapping", .null), ("revision", .null),
      ("num_virtual_tokens", .integer(count)), ("token_dim", .integer(vectors.columns)),
      ("num_layers", .integer(spec.layers)), ("num_attention_heads", .integer(spec.attention.heads)),
      ("num_transformer_submodules", .integer(1)),
    ])
    switch origin {
    case .random: config.members.append(("prompt_tuning_init", .string("RANDOM")))
    case .vocabulary: config.members.append(("prompt_tuning_init", .string("SAMPLE_VOCAB")))
    case .text(let text):
      config.members += [
        ("prompt_tuning_init", .string("TEXT")), ("prompt_tuning_init_text", .string(text)),
        // PEFT refuses a text without the name of a tokenizer, and looks for it only when it trains anew.
        ("tokenizer_name_or_path", .string(baseModel ?? "base")),
      ]
    }
    try AdapterFiles.write(to: directory, config: config, tensors: [(Self.tensorName, vectors)], format: format)
  }
}
