/// A piece of a template's text.
struct TemplateToken: Sendable {
  enum Kind: Sendable, Equatable {
    /// Text to copy.
    case data(String)
    case blockBegin, blockEnd, variableBegin, variableEnd
    case name(String)
    case string(String)
    case integer(Int)
    case float(Double)
    case op(Operator)
    case end
  }

  enum Operator: String, Sendable, CaseIterable {
    case floorDivide = "//", power = "**", equal = "==", notEqual = "!=", lessOrEqual = "<=", greaterOrEqual = ">="
    case add = "+", subtract = "-", divide = "/", multiply = "*", modulo = "%", tilde = "~"
    case openBracket = "[", closeBracket = "]", openParenthesis = "(", closeParenthesis = ")"
    case openBrace = "{", closeBrace = "}"
    case less = "<", greater = ">", assign = "=", dot = ".", colon = ":", pipe = "|", comma = ",", semicolon = ";"

    /// The operator that closes what this one opens.
    var closing: Operator? {
      switch self {
      case .openBracket: .closeBracket
      case .openParenthesis: .closeParenthesis
      case .openBrace: .closeBrace
      default: nil
      }
    }

    var isClosing: Bool { self == .closeBracket || self == .closeParenthesis || self == .closeBrace }
  }

  var kind: Kind
  /// Byte offset in the template.
  var position: Int

  /// What to call it in an error.
  var shown: String {
    switch kind {
    case .data: "text"
    case .blockBegin: "{%"
    case .blockEnd: "%}"
    case .variableBegin: "{{"
    case .variableEnd: "}}"
    case .name(let name): "'\(name)'"
    case .string(let value): "the string \(PyText.quoted(value))"
    case .integer(let value): "\(value)"
    case .float(let value): "\(value)"
    case .op(let op): "'\(op.rawValue)'"
    case .end: "the end of the template"
    }
  }
}
