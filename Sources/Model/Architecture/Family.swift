/// A family of checkpoints: how its `config.json` and its tensor names map to a `TransformerSpec`.
///
/// To add one: a file with a type that conforms, its line in `families`, a fixture.
package protocol Family: Sendable {
  /// Values of `model_type`.
  static var modelTypes: [String] { get }
  static func spec(_ config: ModelConfig) throws(ConfigError) -> TransformerSpec
  static var tensors: TensorNames { get }
}

package enum Families {
  package static let all: [any Family.Type] = [GPT2.self, GPTNeoX.self, Llama.self, Mistral.self, Qwen2.self]

  package static var modelTypes: [String] { all.flatMap { $0.modelTypes }.sorted() }

  /// The family that a configuration names in `model_type`.
  package static func of(_ config: ModelConfig) throws(ConfigError) -> any Family.Type {
    let type = try config.string("model_type")
    for family in all where family.modelTypes.contains(type) { return family }
    throw config.unsupported("model_type", got: "\"\(type)\"", supported: modelTypes)
  }
}
