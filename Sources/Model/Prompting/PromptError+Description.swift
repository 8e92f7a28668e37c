import MindstateStore

extension PromptError: CustomStringConvertible {
  /// One line: where, what against what, and what to do.
  public var description: String {
    switch self {
    case .file(let error): return error.description
    case .notUTF8(let file): return "\(file): the bytes are not UTF-8. Save the file as UTF-8."
    case .emptyFile(let file): return "\(file): no line has an object. Write one JSON object a line."
    case .badJSON(let place, let column, let message): return "\(place): column \(column): \(message)."
    case .wrongType(let place, let field, let expected, let found):
      return "\(place): \(field.map { "field \(quoted($0))" } ?? "the line") is \(found). Write \(expected)."
    case .unknownField(let place, let field, let nearest, let known): return unknown(place, field, nearest, known)
    case .emptyField(let place, let field):
      return "\(place): field \"\(field)\" is empty, or a name in it is. Fill it or leave it out."
    case .controlCharacter(let place, let field):
      return "\(place): field \"\(field)\" has a line break or control character. Keep it to one printable line."
    case .missingID(let place): return "\(place): field \"id\" is missing. Give each line an id of its own."
    case .noContent(let place): return "\(place): neither field \"text\" nor \"tokens\". Give one of them."
    case .severalContents(let place, let fields):
      return "\(place): fields \(list(fields)) in one line. Keep one of them."
    case .badToken(let place, let index, let found):
      return "\(place): field \"tokens\", element \(index) is \(found). Give token ids: whole numbers from 0."
    case .duplicateID(let place, let line):
      return "\(place): field \"id\": line \(line) has the same. Give each line an id of its own."
    case .duplicatePrompt(let place, let line):
      return "\(place): it repeats the prompt of line \(line), and copies would count as evidence. Remove one."
    case .missingAnswer(let file, let id, let count):
      return "\(file): no answer to prompt \(quoted(id))\(count > 1 ? " and \(count - 1) more" : "")."
        + " Add a line with the id, or leave the prompt out."
    case .emptyWrapper, .wrapperSlots, .unknownWrapper, .chatIsNoWrapper, .noWrappers,
      .badDataDirectory:
      return wrapperDescription
    case .tokensUnderWrapper, .messagesUnderWrapper, .rendering, .tokenizerNeeded, .nothingToFeed, .emptyAnswer,
      .uncutBorder:
      return feedingDescription
    case .unknownPosition, .repeatedPosition, .indexOutOfRange, .noAnswer, .nothingBeforeAnswerEnd, .answerTooShort,
      .straddledSpan, .noPromptTokens:
      return positionDescription
    }
  }

  private func unknown(_ place: FilePlace, _ field: String, _ nearest: String?, _ known: [String]) -> String {
    let remedy =
      nearest.map { "Is \"\($0)\" meant?" }
      ?? (known.contains("labels") ? "Put it under \"labels\"." : "Known are \(known.joined(separator: ", ")).")
    return "\(place): field \(quoted(field)) is unknown. \(remedy)"
  }

  private var wrapperDescription: String {
    switch self {
    case .emptyWrapper(let source): "wrapper \(source): the template is empty. Write a text with {prompt} in it."
    case .wrapperSlots(let source, let count):
      "wrapper \(source): {prompt} occurs \(count) times. Put it in exactly one place."
    case .unknownWrapper(let name, let nearest, let known):
      "wrapper \(quoted(name)) is unknown. "
        + (nearest.map { "Is \($0) meant? " } ?? "")
        + "Known are \(known.joined(separator: ", ")); the path of a template works, too."
    case .chatIsNoWrapper:
      "wrapper chat: the chat template belongs to a model. Name the model whose template it is."
    case .noWrappers(let path): "\(path): no template there. Name a directory with files ending in .txt."
    case .badDataDirectory(let path):
      "MINDSTATE_DATA=\(path): no wrappers/qa.txt there. Set it to the directory data of mindstate, or unset it."
    default: ""
    }
  }

  private var feedingDescription: String {
    switch self {
    case .tokensUnderWrapper(let prompt, let wrapper):
      "prompt \(quoted(prompt)): tokens cannot stand in wrapper \(wrapper). Use the wrapper raw, or give the prompt as text."
    case .messagesUnderWrapper(let prompt, let wrapper):
      "prompt \(quoted(prompt)): messages cannot stand in wrapper \(wrapper). Use the wrapper chat, or give the prompt as text."
    case .rendering(let prompt, let error): "prompt \(quoted(prompt)): \(error)"
    case .tokenizerNeeded(let prompt):
      "prompt \(quoted(prompt)): text needs a tokenizer. Put tokenizer.json beside the model, or give tokens."
    case .nothingToFeed(let prompt):
      "prompt \(quoted(prompt)): the tokenizer makes no token of it. Change the text or leave the prompt out."
    case .emptyAnswer(let prompt):
      "prompt \(quoted(prompt)): its answer has no token. Give an answer that has, or leave the prompt out."
    case .uncutBorder(let prompt, let text):
      "prompt \(quoted(prompt)): the tokenizer keeps \(text) in one token, across where the answer's line begins."
        + " Take line breaks off the end of the prompt and the start of the answer."
    default: ""
    }
  }

  private var positionDescription: String {
    switch self {
    case .unknownPosition(let text):
      "position \(quoted(text)) is unknown. Write \(Position.spellings), an index such as 0 or -1, or answer-K with K from 0."
    case .repeatedPosition(let position): "position \(position) is asked for twice. Name each once."
    case .indexOutOfRange(let prompt, let position, let tokens):
      "prompt \(quoted(prompt)): position \(position), but \(tokens) tokens stand before the answer."
        + " Choose one in -\(tokens)…\(tokens - 1)."
    case .noAnswer(let prompt, let position):
      "prompt \(quoted(prompt)): position \(position) reads over an answer, and there is none."
        + " Give the prompt a \"reference\", or a file of answers."
    case .nothingBeforeAnswerEnd(let prompt, let position):
      "prompt \(quoted(prompt)): position \(position) reads the answer before its last token, and it has only one."
        + " Read answer-end, or give a longer answer."
    case .answerTooShort(let prompt, let position, let tokens):
      "prompt \(quoted(prompt)): position \(position), but \(tokens) answer tokens stand before the last."
        + " Choose answer-0…answer-\(tokens - 1), or give a longer answer."
    case .straddledSpan(let prompt, let position, let token, let text):
      "prompt \(quoted(prompt)): position \(position): token \(token) (\(text)) lies across the border of the prompt."
        + " Read another position or take another wrapper; a capture can also be told to align to the nearest token."
    case .noPromptTokens(let prompt, let position):
      "prompt \(quoted(prompt)): position \(position): the tokenizer makes no token of the prompt itself."
        + " Change the text or leave the prompt out."
    default: ""
    }
  }

  private func list(_ fields: [String]) -> String { fields.map { "\"\($0)\"" }.joined(separator: " and ") }
}

/// `text` in quotes with what would break the line escaped.
func quoted(_ text: String) -> String { JSON.string(text).serialized() }
