import MindstateModel
public import MindstateStore

/// What a directory without a model of its own says of itself.
public enum DirectoryReport {
  /// Names and values of an adapter, or of a tokenizer alone; nil where the directory is for a `CheckpointReport`.
  public static func facts(of path: String) throws -> [(name: String, value: JSON)]? {
    guard FileSystem.kind(of: path) == .directory else { return nil }
    let directory = try ModelDirectory(path)
    switch directory.content {
    case .adapter: return try AdapterDescription(directory: path).facts
    case .tokenizer where directory.checkpoints.isEmpty:
      return [
        ("directory", .string(directory.path)), ("kind", .string("tokenizer")),
        ("tokenizer_vocabulary", .integer(try Tokenizer(path: path).vocabularySize)),
      ]
    case .model, .modelWithAdapter, .tokenizer, .nothing: return nil
    }
  }
}
