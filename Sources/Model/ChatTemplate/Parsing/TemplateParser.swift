import MindstateStore

/// Reads tokens as statements and expressions, by the grammar of jinja2's parser.
struct TemplateParser {
  let tokens: [TemplateToken]
  var index = 0
  var names = NameTable()
  /// Loops around the cursor within the current macro: `break` needs one.
  var loops = 0
  /// Macros around the cursor that are told which special names are used.
  var macros: [MacroUse] = []
  /// Inside the branches of a condition, where jinja2 forgives a filter it does not know until it is reached.
  var isConditional = false
  private var nesting = 0

  struct MacroUse {
    var caller = false
    var varargs = false
    var kwargs = false
  }

  init(_ tokens: [TemplateToken]) { self.tokens = tokens }

  /// The whole template.
  mutating func run() throws(TemplateFailure) -> TemplateBlock {
    let statements = try self.statements(until: [])
    return TemplateBlock(statements: statements)
  }

  // MARK: The cursor

  var current: TemplateToken { tokens[min(index, tokens.count - 1)] }
  var following: TemplateToken { tokens[min(index + 1, tokens.count - 1)] }

  mutating func advance() { index += 1 }

  func at(_ op: TemplateToken.Operator) -> Bool { current.kind == .op(op) }
  func at(_ word: String) -> Bool { Self.isWord(current, word) }

  static func isWord(_ token: TemplateToken, _ word: String) -> Bool {
    if case .name(let name) = token.kind { name.utf8.elementsEqual(word.utf8) } else { false }
  }

  mutating func skip(_ op: TemplateToken.Operator) -> Bool {
    guard at(op) else { return false }
    advance()
    return true
  }

  mutating func skip(_ word: String) -> Bool {
    guard at(word) else { return false }
    advance()
    return true
  }

  mutating func expect(_ op: TemplateToken.Operator) throws(TemplateFailure) {
    guard skip(op) else { throw expected("'\(op.rawValue)'") }
  }

  mutating func expect(_ word: String) throws(TemplateFailure) {
    guard skip(word) else { throw expected("'\(word)'") }
  }

  mutating func expectName() throws(TemplateFailure) -> String {
    guard case .name(let name) = current.kind else { throw expected("a name") }
    advance()
    return name
  }

  func expected(_ what: String) -> TemplateFailure {
    TemplateFailure(.syntax("expected \(what), found \(current.shown)"), at: current.position)
  }

  func refused(_ construct: String, instead: String, at position: Int) -> TemplateFailure {
    TemplateFailure(.unsupported(construct: construct, instead: instead), at: position)
  }

  /// Counts one level of nesting while `body` reads what is inside.
  mutating func nested<Result>(
    _ body: (inout TemplateParser) throws(TemplateFailure) -> Result
  ) throws(TemplateFailure) -> Result {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= TemplateLimits.syntaxDepth else {
      throw TemplateFailure(
        .limit(what: "nesting of the template's text", bound: TemplateLimits.syntaxDepth), at: current.position)
    }
    return try body(&self)
  }

  /// Text and tags up to a tag that begins with one of `ends`, where the cursor then stands.
  mutating func statements(until ends: [String]) throws(TemplateFailure) -> [TemplateStatement] {
    var result: [TemplateStatement] = []
    while true {
      switch current.kind {
      case .data(let text):
        result.append(.text(text))
        advance()
      case .variableBegin:
        advance()
        result.append(.print(try tuple()))
        guard current.kind == .variableEnd else { throw expected("'}}'") }
        advance()
      case .blockBegin:
        advance()
        if ends.contains(where: { at($0) }) { return result }
        let statement = try nested { (parser) throws(TemplateFailure) in try parser.statement(ends: ends) }
        result.append(contentsOf: statement)
        try expectBlockEnd()
      case .end where ends.isEmpty: return result
      default: throw expected(ends.map { "{% \($0) %}" }.joined(separator: " or "))
      }
    }
  }

  /// Reads with `isConditional` as given.
  mutating func conditional<Result>(
    _ isConditional: Bool, _ body: (inout TemplateParser) throws(TemplateFailure) -> Result
  ) throws(TemplateFailure) -> Result {
    let outside = self.isConditional
    self.isConditional = isConditional
    defer { self.isConditional = outside }
    return try body(&self)
  }

  mutating func expectBlockEnd() throws(TemplateFailure) {
    guard current.kind == .blockEnd else { throw expected("'%}'") }
    advance()
  }

  /// A body that starts behind the current tag; the cursor ends at the word that ended it.
  mutating func body(until ends: [String]) throws(TemplateFailure) -> [TemplateStatement] {
    _ = skip(.colon)
    try expectBlockEnd()
    return try statements(until: ends)
  }

  /// A body up to `end`, which is read over.
  mutating func body(through end: String) throws(TemplateFailure) -> [TemplateStatement] {
    let statements = try body(until: [end])
    advance()
    return statements
  }
}

/// The names of a template, each with a number. They are told apart by their bytes.
struct NameTable: Sendable {
  private(set) var spellings: [String] = []
  private var numbers: [UTF8Key: TemplateName] = [:]
  static let loop = "loop", caller = "caller", varargs = "varargs", kwargs = "kwargs"

  mutating func number(of name: String) -> TemplateName {
    if let known = find(name) { return known }
    spellings.append(name)
    numbers[UTF8Key(name)] = spellings.count - 1
    return spellings.count - 1
  }

  func find(_ name: String) -> TemplateName? { numbers[UTF8Key(name)] }
}
