import MindstateStore

/// The prompts of a file, in its order: at least one, ids unique, no content twice.
public struct PromptSet: Sendable {
  /// Where the prompts come from, for messages.
  public let source: String
  public let prompts: [Prompt]

  /// - Precondition: at least one prompt, ids unique.
  public init(source: String, prompts: [Prompt]) {
    self.source = source
    self.prompts = prompts
  }

  /// The fields that a line of a prompt file may have.
  static let fields = ["id"] + FieldNames.prompt + ["tokens", "messages"] + FieldNames.answer + FieldNames.about

  /// Reads a JSONL file with one prompt a line:
  /// `{"id": "…", "text": "…" or "tokens": […], "labels": {…}, "reference": "…", "group": "…"}`, the last three optional.
  ///
  /// What training files call `prompt` and `answer` is `text` and `reference` here; either name will do.
  ///
  /// A conversation stands under `messages` instead, and then every other field is a variable of the chat template
  /// (`tools`, `documents`, …). Beside text and tokens anything else belongs under `labels`; an unknown field is an
  /// error there, since it is most often a misspelled one. So is a prompt that is there twice: copies are their own nearest neighbors and would count
  /// as independent evidence.
  /// - Parameter allowingDuplicates: for work on each prompt alone, of which no statistics are made.
  public static func read(_ path: String, allowingDuplicates: Bool = false) throws(PromptError) -> PromptSet {
    var prompts: [Prompt] = []
    var lineOfID: [UTF8Key: Int] = [:]
    var lineOfContent: [Prompt.Content: Int] = [:]
    for record in try JSONLines.records(path: path, fields: fields) {
      let prompt = try prompt(record)
      if let line = lineOfID.updateValue(record.place.line, forKey: UTF8Key(prompt.id)) {
        throw .duplicateID(record.place, firstLine: line)
      }
      if let line = lineOfContent.updateValue(record.place.line, forKey: prompt.content), !allowingDuplicates {
        throw .duplicatePrompt(record.place, firstLine: line)
      }
      prompts.append(prompt)
    }
    return PromptSet(source: path, prompts: prompts)
  }

  /// Whether no prompt has text, so that no tokenizer is needed.
  public var hasOnlyTokens: Bool {
    prompts.allSatisfy { prompt in
      switch prompt.content {
      case .tokens: true
      case .text, .messages: false
      }
    }
  }

  /// The wrapper of a condition that names none: `bare`, or `raw` where all prompts are tokens, which are fed exactly as
  /// they are.
  public var defaultWrapper: Wrapper { hasOnlyTokens ? .raw : .bare }

  private static func prompt(_ record: JSONRecord) throws(PromptError) -> Prompt {
    Prompt(
      id: try record.id(), content: try record.content(textNames: FieldNames.prompt), labels: try labels(record),
      reference: try record.text(among: FieldNames.answer), group: try record.name("group"))
  }

  private static func labels(_ record: JSONRecord) throws(PromptError) -> [(name: String, value: JSON)] {
    guard let value = record["labels"] else { return [] }
    guard let object = value.objectValue else {
      throw .wrongType(record.place, field: "labels", expected: "an object", found: value.kind)
    }
    for (name, value) in object.members {
      if name.isEmpty { throw .emptyField(record.place, field: "labels") }
      if value.arrayValue != nil || value.objectValue != nil {
        throw .wrongType(
          record.place, field: "labels.\(name)", expected: "a string, number or boolean", found: value.kind)
      }
    }
    return object.members.map { (name: $0.key, value: $0.value) }
  }
}
