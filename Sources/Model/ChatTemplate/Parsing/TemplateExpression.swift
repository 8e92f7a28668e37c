/// The number of a name in the template's table of names.
typealias TemplateName = Int

/// An expression and where it stands.
struct TemplateExpression: Sendable {
  let node: Node
  /// Byte offset in the template.
  let position: Int
  /// Expressions within one another, this one included.
  let depth: Int

  indirect enum Node: Sendable {
    case none
    case bool(Bool)
    case int(Int)
    case float(Double)
    case string(String)
    case name(TemplateName)
    case list([TemplateExpression])
    case tuple([TemplateExpression])
    case dictionary([(key: TemplateExpression, value: TemplateExpression)])
    case attribute(TemplateExpression, String)
    case item(TemplateExpression, TemplateExpression)
    case slice(TemplateExpression, Slice)
    case call(TemplateExpression, TemplateArguments)
    case filter(TemplateExpression, TemplateFilter, TemplateArguments)
    /// A filter or test that not even jinja2 has, where jinja2 complains only when it is reached.
    case unknownFilter(TemplateExpression, String, TemplateArguments)
    case test(TemplateExpression, TemplateTest, TemplateArguments)
    case negate(TemplateExpression)
    case plus(TemplateExpression)
    case not(TemplateExpression)
    case binary(BinaryOperator, TemplateExpression, TemplateExpression)
    case concatenate([TemplateExpression])
    case and(TemplateExpression, TemplateExpression)
    case or(TemplateExpression, TemplateExpression)
    case compare(TemplateExpression, [(op: Comparison, operand: TemplateExpression)])
    case conditional(test: TemplateExpression, then: TemplateExpression, otherwise: TemplateExpression?)
    /// What the body of a filter block or of a `set` block made.
    case captured
  }

  struct Slice: Sendable {
    var start: TemplateExpression?
    var stop: TemplateExpression?
    var step: TemplateExpression?
  }

  enum BinaryOperator: String, Sendable {
    case add = "+", subtract = "-", multiply = "*", divide = "/", floorDivide = "//", modulo = "%", power = "**"
  }

  enum Comparison: String, Sendable {
    case equal = "==", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
    case isIn = "in", isNotIn = "not in"
  }
}

/// What stands in the parentheses of a call.
struct TemplateArguments: Sendable {
  var positional: [TemplateExpression] = []
  var keywords: [(name: String, value: TemplateExpression)] = []
  var list: TemplateExpression?
  var dictionary: TemplateExpression?

  var isEmpty: Bool { positional.isEmpty && keywords.isEmpty && list == nil && dictionary == nil }
  var all: [TemplateExpression] { positional + keywords.map(\.value) + [list, dictionary].compactMap { $0 } }
}
