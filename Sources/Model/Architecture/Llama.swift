import MindstateNumerics

/// Llama 1-3 (arXiv 2302.13971, 2407.21783): RMS norms, rotary positions, gated MLP, grouped keys and values.
/// Reference: transformers `LlamaForCausalLM`.
enum Llama: Family {
  static let modelTypes = ["llama"]

  static func spec(_ config: ModelConfig) throws(ConfigError) -> TransformerSpec {
    var spec = try TransformerSpec.llamaLike(config)
    spec.attention.inputBias = try config.bool("attention_bias", default: false)
    spec.attention.outputBias = spec.attention.inputBias
    spec.mlp.bias = try config.bool("mlp_bias", default: false)
    try config.refuse("sliding_window", "layer_types")
    return spec
  }

  static let tensors = TensorNames.llamaLike
}

extension TransformerSpec {
  /// What Llama and its relatives share; each then states where it departs.
  static func llamaLike(_ config: ModelConfig) throws(ConfigError) -> TransformerSpec {
    let width = try config.count("hidden_size")
    let heads = try config.count("num_attention_heads")
    let layers = try config.layerCount("num_hidden_layers")
    let context = try config.count("max_position_embeddings")
    let headWidth =
      config.has("head_dim")
      ? try config.count("head_dim") : try config.headWidth(width: width, heads: heads, field: "num_attention_heads")
    let keyValueHeads = try config.count("num_key_value_heads", default: heads)
    guard heads % keyValueHeads == 0 else {
      throw config.inconsistent(
        "num_key_value_heads", "\(keyValueHeads) does not divide the \(heads) of num_attention_heads")
    }
    let rotary = try config.rotary(
      headWidth: headWidth, context: context,
      names: .init(base: "rope_theta", share: "partial_rotary_factor", shareByDefault: 1))
    guard rotary.width == headWidth else {
      throw config.unsupported("partial_rotary_factor", got: "not 1", supported: ["1", "absent"])
    }
    return TransformerSpec(
      vocabulary: try config.count("vocab_size"), width: width, layers: layers, context: context,
      norm: .rms(epsilon: try config.epsilon("rms_norm_eps", default: 1e-6)), positions: .rotary(rotary),
      attention: .init(
        heads: heads, keyValueHeads: keyValueHeads, headWidth: headWidth,
        scales: Array(repeating: 1 / Float(headWidth).squareRoot(), count: layers),
        windows: Array(repeating: nil, count: layers), inputBias: false, outputBias: false, inputLayout: .separate),
      mlp: .init(
        hidden: try config.count("intermediate_size"), activation: try config.activation("hidden_act", default: "silu"),
        gated: true, bias: false),
      parallelBranches: false, head: try config.head(tiedByDefault: false), linearLayout: .outputsByInputs)
  }
}

extension TensorNames {
  static let llamaLike = TensorNames(
    names: [
      .tokenEmbedding: "model.embed_tokens.weight",
      .attentionNorm: "model.layers.{i}.input_layernorm.weight",
      .query: "model.layers.{i}.self_attn.q_proj.weight",
      .queryBias: "model.layers.{i}.self_attn.q_proj.bias",
      .key: "model.layers.{i}.self_attn.k_proj.weight",
      .keyBias: "model.layers.{i}.self_attn.k_proj.bias",
      .value: "model.layers.{i}.self_attn.v_proj.weight",
      .valueBias: "model.layers.{i}.self_attn.v_proj.bias",
      .attentionOutput: "model.layers.{i}.self_attn.o_proj.weight",
      .attentionOutputBias: "model.layers.{i}.self_attn.o_proj.bias",
      .mlpNorm: "model.layers.{i}.post_attention_layernorm.weight",
      .gate: "model.layers.{i}.mlp.gate_proj.weight",
      .gateBias: "model.layers.{i}.mlp.gate_proj.bias",
      .up: "model.layers.{i}.mlp.up_proj.weight",
      .upBias: "model.layers.{i}.mlp.up_proj.bias",
      .down: "model.layers.{i}.mlp.down_proj.weight",
      .downBias: "model.layers.{i}.mlp.down_proj.bias",
      .finalNorm: "model.norm.weight",
      .head: "lm_head.weight",
    ], prefix: "model.", buffers: [".self_attn.rotary_emb.inv_freq"])
}
