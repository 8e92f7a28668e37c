import MindstateStore

extension Checkpoint {
  /// The tokens that end a text: `eos_token_id` of generation_config.json, else of config.json; a number or a list.
  public func endTokens() throws(CheckpointError) -> Set<Int> {
    let path = directory + "/generation_config.json"
    if FileSystem.kind(of: path) == .file, let value = try Self.json(at: path)["eos_token_id"], value != .null {
      return try Self.tokens(value, path: path, vocabulary: spec.vocabulary)
    }
    guard let value = config.fields["eos_token_id"], value != .null else { return [] }
    return try Self.tokens(value, path: directory + "/config.json", vocabulary: spec.vocabulary)
  }

  private static func tokens(_ value: JSON, path: String, vocabulary: Int) throws(CheckpointError) -> Set<Int> {
    let values = value.arrayValue ?? [value]
    let ids = values.compactMap(\.intValue)
    guard ids.count == values.count, ids.allSatisfy({ $0 >= 0 && $0 < vocabulary }) else {
      throw .badIndex(path: path, why: "eos_token_id is no token of the vocabulary, nor a list of them")
    }
    return Set(ids)
  }
}
