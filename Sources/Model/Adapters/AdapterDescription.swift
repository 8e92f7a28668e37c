public import MindstateStore

/// What the directory of an adapter or a soft prompt says of itself, without the model it is for.
public struct AdapterDescription: Sendable {
  public enum Content: Sendable {
    case lora(LoRASettings)
    case softPrompt(virtualTokens: Int, width: Int, origin: SoftPrompt.Origin)
  }

  public let directory: String
  public let content: Content
  public let baseModel: String?
  /// In the order of the file.
  public let tensors: [TensorInfo]

  public init(directory: String) throws(AdapterError) {
    let directory = try AdapterFiles.path(directory)
    self.directory = directory
    let config = try AdapterFiles.config(directory)
    let kind = AdapterKind(rawValue: try AdapterFiles.kindName(config))
    let files = try AdapterFiles(directory: directory, kind: kind ?? .lora)
    tensors = files.weights.tensors
    do throws(ConfigError) {
      content = kind == .softPrompt ? try Self.softPrompt(config) : .lora(try LoRASettings(config))
      baseModel = config.has("base_model_name_or_path") ? try config.string("base_model_name_or_path") : nil
    } catch { throw .config(error) }
  }

  private static func softPrompt(_ config: ModelConfig) throws(ConfigError) -> Content {
    .softPrompt(
      virtualTokens: try config.count("num_virtual_tokens"), width: try config.count("token_dim"),
      origin: try SoftPrompt.origin(config))
  }

  /// Names and values, in the order in which a person reads them.
  public var facts: [(name: String, value: JSON)] {
    var facts: [(name: String, value: JSON)] = [("directory", .string(directory))]
    switch content {
    case .lora(let settings):
      facts += [
        ("kind", .string("LoRA")), ("rank", .integer(settings.rank)), ("alpha", LoRASettings.json(settings.alpha)),
        ("scale", .string(settings.usesRankStabilisedScale ? "alpha / √rank" : "alpha / rank")),
        ("targets", settings.targets.json), ("layers", .array(layers.map { .integer($0) })),
        ("modules", .integer(tensors.count / 2)),
      ]
    case .softPrompt(let tokens, let width, let origin):
      facts += [
        ("kind", .string("soft prompt")), ("virtual_tokens", .integer(tokens)), ("width", .integer(width)),
        ("began_as", .string(origin.words)),
      ]
    }
    return facts + [
      ("base_model", baseModel.map { .string($0) } ?? .null),
      ("parameters", .integer(tensors.reduce(0) { $0 + $1.count })),
      ("storage", .string(Set(tensors.map(\.dtype.rawValue)).sorted().joined(separator: ", "))),
    ]
  }

  /// The layers that the tensors adapt, by the first number in their names, ascending.
  private var layers: [Int] {
    Set(tensors.compactMap { $0.name.split(separator: ".").lazy.compactMap { Int($0) }.first }).sorted()
  }
}

extension SoftPrompt.Origin {
  fileprivate var words: String {
    switch self {
    case .random: "random numbers"
    case .vocabulary: "random tokens of the vocabulary"
    case .text(let text): "the text \(JSON.string(text).serialized())"
    }
  }
}
