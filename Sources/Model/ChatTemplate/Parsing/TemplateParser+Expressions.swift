/// Operators, from the loosest to the tightest.
extension TemplateParser {
  typealias Expression = TemplateExpression

  /// An expression of `children`, unless that nests too deep.
  func make(
    _ node: Expression.Node, at position: Int, of children: [Expression] = []
  ) throws(TemplateFailure) -> Expression {
    let depth = 1 + children.reduce(0) { max($0, $1.depth) }
    let bound = 3 * TemplateLimits.syntaxDepth
    guard depth <= bound else {
      throw TemplateFailure(.limit(what: "operators within one another", bound: bound), at: position)
    }
    return Expression(node: node, position: position, depth: depth)
  }

  mutating func expression(withConditional: Bool = true) throws(TemplateFailure) -> Expression {
    try nested { (parser) throws(TemplateFailure) in
      try withConditional ? parser.conditional() : parser.disjunction()
    }
  }

  private mutating func conditional() throws(TemplateFailure) -> Expression {
    var result = try disjunction()
    while at("if") {
      let position = current.position
      advance()
      let test = try disjunction()
      let otherwise = skip("else") ? try expression() : nil
      result = try make(
        .conditional(test: test, then: result, otherwise: otherwise), at: position,
        of: [test, result] + [otherwise].compactMap { $0 })
    }
    return result
  }

  private mutating func disjunction() throws(TemplateFailure) -> Expression {
    var left = try conjunction()
    while at("or") {
      let position = current.position
      advance()
      let right = try conjunction()
      left = try make(.or(left, right), at: position, of: [left, right])
    }
    return left
  }

  private mutating func conjunction() throws(TemplateFailure) -> Expression {
    var left = try negation()
    while at("and") {
      let position = current.position
      advance()
      let right = try negation()
      left = try make(.and(left, right), at: position, of: [left, right])
    }
    return left
  }

  private mutating func negation() throws(TemplateFailure) -> Expression {
    guard at("not") else { return try comparison() }
    let position = current.position
    advance()
    let operand = try nested { (parser) throws(TemplateFailure) in try parser.negation() }
    return try make(.not(operand), at: position, of: [operand])
  }

  private mutating func comparison() throws(TemplateFailure) -> Expression {
    let first = try sum()
    var rest: [(op: Expression.Comparison, operand: Expression)] = []
    let position = current.position
    while let op = takeComparison() { rest.append((op, try sum())) }
    if rest.isEmpty { return first }
    return try make(.compare(first, rest), at: position, of: [first] + rest.map(\.operand))
  }

  private mutating func takeComparison() -> Expression.Comparison? {
    if case .op(let op) = current.kind, let comparison = Expression.Comparison(rawValue: op.rawValue) {
      advance()
      return comparison
    }
    if skip("in") { return .isIn }
    if at("not"), Self.isWord(following, "in") {
      advance()
      advance()
      return .isNotIn
    }
    return nil
  }

  private mutating func sum() throws(TemplateFailure) -> Expression {
    var left = try concatenation()
    while let op = takeBinary([.add, .subtract]) {
      let position = tokens[index - 1].position
      let right = try concatenation()
      left = try make(.binary(op, left, right), at: position, of: [left, right])
    }
    return left
  }

  private mutating func concatenation() throws(TemplateFailure) -> Expression {
    let position = current.position
    var operands = [try product()]
    while skip(.tilde) { operands.append(try product()) }
    if operands.count == 1 { return operands[0] }
    return try make(.concatenate(operands), at: position, of: operands)
  }

  private mutating func product() throws(TemplateFailure) -> Expression {
    var left = try power()
    while let op = takeBinary([.multiply, .divide, .floorDivide, .modulo]) {
      let position = tokens[index - 1].position
      let right = try power()
      left = try make(.binary(op, left, right), at: position, of: [left, right])
    }
    return left
  }

  /// Unlike Python's, the grammar of jinja2 groups powers from the left.
  private mutating func power() throws(TemplateFailure) -> Expression {
    var left = try unary()
    while let op = takeBinary([.power]) {
      let position = tokens[index - 1].position
      let right = try unary()
      left = try make(.binary(op, left, right), at: position, of: [left, right])
    }
    return left
  }

  private mutating func takeBinary(_ ops: [Expression.BinaryOperator]) -> Expression.BinaryOperator? {
    guard case .op(let op) = current.kind, let binary = Expression.BinaryOperator(rawValue: op.rawValue),
      ops.contains(binary)
    else { return nil }
    advance()
    return binary
  }

  private mutating func unary(withFilters: Bool = true) throws(TemplateFailure) -> Expression {
    let position = current.position
    var result: Expression
    if at(.subtract) || at(.add) {
      let negates = at(.subtract)
      advance()
      let operand = try nested { (parser) throws(TemplateFailure) in try parser.unary(withFilters: false) }
      result = try make(negates ? .negate(operand) : .plus(operand), at: position, of: [operand])
    } else {
      result = try primary()
    }
    result = try postfix(result)
    return withFilters ? try filtered(result) : result
  }
}
