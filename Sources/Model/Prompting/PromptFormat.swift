/// What is put around a prompt: a wrapper, or the model's own chat template.
public enum PromptFormat: Sendable {
  case wrapper(Wrapper)
  case chat(ChatFormat)

  /// The name that captures record.
  public var name: String {
    switch self {
    case .wrapper(let wrapper): wrapper.name
    case .chat: ChatFormat.name
    }
  }
}
