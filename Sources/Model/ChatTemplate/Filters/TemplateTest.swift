/// The tests of jinja2, all of them.
enum TemplateTest: String, Sendable {
  case odd, even, divisibleby, defined, undefined, filter, test, none, boolean, `false`, `true`, integer, float, lower
  case upper, string, mapping, number, sequence, iterable, callable, sameas, escaped
  case `in`
  case equal = "==", eq, equalto, notEqual = "!=", ne, greater = ">", gt, greaterthan, ge, greaterOrEqual = ">="
  case less = "<", lt, lessthan, lessOrEqual = "<=", le

  /// The comparison that a test stands for.
  var comparison: TemplateExpression.Comparison? {
    switch self {
    case .equal, .eq, .equalto: .equal
    case .notEqual, .ne: .notEqual
    case .greater, .gt, .greaterthan: .greater
    case .ge, .greaterOrEqual: .greaterOrEqual
    case .less, .lt, .lessthan: .less
    case .lessOrEqual, .le: .lessOrEqual
    case .in: .isIn
    default: nil
    }
  }
}
