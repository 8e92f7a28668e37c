import MindstateStore

/// A conversation as a chat template writes it: what the model is given, and what follows.
public struct RenderedConversation: Sendable, Equatable {
  /// The text up to where the model's own begins; the bytes that came from the last message of the user are marked.
  public let prompt: TemplateText
  /// What the template writes from there on once the conversation has its answer, whose bytes are marked; nil without
  /// an answer.
  public let turn: TemplateText?

  public var text: String { prompt.text + (turn?.text ?? "") }
}

extension ChatFormat {
  /// The text of a conversation as a model is given it, in which the bytes that came from the last message of the user
  /// are marked.
  ///
  /// It ends where the model's own text begins: after the generation prompt, or within the assistant's message that the
  /// conversation ends with, as `apply_chat_template` has it with `add_generation_prompt` or `continue_final_message`.
  public func render(_ conversation: Conversation) throws(RenderingError) -> TemplateText {
    try rendering(at: time).prompt(of: conversation)
  }

  /// A conversation and the answer to it.
  ///
  /// The conversation is rendered with `answer` as the assistant's message, and what follows its prompt is the turn:
  /// what the template puts before an answer (a space, an empty think block), the answer as the template writes it, and
  /// what it puts behind. Some templates write what stands *before* the answer otherwise once there is one: Mistral's
  /// show the system message only in the last message. The prompt is then still the one that a model is given, and the
  /// turn begins where the template has written all that the prompt has behind the user's last message.
  public func render(_ conversation: Conversation, answer: String) throws(RenderingError) -> RenderedConversation {
    let rendering = rendering(at: time)
    let prompt = try rendering.prompt(of: conversation)
    let whole = try rendering.whole(conversation, answer: answer)
    let start = try rendering.start(ofTurnIn: whole, after: prompt)
    let turn = whole.slice(start..<whole.byteCount)
    if turn.marks.isEmpty { throw .answerDropped(template: template.name) }
    return RenderedConversation(prompt: prompt, turn: turn)
  }

  /// The white space that the template puts before an answer: a model says it at the beginning of its turn, but it is
  /// no part of the assistant's message. Empty where there is none, or where no answer can follow.
  func space(beforeAnswerTo conversation: Conversation) -> String {
    guard let turn = try? render(conversation, answer: "x").turn, let answer = turn.marks.first else { return "" }
    let space = turn.slice(0..<answer.lowerBound).text
    return space.utf8.allSatisfy(\.isBlank) ? space : ""
  }

  /// One moment for all renderings of a conversation, or two of them could differ by a second.
  private var time: TemplateTime? {
    if let now { return now }
    let clock = SystemCalls.clock()
    return TemplateTime(secondsSince1970: clock.seconds, offset: clock.offset)
  }

  private func rendering(at time: TemplateTime?) -> Rendering { Rendering(format: self, time: time) }
}

/// Renderings at one moment.
private struct Rendering {
  let format: ChatFormat
  let time: TemplateTime?

  /// What transformers puts at the end of the message that is gone on with, to find it in the text.
  private static let tag = TemplateText("CONTINUE_FINAL_MESSAGE_TAG")

  func prompt(of conversation: Conversation) throws(RenderingError) -> TemplateText {
    var messages = ConversationMessages(conversation, markingUser: true)
    guard isContinued(conversation) else { return try render(messages, conversation) }
    guard let last = messages.lastText else { throw .nothingToContinue(template: format.template.name) }
    messages.appendToLastText(TemplateText(Self.tag.text + " "))
    let text = try render(messages, conversation, opening: false)
    guard let place = text.ranges(of: Self.tag).last, text.contains(TemplateText(last.text).stripped()) else {
      throw .continuedMessageDropped(template: format.template.name)
    }
    let before = text.slice(0..<place.lowerBound)
    // A template that strips messages has taken the tag's space, and would have taken what stands before the tag.
    return text.slice(place.upperBound..<text.byteCount).text.utf8.first == UInt8(ascii: " ")
      ? before : before.stripped(.right)
  }

  /// The conversation with its answer, whose bytes are marked.
  func whole(_ conversation: Conversation, answer: String) throws(RenderingError) -> TemplateText {
    var messages = ConversationMessages(conversation, markingUser: false)
    let answer = TemplateText(answer, marked: true)
    if isContinued(conversation) {
      messages.appendToLastText(answer)
    } else {
      messages.append(assistant: answer)
    }
    return try render(messages, conversation, opening: false)
  }

  /// Where in a conversation with its answer that follows which `prompt` alone leaves open.
  func start(ofTurnIn whole: TemplateText, after prompt: TemplateText) throws(RenderingError) -> Int {
    if whole.text.utf8.starts(with: prompt.text.utf8) { return prompt.byteCount }
    guard let answer = whole.marks.first else { throw .answerDropped(template: format.template.name) }
    let opening = prompt.text.utf8.dropFirst(prompt.marks.last?.upperBound ?? 0)
    let bytes = Array(whole.text.utf8)
    var start = answer.lowerBound
    while !opening.isEmpty, start >= opening.count {
      if bytes[start - opening.count..<start].elementsEqual(opening) { return start }
      guard bytes[start - 1].isBlank else { break }
      start -= 1
    }
    throw .openedOtherwise(template: format.template.name, opening: String(decoding: opening, as: UTF8.self))
  }

  private func isContinued(_ conversation: Conversation) -> Bool {
    guard format.continuesTurn, conversation.endsWithAssistant else { return false }
    if case .bool(false) = format.values(for: conversation).value(of: ChatFormat.generationPrompt) { return false }
    return true
  }

  /// - Parameter opening: whether the assistant's turn is opened at the end; nil as the format has it.
  private func render(
    _ messages: ConversationMessages, _ conversation: Conversation, opening: Bool? = nil
  ) throws(RenderingError) -> TemplateText {
    var values = format.values(for: conversation)
    if let opening { values.set(ChatFormat.generationPrompt, .bool(opening)) }
    values.set("messages", messages.value)
    do throws(TemplateError) { return try format.template.render(values, now: time) } catch { throw .template(error) }
  }
}

extension UInt8 {
  /// Whether this is a space, a tab or part of a line break.
  var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}

/// Why a chat template gives no text for a conversation, or none that an answer stands in.
public enum RenderingError: Error, Equatable, Sendable {
  case template(TemplateError)
  /// The last message is to be gone on with and has no text.
  case nothingToContinue(template: String)
  /// The text of the message that is to be gone on with is not in what the template writes.
  case continuedMessageDropped(template: String)
  /// Nothing of the answer is in what the template writes.
  case answerDropped(template: String)
  /// The prompt ends in an opening that the template does not write before a finished answer.
  case openedOtherwise(template: String, opening: String)
}

extension RenderingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .template(let error): error.description
    case .nothingToContinue(let template):
      "\(template): the last message is the assistant's and has no text to go on from."
        + " Give it one, or let a new turn be opened."
    case .continuedMessageDropped(let template):
      "\(template): the text of the last message, from which to go on, is not in what the template writes."
        + " Change the message, or let a new turn be opened."
    case .answerDropped(let template):
      "\(template): nothing of the answer is in what the template writes. Give an answer that is not blank, or another"
        + " template."
    case .openedOtherwise(let template, let opening):
      "\(template): the prompt ends in \(quoted(opening)), which the template does not write before a finished answer,"
        + " so none stands where the model's own would. Give answers as tokens, or a template that opens turns as it"
        + " writes them."
    }
  }
}
