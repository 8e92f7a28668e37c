import MindstateStore

/// What `adapter_config.json` says of a LoRA (arXiv 2106.09685): its rank and strength, and which modules it adapts.
public struct LoRASettings: Sendable, Equatable {
  /// Modules by name.
  public enum Names: Sendable, Equatable {
    /// Whole names, or ends of names that begin after a dot: `q_proj`.
    case listed([String])
    /// A regular expression for the whole name.
    case pattern(String)
    /// Every linear map inside the layers.
    case allLinear
  }

  /// A number for modules whose name ends, from a dot on, with what a regular expression matches.
  public struct Override: Sendable, Equatable {
    public var pattern: String
    public var value: Double

    public init(pattern: String, value: Double) {
      self.pattern = pattern
      self.value = value
    }
  }

  public var rank: Int
  /// The update is B · A times alpha / rank, or alpha / √rank.
  public var alpha: Double
  public var targets: Names
  public var excluded: Names?
  /// The layers adapted; nil is all.
  public var layers: [Int]?
  /// What stands before the layer's number in a module's name; empty is anything.
  public var layersPattern: [String] = []
  /// alpha / √rank in place of alpha / rank (arXiv 2312.03732).
  public var usesRankStabilisedScale = false
  public var rankOverrides: [Override] = []
  public var alphaOverrides: [Override] = []
  /// The model it was trained on, as a name or path; told, never looked up.
  public var baseModel: String?
  /// Share of inputs left out in training; without effect afterwards.
  public var dropout: Double = 0

  public init(rank: Int, alpha: Double, targets: Names, layers: [Int]? = nil, baseModel: String? = nil) {
    self.rank = rank
    self.alpha = alpha
    self.targets = targets
    self.layers = layers
    self.baseModel = baseModel
  }

  /// The factor on B · A.
  func scale(rank: Int, alpha: Double) -> Float {
    Float(usesRankStabilisedScale ? alpha / Double(rank).squareRoot() : alpha / Double(rank))
  }
}

// MARK: - Reading

extension LoRASettings {
  init(_ config: ModelConfig) throws(ConfigError) {
    try Self.refuseOtherArithmetic(config)
    rank = try config.count("r")
    alpha = try config.double("lora_alpha", default: 8)
    guard let targets = try Self.names("target_modules", config) else {
      throw ConfigError(path: config.path, field: "target_modules", problem: .missing)
    }
    self.targets = targets
    excluded = try Self.names("exclude_modules", config)
    if excluded == .allLinear { throw config.wrongType("exclude_modules", "a regular expression or a list of names") }
    layers = try Self.layers(config)
    if layers != nil, !targets.isList {
      throw config.inconsistent("layers_to_transform", "needs a list target_modules")
    }
    layersPattern = try config.strings("layers_pattern") ?? []
    usesRankStabilisedScale = try config.bool("use_rslora", default: false)
    rankOverrides = try Self.overrides("rank_pattern", config)
    alphaOverrides = try Self.overrides("alpha_pattern", config)
    for entry in rankOverrides where Int(exactly: entry.value).map({ $0 > 0 }) != true {
      throw config.wrongType("rank_pattern", "an object of positive whole numbers")
    }
    baseModel = config.has("base_model_name_or_path") ? try config.string("base_model_name_or_path") : nil
    dropout = try config.double("lora_dropout", default: 0)
  }

  /// Fields that say nothing about the arithmetic once training is over, or are read here.
  private static let known: Set = [
    "peft_type", "task_type", "auto_mapping", "peft_version", "base_model_name_or_path", "revision", "inference_mode",
    "r", "lora_alpha", "lora_dropout", "target_modules", "exclude_modules", "layers_to_transform", "layers_pattern",
    "rank_pattern", "alpha_pattern", "use_rslora", "bias", "init_lora_weights", "loftq_config", "eva_config",
    "qalora_group_size", "megatron_core", "velora_config", "runtime_config", "ensure_weight_tying",
    // It says how the model's own matrix lies, which the model's family knows; PEFT sets it right by itself, too.
    "fan_in_fan_out",
  ]

