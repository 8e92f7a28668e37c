public import MindstateStore

/// One line of a prompt file: what is put before the model, and what is known about it.
public struct Prompt: Sendable {
  /// What a prompt or an answer consists of.
  public enum Content: Sendable {
    /// Text, which a wrapper surrounds and a tokenizer cuts.
    case text(String)
    /// Token ids, fed exactly as they are.
    case tokens([Int])
    /// A conversation, which the model's chat template renders.
    case messages(Conversation)
  }

  /// Unique among the prompts of a file; captures are matched by it.
  public var id: String
  public var content: Content
  /// Properties of the prompt, in the order of the file: text, number, boolean or null.
  public var labels: [(name: String, value: JSON)]
  /// The expected answer; forced after the prompt where a position reads over an answer.
  public var reference: String?
  /// The cluster of prompts that depend on each other (one template, entity or source); nil: a cluster of its own.
  public var group: String?

  public init(
    id: String, content: Content, labels: [(name: String, value: JSON)] = [], reference: String? = nil,
    group: String? = nil
  ) {
    self.id = id
    self.content = content
    self.labels = labels
    self.reference = reference
    self.group = group
  }
}

extension Prompt {
  /// What a chat template renders: the messages, or a text as the one message of a user; nil for tokens.
  public var conversation: Conversation? {
    switch content {
    case .text(let text): Conversation(user: text)
    case .messages(let conversation): conversation
    case .tokens: nil
    }
  }
}

extension Prompt.Content: Hashable {
  /// Text is equal when its bytes are: é and e + U+0301 are different tokens, so different prompts.
  public static func == (a: Prompt.Content, b: Prompt.Content) -> Bool {
    switch (a, b) {
    case (.text(let a), .text(let b)): a.utf8.elementsEqual(b.utf8)
    case (.tokens(let a), .tokens(let b)): a == b
    case (.messages(let a), .messages(let b)): a == b
    case (.text, _), (.tokens, _), (.messages, _): false
    }
  }

  public func hash(into hasher: inout Hasher) {
    switch self {
    case .text(let text): hasher.combine(UTF8Key(text))
    case .tokens(let tokens): hasher.combine(tokens)
    case .messages(let conversation): hasher.combine(UTF8Key(JSON.array(conversation.messages).serialized()))
    }
  }
}
