/// Where in the network a tensor is read.
///
/// `resid` is the residual stream level by level: level 0 enters block 0 (as `embed`), level l leaves block l − 1 (as
/// its `resid_post`), all before the final norm. `attn_out` and `mlp_out` are what is added to the stream. `q` and `k`
/// are read before the rotary embedding turns them, as TransformerLens's `hook_q` and `hook_k` are.
public enum Site: String, Sendable, CaseIterable {
  case resid
  case embed
  case residPre = "resid_pre"
  case query = "q"
  case key = "k"
  case value = "v"
  case attnZ = "attn_z"
  case attnOut = "attn_out"
  case residMid = "resid_mid"
  case mlpPost = "mlp_post"
  case mlpOut = "mlp_out"
  case residPost = "resid_post"
  case finalNorm = "final_norm"
  case logits

  /// Sites that exist once, not in every layer.
  public var isSingle: Bool {
    switch self {
    case .embed, .finalNorm, .logits: true
    case .resid, .residPre, .query, .key, .value, .attnZ, .attnOut, .residMid, .mlpPost, .mlpOut, .residPost: false
    }
  }

  /// Numbers in a vector at this site.
  public func width(in spec: TransformerSpec) -> Int {
    switch self {
    case .resid, .embed, .residPre, .attnOut, .residMid, .mlpOut, .residPost, .finalNorm: spec.width
    case .query, .attnZ: spec.attention.queryWidth
    case .key, .value: spec.attention.keyValueWidth
    case .mlpPost: spec.mlp.hidden
    case .logits: spec.vocabulary
    }
  }

  /// The layers (for `resid`: levels) at which the site exists.
  public func layers(in spec: TransformerSpec) -> Range<Int> {
    switch self {
    case .resid: 0..<spec.layers + 1
    case .embed, .finalNorm, .logits: 0..<1
    case .residPre, .query, .key, .value, .attnZ, .attnOut, .residMid, .mlpPost, .mlpOut, .residPost: 0..<spec.layers
    }
  }
}
