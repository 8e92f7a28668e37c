/// Calls, filters and tests.
extension TemplateParser {
  mutating func call(of subject: Expression) throws(TemplateFailure) -> Expression {
    let position = current.position
    let arguments = try self.arguments()
    return try make(.call(subject, arguments), at: position, of: [subject] + arguments.all)
  }

  /// A filter whose name is at the cursor.
  mutating func filter(of subject: Expression) throws(TemplateFailure) -> Expression {
    let position = current.position
    let name = try dottedName()
    let filter = TemplateFilter(rawValue: name)
    let arguments = at(.openParenthesis) ? try self.arguments() : TemplateArguments()
    guard let filter else {
      if isConditional, !TemplateFilter.leftOut.contains(name) {
        let children = [subject] + arguments.all
        return try make(.unknownFilter(subject, "filter \(name)", arguments), at: position, of: children)
      }
      throw refused("the filter \(name)", instead: TemplateFilter.insteadOf(name), at: position)
    }
    return try make(.filter(subject, filter, arguments), at: position, of: [subject] + arguments.all)
  }

  /// A test, with the cursor at `is`.
  mutating func test(of subject: Expression) throws(TemplateFailure) -> Expression {
    advance()
    let isNegated = skip("not")
    let position = current.position
    let name = try dottedName()
    let test = TemplateTest(rawValue: name)
    let arguments = try testArguments()
    let children = [subject] + arguments.all
    if test == nil, !isConditional {
      throw refused("the test \(name)", instead: "it is no test of jinja2; correct the name", at: position)
    }
    let node =
      test.map { Expression.Node.test(subject, $0, arguments) } ?? .unknownFilter(subject, "test \(name)", arguments)
    let result = try make(node, at: position, of: children)
    return isNegated ? try make(.not(result), at: position, of: [result]) : result
  }

  private mutating func testArguments() throws(TemplateFailure) -> TemplateArguments {
    switch current.kind {
    case .op(.openParenthesis): return try arguments()
    case .name("else"), .name("or"), .name("and"): return TemplateArguments()
    case .name("is"):
      throw TemplateFailure(.syntax("two tests with 'is' in a row; join them with 'and'"), at: current.position)
    case .name, .string, .integer, .float, .op(.openBracket), .op(.openBrace):
      let argument = try nested { (parser) throws(TemplateFailure) in
        try parser.postfix(try parser.primary())
      }
      return TemplateArguments(positional: [argument])
    default: return TemplateArguments()
    }
  }

  private mutating func dottedName() throws(TemplateFailure) -> String {
    var name = try expectName()
    while skip(.dot) { name += "." + (try expectName()) }
    return name
  }

  private mutating func arguments() throws(TemplateFailure) -> TemplateArguments {
    let position = current.position
    try expect(.openParenthesis)
    var result = TemplateArguments()
    var needsComma = false
    while !at(.closeParenthesis) {
      if needsComma {
        try expect(.comma)
        if at(.closeParenthesis) { break }
      }
      guard try argument(into: &result) else {
        throw TemplateFailure(
          .syntax("arguments must come as values, then name=value, then *list, then **dictionary"), at: position)
      }
      needsComma = true
    }
    try expect(.closeParenthesis)
    return result
  }

  /// Reads one argument; false when it may not stand here.
  private mutating func argument(into result: inout TemplateArguments) throws(TemplateFailure) -> Bool {
    if at(.multiply) {
      guard result.list == nil, result.dictionary == nil else { return false }
      advance()
      result.list = try expression()
    } else if at(.power) {
      guard result.dictionary == nil else { return false }
      advance()
      result.dictionary = try expression()
    } else if case .name(let name) = current.kind, following.kind == .op(.assign) {
      guard result.dictionary == nil else { return false }
      advance()
      advance()
      guard !result.keywords.contains(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
        throw TemplateFailure(.syntax("the argument \(name) comes twice"), at: current.position)
      }
      result.keywords.append((name, try expression()))
    } else {
      guard result.list == nil, result.dictionary == nil, result.keywords.isEmpty else { return false }
      result.positional.append(try expression())
    }
    return true
  }
}
