public import MindstateStore

/// What is wrong with prompts, answers, wrappers or positions, and where.
public enum PromptError: Error, Equatable, Sendable {
  // Files of prompts and answers
  case file(FileError)
  case notUTF8(String)
  case emptyFile(String)
  case badJSON(FilePlace, column: Int, message: String)
  /// `field` is nil for the whole line.
  case wrongType(FilePlace, field: String?, expected: String, found: String)
  case unknownField(FilePlace, field: String, nearest: String?, known: [String])
  case emptyField(FilePlace, field: String)
  case controlCharacter(FilePlace, field: String)
  case missingID(FilePlace)
  case noContent(FilePlace)
  case severalContents(FilePlace, fields: [String])
  case badToken(FilePlace, index: Int, found: String)
  case duplicateID(FilePlace, firstLine: Int)
  case duplicatePrompt(FilePlace, firstLine: Int)
  case missingAnswer(file: String, id: String, count: Int)

  // Wrappers
  case emptyWrapper(String)
  case wrapperSlots(String, count: Int)
  case unknownWrapper(String, nearest: String?, known: [String])
  case chatIsNoWrapper
  case noWrappers(String)
  case badDataDirectory(String)

  // Feeding one prompt
  case tokensUnderWrapper(prompt: String, wrapper: String)
  case messagesUnderWrapper(prompt: String, wrapper: String)
  case rendering(prompt: String, RenderingError)
  case tokenizerNeeded(prompt: String)
  case nothingToFeed(prompt: String)
  case emptyAnswer(prompt: String)
  case uncutBorder(prompt: String, text: String)

  // Positions
  case unknownPosition(String)
  case repeatedPosition(String)
  case indexOutOfRange(prompt: String, position: String, tokens: Int)
  case noAnswer(prompt: String, position: String)
  case nothingBeforeAnswerEnd(prompt: String, position: String)
  case answerTooShort(prompt: String, position: String, tokens: Int)
  case straddledSpan(prompt: String, position: String, token: Int, text: String)
  case noPromptTokens(prompt: String, position: String)
}
