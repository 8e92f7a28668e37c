import MindstateStore

extension Checkpoint {
  /// The tokens that end a text, `eos_token_id`, a number or a list: as in transformers that of generation_config.json
  /// where there is such a file (none in it means that no token does), else that of config.json.
  public func endTokens() throws(CheckpointError) -> Set<Int> {
    let path = directory + "/generation_config.json"
    guard FileSystem.kind(of: path) == .file else { return try endTokens(config) }
    return try endTokens(ModelConfig(path: path, fields: try Self.json(at: path)))
  }

  private func endTokens(_ config: ModelConfig) throws(CheckpointError) -> Set<Int> {
    let field = "eos_token_id"
    guard let value = config.value(field) else { return [] }
    let values = value.arrayValue ?? [value]
    let ids = values.compactMap(\.intValue)
    guard ids.count == values.count, ids.allSatisfy({ $0 >= 0 && $0 < spec.vocabulary }) else {
      throw .config(
        config.wrongType(field, "a token of the vocabulary of \(spec.vocabulary), or a list of such"))
    }
    return Set(ids)
  }
}
