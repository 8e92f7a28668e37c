public import MindstateStore

/// A value given to a template. Dictionaries keep their order; keys are compared by bytes.
public indirect enum TemplateValue: Sendable {
  case none
  case undefined
  case bool(Bool)
  case int(Int)
  case float(Double)
  case string(TemplateText)
  case list([TemplateValue])
  case dictionary([(key: String, value: TemplateValue)])

  /// The value as `json.loads` gives it, with no text marked.
  public init(_ json: JSON) {
    switch json {
    case .null: self = .none
    case .bool(let value): self = .bool(value)
    case .integer(let value): self = .int(value)
    case .number(let value): self = .float(value)
    case .string(let value): self = .string(TemplateText(value))
    case .array(let elements): self = .list(elements.map(TemplateValue.init))
    case .object(let object):
      self = .dictionary(object.members.map { (key: $0.key, value: TemplateValue($0.value)) })
    }
  }

  /// Unmarked text.
  public static func text(_ text: String) -> TemplateValue { .string(TemplateText(text)) }
}
