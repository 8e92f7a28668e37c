import MindstateStore

/// Texts to tokenize as they are: unlike prompts they may be empty, occur twice, and carry other fields.
public struct TextList: Sendable {
  public let texts: [(id: String, text: String)]

  /// Reads a JSONL file with `id` and `text`, or `prompt`, in every line.
  public static func read(_ path: String) throws(PromptError) -> TextList {
    var texts: [(id: String, text: String)] = []
    for record in try JSONLines.records(path: path, fields: nil) {
      let id = try record.id()
      guard let name = try record.name(among: FieldNames.prompt), let value = record[name] else {
        throw .noContent(record.place)
      }
      guard let text = value.stringValue else {
        throw .wrongType(record.place, field: name, expected: "a string", found: value.kind)
      }
      texts.append((id, text))
    }
    return TextList(texts: texts)
  }
}
