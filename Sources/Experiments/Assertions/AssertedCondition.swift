import MindstateModel
import MindstateNumerics
import MindstateStore

/// A model under a wrapper, as an assertion names it; nothing is opened yet.
package struct AssertedCondition: Sendable, Hashable {
  /// Where the template comes from.
  package enum Template: Sendable, Hashable {
    /// A wrapper's name, a path, or `chat`.
    case named(String)
    /// The text of a template with `{prompt}`.
    case text(String)
  }

  /// What messages call it; nil: made of model, adapter, soft prompt and wrapper.
  package var name: String?
  package var model: String
  package var adapter: String?
  package var softPrompt: String?
  package var template = Template.named("bare")

  package init(name: String? = nil, model: String) {
    self.name = name
    self.model = model
  }

  /// The same model under another wrapper.
  package func under(_ template: Template) -> AssertedCondition {
    var condition = self
    condition.name = nil
    condition.template = template
    return condition
  }

  /// `base/qa`, `base+refusal/bare`.
  package var title: String {
    if let name { return name }
    let parts = [model, adapter, softPrompt].compactMap { $0.map(FileSystem.name) }
    return parts.joined(separator: "+") + "/" + wrapperTitle
  }

  private var wrapperTitle: String {
    switch template {
    case .named(let name):
      let file = FileSystem.name(of: name)
      return file.hasSuffix(".txt") ? String(file.dropLast(4)) : file
    case .text(let text): return "\"" + Excerpt.of(text, limit: 24) + "\""
    }
  }

  func format() throws -> PromptFormat {
    switch template {
    case .named(let name): try ChatRequest().promptFormat(named: name, model: model)
    case .text(let text): .wrapper(try Wrapper(name: wrapperTitle, template: text))
    }
  }
}

/// A set of controls around Y's model, or conditions of their own.
package enum AssertedControls: Sendable, Equatable {
  case none
  /// A directory of wrappers, put around Y's model.
  case directory(String)
  case conditions([AssertedCondition])

  /// The conditions for Y.
  func conditions(around y: AssertedCondition) throws -> [AssertedCondition] {
    switch self {
    case .none: []
    case .conditions(let list): list
    case .directory(let path):
      try Wrapper.all(in: path).map { y.under(.named("\(path)/\($0.name).txt")) }
    }
  }
}

/// Text cut to a length that a message can bear.
enum Excerpt {
  static func of(_ text: String, limit: Int) -> String {
    let line = String(
      String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? "⏎" : $0 }))
    return line.count <= limit ? line : line.prefix(limit - 1) + "…"
  }
}
