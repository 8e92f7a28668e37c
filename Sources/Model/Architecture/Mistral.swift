/// Mistral (arXiv 2310.06825): Llama whose every layer may see only a window back.
/// Reference: transformers `MistralForCausalLM`.
enum Mistral: Family {
  static let modelTypes = ["mistral"]

  static func spec(_ config: ModelConfig) throws(ConfigError) -> TransformerSpec {
    var spec = try TransformerSpec.llamaLike(config)
    // The reference's class takes 4096 where the field is absent, and no window where it is null.
    if config.fields["sliding_window"] == nil {
      spec.attention.windows = Array(repeating: 4096, count: spec.layers)
    } else if config.has("sliding_window") {
      spec.attention.windows = Array(repeating: try config.count("sliding_window"), count: spec.layers)
    }
    if !config.has("num_key_value_heads") {
      throw ConfigError(path: config.path, field: "num_key_value_heads", problem: .missing)
    }
    try config.refuse("layer_types", "attention_bias", "mlp_bias")
    return spec
  }

  static let tensors = TensorNames.llamaLike
}
