/// Qwen 2 and 2.5 (arXiv 2407.10671, 2412.15115): Llama with biases on queries, keys and values, and, where asked for,
/// a window in the upper layers. Reference: transformers `Qwen2ForCausalLM`.
enum Qwen2: Family {
  static let modelTypes = ["qwen2"]

  static func spec(_ config: ModelConfig) throws(ConfigError) -> TransformerSpec {
    var spec = try TransformerSpec.llamaLike(config)
    spec.attention.inputBias = true
    spec.attention.windows = try windows(config, layers: spec.layers)
    try config.refuse("attention_bias", "mlp_bias")
    return spec
  }

  /// `layer_types` says it layer by layer; older files say that layers from `max_window_layers` on are windowed.
  private static func windows(_ config: ModelConfig, layers: Int) throws(ConfigError) -> [Int?] {
    let windowed = try config.bool("use_sliding_window", default: false)
    let size: Int? =
      windowed && (config.fields["sliding_window"] == nil || config.has("sliding_window"))
      ? try config.count("sliding_window", default: 4096) : nil
    guard let types = config.value("layer_types") else {
      let first = config.has("max_window_layers") ? try config.wholeNumber("max_window_layers") : 28
      return (0..<layers).map { $0 >= first ? size : nil }
    }
    guard let list = types.arrayValue, list.count == layers else {
      throw config.wrongType("layer_types", "a list of num_hidden_layers = \(layers) names")
    }
    var windows: [Int?] = []
    for type in list {
      switch type.stringValue {
      case "full_attention": windows.append(nil)
      case "sliding_attention":
        guard let size else {
          throw config.inconsistent("layer_types", "has sliding_attention, but use_sliding_window gives no window")
        }
        windows.append(size)
      default:
        throw config.unsupported(
          "layer_types", got: type.serialized(), supported: ["full_attention", "sliding_attention"])
      }
    }
    return windows
  }

  static let tensors = TensorNames.llamaLike
}
