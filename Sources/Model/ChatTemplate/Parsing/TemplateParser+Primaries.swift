/// Literals, names, brackets, and what may follow them.
extension TemplateParser {
  mutating func primary() throws(TemplateFailure) -> Expression {
    let token = current
    switch token.kind {
    case .name(let name):
      advance()
      return try make(constant(name) ?? .name(load(name)), at: token.position)
    case .string(var text):
      advance()
      while case .string(let more) = current.kind {
        text += more
        advance()
      }
      return try make(.string(text), at: token.position)
    case .integer(let value):
      advance()
      return try make(.int(value), at: token.position)
    case .float(let value):
      guard value.isFinite else {
        throw TemplateFailure(.value("a number beyond 64 bits"), at: token.position)
      }
      advance()
      return try make(.float(value), at: token.position)
    case .op(.openParenthesis):
      advance()
      let result = try tuple(inParentheses: true)
      try expect(.closeParenthesis)
      return result
    case .op(.openBracket): return try list()
    case .op(.openBrace): return try dictionary()
    default: throw expected("an expression")
    }
  }

  private func constant(_ name: String) -> Expression.Node? {
    switch name {
    case "true", "True": .bool(true)
    case "false", "False": .bool(false)
    case "none", "None": TemplateExpression.Node.none
    default: nil
    }
  }

  /// The number of a name that is read, which tells the macros around it when it is a special one.
  private mutating func load(_ name: String) -> TemplateName {
    for i in macros.indices {
      switch name {
      case NameTable.caller: macros[i].caller = true
      case NameTable.varargs: macros[i].varargs = true
      case NameTable.kwargs: macros[i].kwargs = true
      default: break
      }
    }
    return names.number(of: name)
  }

  /// One expression, or several with commas, which make a tuple.
  mutating func tuple(
    inParentheses: Bool = false, withConditional: Bool = true, endingAt word: String? = nil
  ) throws(TemplateFailure) -> Expression {
    let position = current.position
    var items: [Expression] = []
    var isTuple = false
    while true {
      if !items.isEmpty { try expect(.comma) }
      if isTupleEnd(word) { break }
      items.append(try expression(withConditional: withConditional))
      guard at(.comma) else { break }
      isTuple = true
    }
    if !isTuple, let only = items.first { return only }
    guard isTuple || inParentheses else { throw expected("an expression") }
    return try make(.tuple(items), at: position, of: items)
  }

  func isTupleEnd(_ word: String?) -> Bool {
    switch current.kind {
    case .variableEnd, .blockEnd, .op(.closeParenthesis): true
    default: word.map { at($0) } ?? false
    }
  }

  private mutating func list() throws(TemplateFailure) -> Expression {
    let position = current.position
    try expect(.openBracket)
    var items: [Expression] = []
    while !at(.closeBracket) {
      if !items.isEmpty { try expect(.comma) }
      if at(.closeBracket) { break }
      items.append(try expression())
    }
    try expect(.closeBracket)
    return try make(.list(items), at: position, of: items)
  }

  private mutating func dictionary() throws(TemplateFailure) -> Expression {
    let position = current.position
    try expect(.openBrace)
    var items: [(key: Expression, value: Expression)] = []
    while !at(.closeBrace) {
      if !items.isEmpty { try expect(.comma) }
      if at(.closeBrace) { break }
      let key = try expression()
      try expect(.colon)
      items.append((key, try expression()))
    }
    try expect(.closeBrace)
    return try make(.dictionary(items), at: position, of: items.flatMap { [$0.key, $0.value] })
  }

  mutating func postfix(_ subject: Expression) throws(TemplateFailure) -> Expression {
    var result = subject
    while true {
      switch current.kind {
      case .op(.dot): result = try attribute(of: result)
      case .op(.openBracket): result = try subscripted(result)
      case .op(.openParenthesis): result = try call(of: result)
      default: return result
      }
    }
  }

  mutating func filtered(_ subject: Expression) throws(TemplateFailure) -> Expression {
    var result = subject
    while true {
      if at(.pipe) {
        advance()
        result = try filter(of: result)
      } else if at("is") {
        result = try test(of: result)
      } else if at(.openParenthesis) {
        result = try call(of: result)
      } else {
        return result
      }
    }
  }

  private mutating func attribute(of subject: Expression) throws(TemplateFailure) -> Expression {
    let position = current.position
    advance()
    let token = current
    advance()
    switch token.kind {
    case .name(let name): return try make(.attribute(subject, name), at: position, of: [subject])
    case .integer(let number):
      let index = try make(.int(number), at: token.position)
      return try make(.item(subject, index), at: position, of: [subject, index])
    default:
      throw TemplateFailure(
        .syntax("expected a name or a number after the dot, found \(token.shown)"), at: token.position)
    }
  }

  private mutating func subscripted(_ subject: Expression) throws(TemplateFailure) -> Expression {
    let position = current.position
    try expect(.openBracket)
    var indices: [Expression] = []
    while !at(.closeBracket) {
      if !indices.isEmpty { try expect(.comma) }
      let start = at(.colon) ? nil : try expression()
      if at(.colon) { return try sliced(subject, from: start, isOnly: indices.isEmpty, at: position) }
      if let start { indices.append(start) }
    }
    try expect(.closeBracket)
    let index = indices.count == 1 ? indices[0] : try make(.tuple(indices), at: position, of: indices)
    return try make(.item(subject, index), at: position, of: [subject, index])
  }

  private mutating func sliced(
    _ subject: Expression, from start: Expression?, isOnly: Bool, at position: Int
  ) throws(TemplateFailure) -> Expression {
    try expect(.colon)
    var slice = Expression.Slice(start: start)
    if !at(.colon), !at(.closeBracket), !at(.comma) { slice.stop = try expression() }
    if skip(.colon), !at(.closeBracket), !at(.comma) { slice.step = try expression() }
    guard isOnly, !at(.comma) else {
      throw refused("a subscript of several slices", instead: "use one slice", at: position)
    }
    try expect(.closeBracket)
    return try make(
      .slice(subject, slice), at: position,
      of: [subject] + [slice.start, slice.stop, slice.step].compactMap { $0 })
  }
}
