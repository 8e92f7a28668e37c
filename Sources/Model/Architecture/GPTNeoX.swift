import MindstateNumerics

/// GPT-NeoX and Pythia (arXiv 2204.06745, 2304.01373): rotary positions on a part of each head, attention and MLP in
/// parallel, queries, keys and values interleaved per head in one matrix. Reference: transformers `GPTNeoXForCausalLM`.
enum GPTNeoX: Family {
  static let modelTypes = ["gpt_neox"]

  static func spec(_ config: ModelConfig) throws(ConfigError) -> TransformerSpec {
    let width = try config.count("hidden_size")
    let heads = try config.count("num_attention_heads")
    let layers = try config.layerCount("num_hidden_layers")
    let context = try config.count("max_position_embeddings")
    let headWidth = try config.headWidth(width: width, heads: heads, field: "num_attention_heads")
    let bias = try config.bool("attention_bias", default: true)
    let rotary = try config.rotary(
      headWidth: headWidth, context: context,
      names: .init(base: "rotary_emb_base", share: "rotary_pct", shareByDefault: 0.25))
    return TransformerSpec(
      vocabulary: try config.count("vocab_size"), width: width, layers: layers, context: context,
      norm: .layer(epsilon: try config.epsilon("layer_norm_eps", default: 1e-5)), positions: .rotary(rotary),
      attention: .init(
        heads: heads, keyValueHeads: heads, headWidth: headWidth,
        scales: Array(repeating: 1 / Float(headWidth).squareRoot(), count: layers),
        windows: Array(repeating: nil, count: layers), inputBias: bias, outputBias: bias, inputLayout: .fusedPerHead),
      mlp: .init(
        hidden: try config.count("intermediate_size"), activation: try config.activation("hidden_act", default: "gelu"),
        gated: false, bias: true),
      parallelBranches: try config.bool("use_parallel_residual", default: true),
      head: try config.head(tiedByDefault: false), linearLayout: .outputsByInputs)
  }

  static let tensors = TensorNames(
    names: [
      .tokenEmbedding: "gpt_neox.embed_in.weight",
      .attentionNorm: "gpt_neox.layers.{i}.input_layernorm.weight",
      .attentionNormBias: "gpt_neox.layers.{i}.input_layernorm.bias",
      .queryKeyValue: "gpt_neox.layers.{i}.attention.query_key_value.weight",
      .queryKeyValueBias: "gpt_neox.layers.{i}.attention.query_key_value.bias",
      .attentionOutput: "gpt_neox.layers.{i}.attention.dense.weight",
      .attentionOutputBias: "gpt_neox.layers.{i}.attention.dense.bias",
      .mlpNorm: "gpt_neox.layers.{i}.post_attention_layernorm.weight",
      .mlpNormBias: "gpt_neox.layers.{i}.post_attention_layernorm.bias",
      .up: "gpt_neox.layers.{i}.mlp.dense_h_to_4h.weight",
      .upBias: "gpt_neox.layers.{i}.mlp.dense_h_to_4h.bias",
      .down: "gpt_neox.layers.{i}.mlp.dense_4h_to_h.weight",
      .downBias: "gpt_neox.layers.{i}.mlp.dense_4h_to_h.bias",
      .finalNorm: "gpt_neox.final_layer_norm.weight",
      .finalNormBias: "gpt_neox.final_layer_norm.bias",
      .head: "embed_out.weight",
    ], prefix: "gpt_neox.",
    buffers: [".attention.bias", ".attention.masked_bias", ".attention.rotary_emb.inv_freq"])
}
