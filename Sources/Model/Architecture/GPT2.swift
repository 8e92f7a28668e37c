import MindstateNumerics

/// GPT-2 (Radford et al. 2019): learned positions, layer norms before each branch, one matrix for queries, keys and
/// values, matrices stored [inputs, outputs]. Reference: transformers `GPT2LMHeadModel`.
enum GPT2: Family {
  static let modelTypes = ["gpt2"]

  static func spec(_ config: ModelConfig) throws(ConfigError) -> TransformerSpec {
    let width = try config.count("n_embd")
    let heads = try config.count("n_head")
    let layers = try config.layerCount("n_layer")
    let context = try config.count("n_positions")
    let headWidth = try config.headWidth(width: width, heads: heads, field: "n_head")
    var scale: Float = 1
    if try config.bool("scale_attn_weights", default: true) { scale = 1 / Float(headWidth).squareRoot() }
    let byLayer = try config.bool("scale_attn_by_inverse_layer_idx", default: false)
    return TransformerSpec(
      vocabulary: try config.count("vocab_size"), width: width, layers: layers, context: context,
      norm: .layer(epsilon: try config.epsilon("layer_norm_epsilon", default: 1e-5)),
      positions: .learned(count: context),
      attention: .init(
        heads: heads, keyValueHeads: heads, headWidth: headWidth,
        scales: (0..<layers).map { byLayer ? scale / Float($0 + 1) : scale },
        windows: Array(repeating: nil, count: layers), inputBias: true, outputBias: true, inputLayout: .fused),
      mlp: .init(
        hidden: try config.count("n_inner", default: 4 * width),
        activation: try config.activation("activation_function", default: "gelu_new"), gated: false, bias: true),
      parallelBranches: false, head: try config.head(tiedByDefault: true), linearLayout: .inputsByOutputs)
  }

  static let tensors = TensorNames(
    names: [
      .tokenEmbedding: "transformer.wte.weight",
      .positionEmbedding: "transformer.wpe.weight",
      .attentionNorm: "transformer.h.{i}.ln_1.weight",
      .attentionNormBias: "transformer.h.{i}.ln_1.bias",
      .queryKeyValue: "transformer.h.{i}.attn.c_attn.weight",
      .queryKeyValueBias: "transformer.h.{i}.attn.c_attn.bias",
      .attentionOutput: "transformer.h.{i}.attn.c_proj.weight",
      .attentionOutputBias: "transformer.h.{i}.attn.c_proj.bias",
      .mlpNorm: "transformer.h.{i}.ln_2.weight",
      .mlpNormBias: "transformer.h.{i}.ln_2.bias",
      .up: "transformer.h.{i}.mlp.c_fc.weight",
      .upBias: "transformer.h.{i}.mlp.c_fc.bias",
      .down: "transformer.h.{i}.mlp.c_proj.weight",
      .downBias: "transformer.h.{i}.mlp.c_proj.bias",
      .finalNorm: "transformer.ln_f.weight",
      .finalNormBias: "transformer.ln_f.bias",
      .head: "lm_head.weight",
    ], prefix: "transformer.", buffers: [".attn.bias", ".attn.masked_bias"])
}
