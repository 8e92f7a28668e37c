/// A checkpoint under a wrapper.
public struct Condition: Codable, Sendable {
  /// A checkpoint directory, relative to the repository.
  public var model: String
  public var wrapper: String
  /// What the condition is called in tables.
  public var name: String

  private enum CodingKeys: String, CodingKey { case model, wrapper, name }

  /// Reads an object, or a checkpoint alone as a string: its bare prompts.
  public init(from decoder: Decoder) throws {
    if let model = try? decoder.singleValueContainer().decode(String.self) {
      self.model = model
      wrapper = "bare"
      name = model
      return
    }
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    model = try fields.decode(String.self, forKey: .model)
    wrapper = try fields.decodeIfPresent(String.self, forKey: .wrapper) ?? "bare"
    name = try fields.decodeIfPresent(String.self, forKey: .name) ?? model
  }
}
