import MindstateStore

/// A chat template: Jinja as jinja2 renders it in the immutable sandbox that transformers sets up.
///
/// Blocks and comments take the newline behind them and the blanks before them (`trim_blocks`, `lstrip_blocks`); `break`,
/// `continue`, `generation` blocks, `raise_exception`, `strftime_now` and transformers' own `tojson` are there. What the
/// engine does not know is an error with its place, never other text. Every rendering is bounded by `TemplateLimits`.
public struct ChatTemplate: Sendable {
  /// What errors call the template.
  public let name: String
  /// UTF-8 of the template.
  package let source: [UInt8]
  private let body: TemplateBlock
  private let names: NameTable

  /// Reads the template; `name` is a path or place for errors.
  public init(_ source: String, name: String) throws(TemplateError) {
    self.name = name
    var lexer = TemplateLexer(source)
    self.source = lexer.bytes
    do throws(TemplateFailure) {
      try lexer.run()
      var parser = TemplateParser(lexer.tokens)
      body = ScopeAnalysis.resolved(try parser.run())
      names = parser.names
    } catch {
      throw error.located(in: lexer.bytes, of: name)
    }
  }

  /// The text the template makes of `variables`, with the marks of theirs.
  ///
  /// `now` is what `strftime_now` shows; a template that asks for it when it is nil is refused.
  public func render(
    _ variables: [(name: String, value: TemplateValue)], limits: TemplateLimits = TemplateLimits(),
    now: TemplateTime? = nil
  ) throws(TemplateError) -> TemplateText {
    let run = TemplateRun(names: names, limits: limits, now: now)
    do throws(TemplateFailure) {
      let scope = TemplateScope(in: nil)
      for (name, value) in variables {
        // A variable the template never names cannot be seen by it.
        if let number = names.find(name) { scope.set(number, to: try run.value(value)) }
      }
      return try run.render(body, in: scope)
    } catch {
      throw error.located(in: source, of: name)
    }
  }
}

extension TemplateRun {
  /// A value from outside, unless it nests too deep.
  func value(_ value: TemplateValue, depth: Int = 0) throws(TemplateFailure) -> PyValue {
    try checkDepth(depth)
    switch value {
    case .none: return .none
    case .undefined: return .undefined(PyUndefined(message: "the variable given is undefined"))
    case .bool(let value): return .bool(value)
    case .int(let value): return .int(value)
    case .float(let value): return .float(value)
    case .string(let text): return try string(text)
    case .list(let items):
      var converted: [PyValue] = []
      for item in items { converted.append(try self.value(item, depth: depth + 1)) }
      return try list(converted)
    case .dictionary(let entries):
      var converted = PyDictionary()
      for (key, value) in entries { converted.set(key, to: try self.value(value, depth: depth + 1)) }
      return .dictionary(converted)
    }
  }
}
