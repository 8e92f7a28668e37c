import MindstateStore

/// The messages of a conversation as a template sees them.
///
/// As in transformers a member that is null is missing, and what a message thinks stands under each name by which
/// templates ask for it.
struct ConversationMessages {
  private var messages: [Entries]
  typealias Entries = [(key: String, value: TemplateValue)]

  /// The text of the user's last message is marked if `markingUser`.
  init(_ conversation: Conversation, markingUser: Bool) {
    messages = conversation.messages.map(Self.entries)
    if markingUser, let index = conversation.lastUserMessage {
      messages[index].changeContent { $0 = .string(TemplateText($0.text ?? "", marked: true)) }
    }
  }

  var value: TemplateValue { .list(messages.map(TemplateValue.dictionary)) }

  /// Adds a message of the assistant.
  mutating func append(assistant text: TemplateText) {
    messages.append([("role", .text("assistant")), ("content", .string(text))])
  }

  /// The text at the end of the last message: its content, or the last text among the content's parts.
  var lastText: TemplateText? {
    guard var last = messages.last else { return nil }
    return last.withLastText { $0 }
  }

  /// Adds `text` to the end of `lastText`, where there is one.
  mutating func appendToLastText(_ text: TemplateText) {
    guard let index = messages.indices.last else { return }
    _ = messages[index].withLastText { $0.append(text) }
  }

  private static func entries(_ message: JSON) -> Entries {
    let members = message.objectValue?.members.filter { !$0.value.isNull } ?? []
    var entries = members.map { (key: $0.key, value: TemplateValue($0.value)) }
    let names = ["reasoning_content", "thinking", "reasoning"]
    guard let thought = names.lazy.compactMap({ name in entries.first { $0.key == name }?.value }).first else {
      return entries
    }
    let own = entries.firstIndex { $0.key == "thinking" }.map { entries.remove(at: $0).value }
    entries.insert(("thinking", own ?? thought), at: 0)
    if let index = entries.firstIndex(where: { $0.key == "reasoning_content" }) {
      entries[index].value = thought
    } else {
      entries.append(("reasoning_content", thought))
    }
    return entries
  }
}

extension ConversationMessages.Entries {
  /// Changes each text of the content: the content itself, or the parts that are texts or have one under `text`.
  fileprivate mutating func changeContent(_ change: (inout TemplateValue) -> Void) {
    guard let place = firstIndex(where: { $0.key == "content" }) else { return }
    switch self[place].value {
    case .string: change(&self[place].value)
    case .list(var parts):
      for index in parts.indices {
        switch parts[index] {
        case .string: change(&parts[index])
        case .dictionary(var members):
          if let text = members.firstIndex(where: { $0.key == "text" }), members[text].value.text != nil {
            change(&members[text].value)
            parts[index] = .dictionary(members)
          }
        case .none, .undefined, .bool, .int, .float, .list: break
        }
      }
      self[place].value = .list(parts)
    case .none, .undefined, .bool, .int, .float, .dictionary: break
    }
  }

  /// Gives `body` the last text of the content; nil where there is none.
  fileprivate mutating func withLastText<R>(_ body: (inout TemplateText) -> R) -> R? {
    var count = 0
    changeContent { _ in count += 1 }
    var result: R?
    changeContent { value in
      count -= 1
      guard count == 0, case .string(var text) = value else { return }
      result = body(&text)
      value = .string(text)
    }
    return result
  }
}

extension TemplateValue {
  /// The text of a string.
  fileprivate var text: String? {
    if case .string(let text) = self { text.text } else { nil }
  }
}
