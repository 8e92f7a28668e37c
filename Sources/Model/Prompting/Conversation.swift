public import MindstateStore

/// Messages as chat templates take them, with the other variables that a prompt gives its template.
public struct Conversation: Sendable, Equatable {
  /// Objects with at least a `role`, in their order.
  public var messages: [JSON]
  /// `tools`, `documents` and whatever else the template reads.
  public var variables: [(name: String, value: JSON)]

  public init(messages: [JSON], variables: [(name: String, value: JSON)] = []) {
    self.messages = messages
    self.variables = variables
  }

  /// One message of the user.
  public init(user text: String) {
    self.init(messages: [.object(JSONObject([("role", .string("user")), ("content", .string(text))]))])
  }

  public static func == (a: Conversation, b: Conversation) -> Bool {
    a.messages == b.messages
      && a.variables.elementsEqual(b.variables) { $0.name.utf8.elementsEqual($1.name.utf8) && $0.value == $1.value }
  }

  /// The index of the last message of the user: the one whose text is the prompt.
  var lastUserMessage: Int? { messages.lastIndex { $0["role"]?.stringValue == "user" } }

  /// Whether the last message is the assistant's, so that its turn can be gone on with.
  var endsWithAssistant: Bool { messages.last?["role"]?.stringValue == "assistant" }
}
