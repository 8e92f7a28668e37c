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
  /// Whether messages that end with the assistant go on in that turn; else it is closed and another one is opened.
  public var continuesTurn = true
  /// What `strftime_now` shows; nil is the local time of each rendering.
  public var now: TemplateTime?

  public init(
    template: ChatTemplate, specialTokens: [(name: String, text: String)] = [],
    variables: [(name: String, value: JSON)] = [], addGenerationPrompt: Bool = true, continuesTurn: Bool = true,
    now: TemplateTime? = nil
  ) {
    self.template = template
    self.specialTokens = specialTokens
    self.variables = variables
    self.addGenerationPrompt = addGenerationPrompt
    self.continuesTurn = continuesTurn
    self.now = now
  }

  /// What a conversation's messages are rendered with, the time apart.
  ///
  /// Variables of the prompt win over those for every prompt, and both over special tokens; `tools` and `documents`
  /// are none where nobody gives them, as the reference has it.
  func values(for conversation: Conversation) -> [(name: String, value: TemplateValue)] {
    var values: [(name: String, value: TemplateValue)] = [("tools", .none), ("documents", .none)]
    for (name, text) in specialTokens { values.set(name, .string(TemplateText(text))) }
    values.set(Self.generationPrompt, .bool(addGenerationPrompt))
    for (name, value) in variables { values.set(name, TemplateValue(value)) }
    for (name, value) in conversation.variables { values.set(name, TemplateValue(value)) }
    return values
  }

  /// The variable by which a template knows whether to open the assistant's turn.
  static let generationPrompt = "add_generation_prompt"
}

extension [(name: String, value: TemplateValue)] {
  /// Gives the variable `name` a value, a new one at the end.
  mutating func set(_ name: String, _ value: TemplateValue) {
    if let index = firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
      self[index].value = value
    } else {
      append((name, value))
    }
  }

  func value(of name: String) -> TemplateValue? { first { $0.name.utf8.elementsEqual(name.utf8) }?.value }
}
