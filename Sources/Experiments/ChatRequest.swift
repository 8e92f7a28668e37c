public import MindstateModel
import MindstateNumerics
public import MindstateStore

/// How the wrapper `chat` is to be rendered.
public struct ChatRequest: Sendable {
  /// The path of a template, or the name of one of the model's; nil takes the model's own.
  public var template: String?
  /// Variables for every prompt.
  public var variables: [(name: String, value: JSON)] = []
  /// What stands in place of the model's `bos_token`, `eos_token`, …
  public var specialTokens: [(name: String, text: String)] = []
  public var addGenerationPrompt = true
  /// Messages that end with the assistant go on in that turn; else it is closed and another one is opened.
  public var continuesTurn = true
  /// What `strftime_now` shows; nil is the local time.
  public var now: TemplateTime?

  public init() {}

  /// The format for a model, or for no model where `template` is a file.
  public func format(model: String?) throws(ChatFormatError) -> ChatFormat {
    var format = try ChatFormat(model: model, choice: template)
    for (name, text) in specialTokens {
      format.specialTokens.removeAll { $0.name == name }
      format.specialTokens.append((name, text))
    }
    format.variables = variables
    format.addGenerationPrompt = addGenerationPrompt
    format.continuesTurn = continuesTurn
    format.now = now
    return format
  }

  /// The wrapper called `name`, or the chat template of `model` for the name `chat`.
  func promptFormat(named name: String, model: String) throws -> PromptFormat {
    name == ChatFormat.name ? .chat(try format(model: model)) : .wrapper(try Wrapper(named: name))
  }
}

extension ChatFormat {
  /// Of all that decides what a conversation is rendered as, but for the clock where no time is set.
  var digest: Digest {
    var parts = [Digest(template.source)]
    for (name, text) in specialTokens { parts.append(Digest("\(name)\n\(text)")) }
    for (name, value) in variables { parts.append(Digest("\(name)\n\(value.serialized())")) }
    parts.append(Digest("\(addGenerationPrompt) \(continuesTurn) \(now.map { "\($0)" } ?? "")"))
    return Digest(of: parts)
  }
}

/// Prompts to render through a chat template, as text.
public struct RenderRequest: Sendable {
  public var model: String?
  public var prompts: String
  public var chat = ChatRequest()

  public init(model: String?, prompts: String) {
    self.model = model
    self.prompts = prompts
  }

  /// Calls `body` with the id and the text of every prompt, in order.
  public func run(_ body: (_ id: String, _ text: String) throws -> Void) throws {
    let format = try chat.format(model: model)
    for prompt in try PromptSet.read(prompts, allowingDuplicates: true).prompts {
      guard let conversation = prompt.conversation else {
        throw PromptError.tokensUnderWrapper(prompt: prompt.id, wrapper: ChatFormat.name)
      }
      let text: TemplateText
      do throws(RenderingError) { text = try format.render(conversation) } catch {
        throw PromptError.rendering(prompt: prompt.id, error)
      }
      try body(prompt.id, text.text)
    }
  }
}
