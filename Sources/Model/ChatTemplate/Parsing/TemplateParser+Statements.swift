/// What stands between `{%` and `%}`.
extension TemplateParser {
  /// The statement whose word is at the cursor; `ends` are the words that would close the block around it.
  mutating func statement(ends: [String]) throws(TemplateFailure) -> [TemplateStatement] {
    let position = current.position
    guard case .name(let word) = current.kind else { throw expected("the name of a statement") }
    advance()
    switch word {
    case "set": return [try set()]
    case "for": return [try forLoop(at: position)]
    case "if": return [try conditional(true) { (parser) throws(TemplateFailure) in try parser.condition() }]
    case "macro": return [try macro(at: position)]
    case "call": return [try callBlock(at: position)]
    case "filter": return [try filterBlock()]
    case "with": return [try with()]
    case "generation":
      return [
        .generation(
          body: try closure { (parser) throws(TemplateFailure) in
            try parser.block(through: "endgeneration")
          })
      ]
    case "print": return try prints()
    case "break", "continue":
      guard loops > 0 else { throw TemplateFailure(.syntax("'\(word)' outside a loop"), at: position) }
      return [word == "break" ? .breakLoop : .continueLoop]
    default: throw unknown(word, ends: ends, at: position)
    }
  }

  private func unknown(_ word: String, ends: [String], at position: Int) -> TemplateFailure {
    switch word {
    case "extends", "include", "import", "from", "block":
      return refused(
        "the statement \(word)", instead: "a chat template stands alone; put the text in its place", at: position)
    case "autoescape": return refused("the statement autoescape", instead: "leave it out", at: position)
    case "do":
      return refused("the statement do", instead: "transformers does not know it either; use set", at: position)
    default:
      let awaited = ends.isEmpty ? "" : "; {% \(ends.joined(separator: " or ")) %} is awaited"
      return TemplateFailure(.syntax("unknown statement '\(word)'\(awaited)"), at: position)
    }
  }

  private func block(_ statements: [TemplateStatement]) -> TemplateBlock { TemplateBlock(statements: statements) }

  /// A body with a scope of its own.
  private mutating func block(through end: String) throws(TemplateFailure) -> TemplateBlock {
    let body = try conditional(false) { (parser) throws(TemplateFailure) in try parser.body(through: end) }
    return block(body)
  }

  /// Reads what becomes a function of its own, which no `break` leaves.
  private mutating func closure<Result>(
    _ body: (inout TemplateParser) throws(TemplateFailure) -> Result
  ) throws(TemplateFailure) -> Result {
    let outside = loops
    loops = 0
    defer { loops = outside }
    return try body(&self)
  }

  private mutating func prints() throws(TemplateFailure) -> [TemplateStatement] {
    var result: [TemplateStatement] = []
    while current.kind != .blockEnd {
      if !result.isEmpty { try expect(.comma) }
      result.append(.print(try expression()))
    }
    return result
  }

  private mutating func set() throws(TemplateFailure) -> TemplateStatement {
    let target = try self.target(withNamespace: true)
    if skip(.assign) { return .set(target, try tuple()) }
    let value = try filters(of: make(.captured, at: current.position))
    return .setBlock(target, value: value, body: try block(through: "endset"))
  }

  /// Any number of `| filter` after `subject`.
  private mutating func filters(of subject: Expression) throws(TemplateFailure) -> Expression {
    var result = subject
    while skip(.pipe) { result = try filter(of: result) }
    return result
  }

  private mutating func filterBlock() throws(TemplateFailure) -> TemplateStatement {
    let first = try filter(of: make(.captured, at: current.position))
    return .filterBlock(value: try filters(of: first), body: try block(through: "endfilter"))
  }

  private mutating func forLoop(at position: Int) throws(TemplateFailure) -> TemplateStatement {
    let target = try self.target(endingAt: "in")
    if target.names.contains(where: { names.spellings[$0] == NameTable.loop }) {
      throw TemplateFailure(.syntax("a loop's variable may not be named loop"), at: position)
    }
    try expect("in")
    let iterable = try tuple(withConditional: false, endingAt: "recursive")
    let test = skip("if") ? try expression() : nil
    if at("recursive") {
      throw refused("a recursive loop", instead: "use a macro that calls itself", at: current.position)
    }
    loops += 1
    let body = try conditional(false) { (parser) throws(TemplateFailure) in
      try parser.body(until: ["endfor", "else"])
    }
    loops -= 1
    let hasElse = at("else")
    advance()
    let otherwise = hasElse ? try block(through: "endfor") : block([])
    return .forLoop(
      TemplateForLoop(
        target: target, iterable: iterable, test: test, body: block(body), otherwise: otherwise, position: position))
  }

