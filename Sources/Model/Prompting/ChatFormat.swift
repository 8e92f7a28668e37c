public import MindstateStore

/// A chat template with everything that it is rendered with but the conversation.
public struct ChatFormat: Sendable {
  /// How a command line asks for it.
  public static let name = "chat"

  public var template: ChatTemplate
  /// `bos_token` and the other special tokens, by name.
  public var specialTokens: [(name: String, text: String)]
  /// Further variables for every prompt, such as `enable_thinking`.
  public var variables: [(name: String, value: JSON)]
  /// Whether the text ends where the model's answer begins.
  public var addGenerationPrompt = true
  /// What `strftime_now` shows; nil is the local time of each rendering.
  public var now: TemplateTime?

  public init(
    template: ChatTemplate, specialTokens: [(name: String, text: String)] = [],
    variables: [(name: String, value: JSON)] = [], addGenerationPrompt: Bool = true, now: TemplateTime? = nil
  ) {
    self.template = template
    self.specialTokens = specialTokens
    self.variables = variables
    self.addGenerationPrompt = addGenerationPrompt
    self.now = now
  }

  /// The text of a conversation, in which the bytes that came from the last message of the user are marked.
  ///
  /// Variables of the prompt win over those for every prompt, and both over special tokens; `tools` and `documents`
  /// are none where nobody gives them, as the reference has it.
  public func render(_ conversation: Conversation) throws(TemplateError) -> TemplateText {
    var values: [(name: String, value: TemplateValue)] = [("tools", .none), ("documents", .none)]
    func set(_ name: String, _ value: TemplateValue) {
      if let index = values.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
        values[index].value = value
      } else {
        values.append((name, value))
      }
    }
    for (name, text) in specialTokens { set(name, .string(TemplateText(text))) }
    set("add_generation_prompt", .bool(addGenerationPrompt))
    for (name, value) in variables { set(name, TemplateValue(value)) }
    for (name, value) in conversation.variables { set(name, TemplateValue(value)) }
    set("messages", .list(conversation.marked))
    let clock = SystemCalls.clock()
    return try template.render(values, now: now ?? TemplateTime(secondsSince1970: clock.seconds, offset: clock.offset))
  }
}

extension Conversation {
  /// The messages as a template sees them, the text of the user's last one marked.
  fileprivate var marked: [TemplateValue] {
    messages.enumerated().map { index, message in
      index == lastUserMessage ? TemplateValue(markingContentOf: message) : TemplateValue(message)
    }
  }
}

extension TemplateValue {
  /// A message whose content, or the text of its parts, is marked.
  fileprivate init(markingContentOf message: JSON) {
    guard let object = message.objectValue else {
      self.init(message)
      return
    }
    self = .dictionary(
      object.members.map { key, value in (key, key == "content" ? TemplateValue(marking: value) : TemplateValue(value))
      })
  }

  /// A text, or a list of parts each of which is a text or has one under `text`.
  private init(marking content: JSON) {
    if let text = content.stringValue {
      self = .string(TemplateText(text, marked: true))
    } else if let parts = content.arrayValue {
      self = .list(
        parts.map { part in
          guard let object = part.objectValue else { return TemplateValue(marking: part) }
          return .dictionary(
            object.members.map { key, value in
              (key, key == "text" ? TemplateValue(marking: value) : TemplateValue(value))
            })
        })
    } else {
      self.init(content)
    }
  }
}