  private static func refuseOtherArithmetic(_ config: ModelConfig) throws(ConfigError) {
    try config.refuseFields(besides: known)
    let bias = config.has("bias") ? try config.string("bias") : "none"
    if bias != "none" { throw config.unsupported("bias", got: "\"\(bias)\"", supported: ["none"]) }
    // All others change the model's own weights when they begin, so B · A is no difference to the shipped model.
    switch config.value("init_lora_weights") {
    case nil, .bool, .string("gaussian"), .string("orthogonal"), .string("eva"): break
    case .some(let value):
      throw config.unsupported(
        "init_lora_weights", got: value.serialized(), supported: ["true", "false", "gaussian", "orthogonal", "eva"])
    }
  }

  private static func names(_ key: String, _ config: ModelConfig) throws(ConfigError) -> Names? {
    guard let list = try config.strings(key) else { return nil }
    if let text = config.value(key)?.stringValue {
      return text.lowercased() == "all-linear" ? .allLinear : .pattern(text)
    }
    return list.isEmpty ? nil : .listed(list)
  }

  private static func layers(_ config: ModelConfig) throws(ConfigError) -> [Int]? {
    let key = "layers_to_transform"
    guard let value = config.value(key) else { return nil }
    let list = value.arrayValue ?? [value]
    let layers = list.compactMap(\.intValue)
    guard layers.count == list.count, layers.allSatisfy({ $0 >= 0 }) else {
      throw config.wrongType(key, "a layer's number or a list of them")
    }
    return layers.isEmpty ? nil : layers
  }

  private static func overrides(_ key: String, _ config: ModelConfig) throws(ConfigError) -> [Override] {
    guard let value = config.value(key) else { return [] }
    guard let members = value.objectValue?.members else { throw config.wrongType(key, "an object of numbers") }
    let list = members.compactMap { member in
      member.value.doubleValue.flatMap { $0.isFinite ? Override(pattern: member.key, value: $0) : nil }
    }
    guard list.count == members.count else { throw config.wrongType(key, "an object of numbers") }
    return list
  }
}

extension LoRASettings.Names {
  var isList: Bool { if case .listed = self { true } else { false } }
}

// MARK: - Writing

extension LoRASettings {
  /// The members of `adapter_config.json`.
  func json(transposed: Bool) -> JSONObject {
    JSONObject([
      ("peft_type", .string(AdapterKind.lora.rawValue)), ("task_type", .string("CAUSAL_LM")),
      ("base_model_name_or_path", baseModel.map { .string($0) } ?? .null), ("inference_mode", .bool(true)),
      ("auto_mapping", .null), ("revision", .null), ("r", .integer(rank)), ("lora_alpha", Self.json(alpha)),
      ("lora_dropout", .number(dropout)), ("target_modules", targets.json),
      ("exclude_modules", excluded?.json ?? .null),
      ("layers_to_transform", layers.map { .array($0.map { .integer($0) }) } ?? .null),
      ("layers_pattern", layersPattern.isEmpty ? .null : .array(layersPattern.map { .string($0) })),
      ("rank_pattern", Self.json(rankOverrides)), ("alpha_pattern", Self.json(alphaOverrides)),
      ("use_rslora", .bool(usesRankStabilisedScale)), ("fan_in_fan_out", .bool(transposed)), ("bias", .string("none")),
      ("init_lora_weights", .bool(true)), ("modules_to_save", .null), ("use_dora", .bool(false)),
      ("lora_bias", .bool(false)), ("loftq_config", .object([:])),
    ])
  }

  static func json(_ number: Double) -> JSON { Int(exactly: number).map { .integer($0) } ?? .number(number) }

  private static func json(_ overrides: [Override]) -> JSON {
    .object(JSONObject(overrides.map { (key: $0.pattern, value: json($0.value)) }))
  }
}

extension LoRASettings.Names {
  var json: JSON {
    switch self {
    case .listed(let names): .array(names.map { .string($0) })
    case .pattern(let pattern): .string(pattern)
    case .allLinear: .string("all-linear")
    }
  }
}
