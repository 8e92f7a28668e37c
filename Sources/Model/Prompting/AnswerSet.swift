import MindstateStore

/// Answers to force after prompts, by prompt id: the prompts' references, or a model's own answers from a file.
public struct AnswerSet: Sendable {
  private let answers: [UTF8Key: Prompt.Content]

  /// Reads a JSONL file with one answer a line, `{"id": "…", "text": "…"}` or `{"id": "…", "tokens": […]}`; where the
  /// answer stands under `reference` or `answer`, as in files of prompts and of training data, that is it.
  ///
  /// What `generate` writes beside the text is passed over, and so is the `prompt` beside an answer. Every prompt needs
  /// an answer, which may be empty; answers to other prompts are passed over, so that one file serves subsets.
  public static func read(_ path: String, for prompts: PromptSet) throws(PromptError) -> AnswerSet {
    var answers: [UTF8Key: Prompt.Content] = [:]
    var lineOfID: [UTF8Key: Int] = [:]
    for record in try JSONLines.records(path: path, fields: PromptSet.fields + Generation.extraFields) {
      let id = try record.id()
      if let line = lineOfID.updateValue(record.place.line, forKey: UTF8Key(id)) {
        throw .duplicateID(record.place, firstLine: line)
      }
      answers[UTF8Key(id)] = try record.answer()
    }
    let missing = prompts.prompts.map(\.id).filter { answers[UTF8Key($0)] == nil }
    if let first = missing.first { throw .missingAnswer(file: path, id: first, count: missing.count) }
    return AnswerSet(answers: answers)
  }

  /// The references of `prompts`. A prompt without one has no answer; that is an error only where one is read.
  public static func references(of prompts: PromptSet) -> AnswerSet {
    var answers: [UTF8Key: Prompt.Content] = [:]
    for prompt in prompts.prompts {
      if let reference = prompt.reference { answers[UTF8Key(prompt.id)] = .text(reference) }
    }
    return AnswerSet(answers: answers)
  }

  /// Whether the answer to the prompt `id` says nothing, so that no token of it can be fed: a model may end at once.
  public func isEmpty(_ id: String) -> Bool {
    switch answers[UTF8Key(id)] {
    case .text(let text): FirstLine.isBlank(text)
    case .tokens(let tokens): tokens.isEmpty
    case .messages, nil: false
    }
  }

  /// Without the answers that say nothing: those prompts have none.
  public var sayingSomething: AnswerSet {
    AnswerSet(answers: answers.filter { !isEmpty($0.key.string) })
  }

  /// The answer to the prompt `id`.
  public subscript(id: String) -> Prompt.Content? { answers[UTF8Key(id)] }
}
