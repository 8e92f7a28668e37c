/// Expressions.
extension TemplateRun {
  /// The value of an expression. Each kind has a function of its own, so that this one, which recurs, needs little of
  /// the stack.
  func evaluate(_ expression: TemplateExpression, in scope: TemplateScope) throws(TemplateFailure) -> PyValue {
    position = expression.position
    try charge()
    switch expression.node {
    case .none: return .none
    case .bool(let value): return .bool(value)
    case .int(let value): return .int(value)
    case .float(let value): return .float(value)
    case .string(let text): return .text(text)
    case .name(let name): return value(of: name, in: scope) ?? .undefined(missing(name))
    case .captured: return captured
    default: return try nested { () throws(TemplateFailure) in try compound(expression, in: scope) }
    }
  }

  private func compound(_ expression: TemplateExpression, in scope: TemplateScope) throws(TemplateFailure) -> PyValue {
    switch expression.node {
    case .attribute(let subject, let name):
      let value = try evaluate(subject, in: scope)
      position = expression.position
      return try attribute(name, of: value)
    case .item(let subject, let key): return try item(subject, key, at: expression.position, in: scope)
    case .call(let callee, let arguments): return try call(callee, arguments, at: expression.position, in: scope)
    case .filter(let subject, let filter, let arguments):
      let value = try evaluate(subject, in: scope)
      let values = try self.arguments(arguments, in: scope)
      position = expression.position
      return try apply(filter, to: value, values)
    case .test(let subject, let test, let arguments):
      let value = try evaluate(subject, in: scope)
      let values = try self.arguments(arguments, in: scope)
      position = expression.position
      return .bool(try check(test, value, values))
    case .and(let left, let right):
      let value = try evaluate(left, in: scope)
      return value.isTrue ? try evaluate(right, in: scope) : value
    case .or(let left, let right):
      let value = try evaluate(left, in: scope)
      return value.isTrue ? value : try evaluate(right, in: scope)
    case .not(let operand): return .bool(try !evaluate(operand, in: scope).isTrue)
    case .conditional(let test, let then, let otherwise):
      return try choose(test, then, otherwise, at: expression.position, in: scope)
    case .compare(let first, let rest): return try compare(first, rest, at: expression.position, in: scope)
    case .binary, .negate, .plus, .concatenate: return try arithmetic(expression, in: scope)
    case .unknownFilter(_, let name, _):
      throw fail(.unsupported(construct: "the \(name)", instead: "it is none of jinja2's; correct the name"))
    default: return try literal(expression, in: scope)
    }
  }

  private func literal(_ expression: TemplateExpression, in scope: TemplateScope) throws(TemplateFailure) -> PyValue {
    switch expression.node {
    case .list(let items): return try list(try evaluate(items, in: scope))
    case .tuple(let items): return try tuple(try evaluate(items, in: scope))
    case .dictionary(let items): return try dictionary(items, in: scope)
    case .slice(let subject, let slice): return try self.slice(subject, slice, at: expression.position, in: scope)
    default: return .none
    }
  }

  private func arithmetic(
    _ expression: TemplateExpression, in scope: TemplateScope
  ) throws(TemplateFailure) -> PyValue {
    switch expression.node {
    case .binary(let op, let left, let right):
      let a = try evaluate(left, in: scope), b = try evaluate(right, in: scope)
      position = expression.position
      return try combine(a, op, b)
    case .negate(let operand):
      let value = try evaluate(operand, in: scope)
      position = expression.position
      return try negated(value)
    case .plus(let operand):
      let value = try evaluate(operand, in: scope)
      position = expression.position
      return try unchanged(value)
    case .concatenate(let operands):
      var text = TemplateText()
      for operand in operands {
        let value = try evaluate(operand, in: scope)
        position = expression.position
        text.append(try str(value))
        try checkTextSize(text.byteCount)
      }
      return .string(text)
    default: return .none
    }
  }

  private func evaluate(
    _ expressions: [TemplateExpression], in scope: TemplateScope
  ) throws(TemplateFailure) -> [PyValue] {
    var values: [PyValue] = []
    values.reserveCapacity(expressions.count)
    for expression in expressions { values.append(try evaluate(expression, in: scope)) }
    return values
  }

  private func dictionary(
    _ items: [(key: TemplateExpression, value: TemplateExpression)], in scope: TemplateScope
  ) throws(TemplateFailure) -> PyValue {
    var result = PyDictionary()
    for (key, value) in items {
      let spelling = try evaluate(key, in: scope)
      result.set(try hashed(spelling), spelling, to: try evaluate(value, in: scope))
    }
    try checkDepth(result.depth)
    return .dictionary(result)
  }

  private func choose(
    _ test: TemplateExpression, _ then: TemplateExpression, _ otherwise: TemplateExpression?, at position: Int,
    in scope: TemplateScope
  ) throws(TemplateFailure) -> PyValue {
    if try evaluate(test, in: scope).isTrue { return try evaluate(then, in: scope) }
    if let otherwise { return try evaluate(otherwise, in: scope) }
    return .undefined(PyUndefined(message: "the inline if was false and has no else"))
  }

  private func compare(
    _ first: TemplateExpression, _ rest: [(op: TemplateExpression.Comparison, operand: TemplateExpression)],
    at position: Int, in scope: TemplateScope
  ) throws(TemplateFailure) -> PyValue {
    var left = try evaluate(first, in: scope)
    for (op, operand) in rest {
      let right = try evaluate(operand, in: scope)
      self.position = position
      guard try holds(left, op, right) else { return .bool(false) }
      left = right
    }
    return .bool(true)
  }

  // MARK: Names

  /// The variable, or the global function of that name; nil when there is neither.
  func value(of name: TemplateName, in scope: TemplateScope) -> PyValue? {
    scope.value(of: name)
      ?? PyFunction.Name(rawValue: names.spellings[name]).map { .object(PyFunction($0)) }
  }

  func missing(_ name: TemplateName) -> PyUndefined { PyUndefined(message: "'\(names.spellings[name])' is undefined") }
}
