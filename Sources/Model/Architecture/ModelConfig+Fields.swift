import MindstateNumerics
import MindstateStore

/// Fields that several families have in the same meaning.
extension ModelConfig {
  /// Width of a head where the configuration leaves it to be derived.
  func headWidth(width: Int, heads: Int, field: String) throws(ConfigError) -> Int {
    guard width % heads == 0 else { throw inconsistent(field, "\(heads) heads do not divide the width \(width)") }
    return width / heads
  }

  /// Number of blocks. No transformer has nearly so many as the bound; a corrupt number is not to fill the memory.
  func layerCount(_ key: String) throws(ConfigError) -> Int {
    let layers = try count(key)
    guard layers <= 10_000 else { throw wrongType(key, "at most 10,000") }
    return layers
  }

  /// What keeps a norm from dividing by 0.
  func epsilon(_ key: String, default fallback: Double) throws(ConfigError) -> Float {
    let epsilon = try float(key, default: fallback)
    guard epsilon >= 0, epsilon < 1 else { throw wrongType(key, "a number from 0 to 1") }
    return epsilon
  }

  func head(tiedByDefault: Bool) throws(ConfigError) -> TransformerSpec.Head {
    try bool("tie_word_embeddings", default: tiedByDefault) ? .tied : .untied
  }

  /// An activation under the name which the reference's table of activations gives it.
  func activation(_ key: String, default fallback: String) throws(ConfigError) -> Activation {
    let name = has(key) ? try string(key) : fallback
    guard let activation = Self.activations.first(where: { $0.name == name })?.activation else {
      throw unsupported(key, got: "\"\(name)\"", supported: Self.activations.map(\.name))
    }
    return activation
  }

  private static let activations: [(name: String, activation: Activation)] = [
    ("gelu", .gelu), ("gelu_python", .gelu), ("gelu_new", .geluTanh), ("gelu_fast", .geluTanh),
    ("gelu_pytorch_tanh", .geluTanh), ("gelu_python_tanh", .geluTanh), ("gelu_accurate", .geluTanh),
    ("quick_gelu", .quickGELU), ("relu", .relu), ("relu2", .reluSquared), ("silu", .silu), ("swish", .silu),
    ("tanh", .tanh), ("sigmoid", .sigmoid),
  ]

  /// A whole number that may be 0.
  func wholeNumber(_ key: String) throws(ConfigError) -> Int {
    guard let number = value(key)?.intValue, number >= 0 else { throw wrongType(key, "a whole number from 0 on") }
    return number
  }

  /// Refuses fields which this family's reference does not read, when they ask for something.
  func refuse(_ keys: String...) throws(ConfigError) {
    for key in keys {
      guard let value = value(key), value != .bool(false) else { continue }
      if key == "layer_types", let list = value.arrayValue,
        list.allSatisfy({ $0.stringValue == "full_attention" })
      {
        continue
      }
      throw unsupported(key, got: value.serialized(), supported: ["absent", "null"])
    }
  }

  func inconsistent(_ key: String, _ why: String) -> ConfigError {
    ConfigError(path: path, field: key, problem: .inconsistent(why))
  }
}
