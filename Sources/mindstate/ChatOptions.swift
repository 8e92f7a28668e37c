import ArgumentParser
import MindstateExperiments
import MindstateModel
import MindstateStore

/// What the wrapper chat is rendered with.
struct ChatOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Chat template: a file, or the name of one of the model's; the model's own by default.", valueName: "file"))
  var chatTemplate: String?
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Variable of the chat template, as enable_thinking=false; JSON where it is, else text. May be repeated.",
      valueName: "name=value"),
    transform: ChatVariable.init)
  var chatVariable: [ChatVariable] = []
  @Option(
    help: ArgumentHelp("The time that a template reads, as 2025-01-31T12:00:00; now by default.", valueName: "time"),
    transform: clock)
  var now: TemplateTime?

  var request: ChatRequest {
    var request = ChatRequest()
    request.template = chatTemplate
    request.variables = chatVariable.map { ($0.name, $0.value) }
    request.now = now
    return request
  }

  /// Throws where an option would change nothing.
  func check(wrappers: [String]) throws {
    if wrappers.contains(ChatFormat.name) { return }
    let given = [
      ("--chat-template", chatTemplate != nil), ("--chat-variable", !chatVariable.isEmpty), ("--now", now != nil),
    ]
    if let (name, _) = given.first(where: \.1) {
      throw ValidationError("\(name) is for the chat template; give --wrapper \(ChatFormat.name), too")
    }
  }

  private static func clock(_ text: String) throws -> TemplateTime {
    guard let clock = TemplateTime(iso8601: text) else {
      throw ValidationError("\"\(text)\" is no time; write it as 2025-01-31T12:00:00")
    }
    return clock
  }
}

/// The wrapper chat with conversations that may end in the assistant's turn.
struct ConversationOptions: ParsableArguments {
  @OptionGroup var options: ChatOptions
  @Flag(
    inversion: .prefixedNo,
    help: "Messages that end with the assistant go on in that turn; else it is closed and a new one opened.")
  var continueTurn = true

  var request: ChatRequest {
    var request = options.request
    request.continuesTurn = continueTurn
    return request
  }

  /// Throws where an option would change nothing.
  func check(wrappers: [String], noSpecialTokens: Bool) throws {
    if noSpecialTokens && wrappers.contains(ChatFormat.name) {
      throw ValidationError(
        "--no-special-tokens: under chat the template writes special tokens; leave it out, or give a --chat-template "
          + "without them")
    }
    try options.check(wrappers: wrappers)
  }
}

/// One name=value of the command line.
struct ChatVariable: Sendable {
  var name: String
  var value: JSON

  init(_ text: String) throws {
    guard let sign = text.firstIndex(of: "="), sign != text.startIndex else {
      throw ValidationError("\"\(text)\" is no variable; write name=value")
    }
    name = String(text[..<sign])
    let value = String(text[text.index(after: sign)...])
    self.value = (try? JSON(parsing: Array(value.utf8))) ?? .string(value)
  }
}