  private mutating func condition() throws(TemplateFailure) -> TemplateStatement {
    var branches: [(test: Expression, body: [TemplateStatement])] = []
    while true {
      let test = try tuple(withConditional: false)
      branches.append((test, try body(until: ["elif", "else", "endif"])))
      if skip("elif") { continue }
      if skip("else") { return .condition(branches: branches, otherwise: try body(through: "endif")) }
      advance()
      return .condition(branches: branches, otherwise: [])
    }
  }

  private mutating func with() throws(TemplateFailure) -> TemplateStatement {
    var values: [(target: TemplateTarget, value: Expression)] = []
    while current.kind != .blockEnd {
      if !values.isEmpty { try expect(.comma) }
      let target = try self.target()
      try expect(.assign)
      values.append((target, try expression()))
    }
    return .with(values, body: try block(through: "endwith"))
  }

  // MARK: Macros

  private mutating func macro(at position: Int) throws(TemplateFailure) -> TemplateStatement {
    let name = try assignableName()
    let parameters = try self.parameters()
    return .macro(try macro(name, parameters, end: "endmacro", at: position))
  }

  private mutating func callBlock(at position: Int) throws(TemplateFailure) -> TemplateStatement {
    let parameters = at(.openParenthesis) ? try self.parameters() : []
    let call = try expression()
    guard case .call = call.node else { throw TemplateFailure(.syntax("expected a call"), at: call.position) }
    return .callBlock(try macro(NameTable.caller, parameters, end: "endcall", at: position), call: call)
  }

  private mutating func macro(
    _ name: String, _ parameters: [TemplateMacro.Parameter], end: String, at position: Int
  ) throws(TemplateFailure) -> TemplateMacro {
    macros.append(MacroUse())
    let body = try closure { (parser) throws(TemplateFailure) in try parser.block(through: end) }
    let use = macros.removeLast()
    return TemplateMacro(
      name: names.number(of: name), spelling: name, parameters: parameters, body: body, usesCaller: use.caller,
      usesVarargs: use.varargs, usesKwargs: use.kwargs, position: position)
  }

  private mutating func parameters() throws(TemplateFailure) -> [TemplateMacro.Parameter] {
    try expect(.openParenthesis)
    var result: [TemplateMacro.Parameter] = []
    while !at(.closeParenthesis) {
      if !result.isEmpty { try expect(.comma) }
      let position = current.position
      let name = try assignableName()
      if [NameTable.caller, NameTable.varargs, NameTable.kwargs].contains(name) {
        throw refused("a parameter named \(name)", instead: "give it another name", at: position)
      }
      if result.contains(where: { $0.spelling.utf8.elementsEqual(name.utf8) }) {
        throw TemplateFailure(.syntax("the parameter \(name) comes twice"), at: position)
      }
      let fallback = skip(.assign) ? try expression() : nil
      if fallback == nil, result.last?.fallback != nil {
        throw TemplateFailure(.syntax("a parameter without default after one with"), at: position)
      }
      result.append(.init(name: names.number(of: name), spelling: name, fallback: fallback))
    }
    try expect(.closeParenthesis)
    return result
  }

  // MARK: Targets

  private mutating func assignableName() throws(TemplateFailure) -> String {
    let position = current.position
    let name = try expectName()
    if ["true", "false", "none", "True", "False", "None"].contains(name) {
      throw TemplateFailure(.syntax("nothing can be assigned to \(name)"), at: position)
    }
    return name
  }

  private mutating func target(
    withNamespace: Bool = false, endingAt word: String? = nil
  ) throws(TemplateFailure) -> TemplateTarget {
    var items: [TemplateTarget] = []
    var isTuple = false
    while true {
      if !items.isEmpty { try expect(.comma) }
      if isTupleEnd(word) { break }
      items.append(try nested { (parser) throws(TemplateFailure) in try parser.simpleTarget(withNamespace) })
      guard at(.comma) else { break }
      isTuple = true
    }
    guard let first = items.first else { throw expected("a name to assign to") }
    return isTuple ? .tuple(items) : first
  }

  private mutating func simpleTarget(_ withNamespace: Bool) throws(TemplateFailure) -> TemplateTarget {
    let position = current.position
    if skip(.openParenthesis) {
      let inner = try target(withNamespace: false)
      try expect(.closeParenthesis)
      return inner
    }
    let name = try assignableName()
    guard withNamespace, skip(.dot) else { return .name(names.number(of: name)) }
    return .attribute(namespace: names.number(of: name), attribute: try expectName(), position: position)
  }
}
