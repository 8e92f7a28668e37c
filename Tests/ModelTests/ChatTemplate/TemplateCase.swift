import MindstateModel
import MindstateStore
import MindstateTestSupport

/// What jinja2 made of a template, and how to compare with it.
struct TemplateOutcome {
  var text: String?
  /// The name of the exception in Python.
  var error: String?
  /// The words given to `raise_exception`.
  var message: String?

  init(_ json: JSON) {
    text = json["text"]?.stringValue
    error = json["error"]?.stringValue
    message = json["message"]?.stringValue
  }

  /// Nil when `result` is the same; else what differs.
  func difference(from result: Result<TemplateText, TemplateError>) -> String? {
    switch result {
    case .success(let made):
      guard let text else { return "made \(made.text.debugDescription), jinja2 raises \(error ?? "?")" }
      return made.text.utf8.elementsEqual(text.utf8)
        ? nil : "made \(made.text.debugDescription), jinja2 \(text.debugDescription)"
    case .failure(let failure):
      if let text { return "\(failure), jinja2 makes \(text.debugDescription)" }
      return isSameKind(failure.problem) ? nil : "\(failure), jinja2 raises \(error ?? "?") \(message ?? "")"
    }
  }

  private func isSameKind(_ problem: TemplateError.Problem) -> Bool {
    switch problem {
    case .raised(let words): error == "TemplateError" && words == message
    case .undefined: error == "UndefinedError"
    case .forbidden: error == "SecurityError"
    case .limit: error == "RecursionError" || error == "OverflowError"
    case .value: error != "UndefinedError" && error != "SecurityError" && error != "TemplateError"
    case .syntax, .unsupported: error != "TemplateError"
    }
  }
}

enum TemplateFixture {
  static let now = TemplateTime(year: 2025, month: 3, day: 7, hour: 9, minute: 5, second: 3)

  static func variables(_ json: JSON?) -> [(name: String, value: TemplateValue)] {
    (json?.objectValue?.members ?? []).map { (name: $0.key, value: TemplateValue($0.value)) }
  }

  /// The lines of a file of JSON lines.
  static func lines(_ path: String) throws -> [JSON] {
    try TextFile.read(path).split(separator: UInt8(ascii: "\n")).map { try JSON(parsing: Array($0)) }
  }

  static func render(
    _ source: String, _ variables: [(name: String, value: TemplateValue)] = [],
    limits: TemplateLimits = TemplateLimits()
  ) -> Result<TemplateText, TemplateError> {
    do throws(TemplateError) {
      return .success(try ChatTemplate(source, name: "test").render(variables, limits: limits, now: now))
    } catch {
      return .failure(error)
    }
  }
}
