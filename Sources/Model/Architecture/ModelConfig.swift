package import MindstateStore
import MindstateNumerics

/// `config.json`, read field by field with errors that name file and field.
package struct ModelConfig: Sendable {
  package let path: String
  package let fields: JSON

  package init(path: String, fields: JSON) {
    self.path = path
    self.fields = fields
  }

  /// Whether a field is there and not null.
  package func has(_ key: String) -> Bool { value(key) != nil }

  package func value(_ key: String) -> JSON? {
    guard let value = fields[key], value != .null else { return nil }
    return value
  }

  package func string(_ key: String) throws(ConfigError) -> String {
    guard let text = try required(key).stringValue else { throw wrongType(key, "a string") }
    return text
  }

  /// A positive whole number.
  package func count(_ key: String, default fallback: Int? = nil) throws(ConfigError) -> Int {
    if !has(key), let fallback { return fallback }
    guard let number = try required(key).intValue else { throw wrongType(key, "a whole number") }
    guard number > 0, number < 1 << 31 else { throw wrongType(key, "a positive number below 2³¹") }
    return number
  }

  package func float(_ key: String, default fallback: Double? = nil) throws(ConfigError) -> Float {
    Float(try double(key, default: fallback))
  }

  package func double(_ key: String, default fallback: Double? = nil) throws(ConfigError) -> Double {
    if !has(key), let fallback { return fallback }
    guard let number = try required(key).doubleValue, number.isFinite else { throw wrongType(key, "a number") }
    return number
  }

  package func bool(_ key: String, default fallback: Bool) throws(ConfigError) -> Bool {
    guard let value = value(key) else { return fallback }
    guard let flag = value.boolValue else { throw wrongType(key, "true or false") }
    return flag
  }

  /// The configuration inside field `key`, nil when absent; its errors name `key.inner`.
  package func nested(_ key: String) throws(ConfigError) -> ModelConfig? {
    guard let value = value(key) else { return nil }
    guard value.objectValue != nil else { throw wrongType(key, "an object") }
    return ModelConfig(path: "\(path): \(key)", fields: value)
  }

  private func required(_ key: String) throws(ConfigError) -> JSON {
    guard let value = value(key) else { throw ConfigError(path: path, field: key, problem: .missing) }
    return value
  }

  package func wrongType(_ key: String, _ expected: String) -> ConfigError {
    let got = value(key)?.serialized() ?? "null"
    return ConfigError(path: path, field: key, problem: .wrongType(got: got, expected: expected))
  }

  package func unsupported(_ key: String, got: String, supported: [String]) -> ConfigError {
    ConfigError(path: path, field: key, problem: .unsupported(got: got, supported: supported))
  }

  /// Refuses fields that would change the arithmetic in a way no family here computes, whatever their `model_type`.
  ///
  /// The reference ignores a field which its class of that type does not know; a checkpoint that carries one was
  /// made by code which does compute it, so ignoring it would give silently wrong states.
  package func refuseForeignFields() throws(ConfigError) {
    for key in Self.foreign {
      guard let value = value(key), value != .bool(false) else { continue }
      throw unsupported(key, got: value.serialized(), supported: ["absent", "null"])
    }
    for key in Self.multipliers {
      guard let value = value(key), value.doubleValue != 1 else { continue }
      throw unsupported(key, got: value.serialized(), supported: ["1", "absent"])
    }
  }

  private static let foreign = [
    "quantization_config", "compression_config", "attn_logit_softcapping", "final_logit_softcapping",
    "query_pre_attn_scalar", "clip_qkv", "qk_norm", "use_qk_norm", "qk_layernorm", "alibi", "attention_chunk_size",
    "no_rope_layers", "no_rope_layer_interval", "num_experts", "num_local_experts", "n_routed_experts",
    "add_cross_attention",
    "is_encoder_decoder", "parallel_attn", "use_alibi", "num_hyper_connections",
  ]
  private static let multipliers = [
    "embedding_multiplier", "residual_multiplier", "logits_scaling", "logit_scale", "scale_emb", "scale_depth",
  ]
}

/// A field of `config.json` that cannot be used.
public struct ConfigError: Error, CustomStringConvertible, Sendable, Equatable {
  public let path: String
  public let field: String
  public let problem: Problem

  public enum Problem: Sendable, Equatable {
    case missing
    case wrongType(got: String, expected: String)
    case unsupported(got: String, supported: [String])
    case inconsistent(String)
  }

  public var description: String {
    switch problem {
    case .missing: "\(path): field \(field) is missing; the file must state it"
    case .wrongType(let got, let expected): "\(path): field \(field) is \(got), expected \(expected)"
    case .unsupported(let got, let supported):
      "\(path): field \(field) is \(got), which this version does not compute; supported: "
        + supported.joined(separator: ", ")
    case .inconsistent(let why): "\(path): field \(field): \(why)"
    }
  }
}
