/// Statements.
extension TemplateRun {
  /// How statements ended: at their end, or by leaving the loop around them.
  enum Flow { case onward, leaveLoop, nextItem }

  /// Runs a block whose scope is `scope`.
  func execute(_ block: TemplateBlock, in scope: TemplateScope) throws(TemplateFailure) -> Flow {
    for name in block.missingUntilSet { scope.set(name, to: .undefined(missing(name))) }
    return try execute(block.statements, in: scope)
  }

  func execute(_ statements: [TemplateStatement], in scope: TemplateScope) throws(TemplateFailure) -> Flow {
    for statement in statements {
      let flow = try execute(statement, in: scope)
      if flow != .onward { return flow }
    }
    return .onward
  }

  private func execute(_ statement: TemplateStatement, in scope: TemplateScope) throws(TemplateFailure) -> Flow {
    switch statement {
    case .text(let text): try write(text)
    case .print(let expression): try print(expression, in: scope)
    case .set(let target, let value): try set(target, to: value, in: scope)
    case .setBlock(let target, let value, let body): return try setBlock(target, value, body, in: scope)
    case .forLoop(let loop): return try nested { () throws(TemplateFailure) in try run(loop, in: scope) }
    case .condition(let branches, let otherwise):
      return try nested { () throws(TemplateFailure) in try choose(branches, otherwise, in: scope) }
    case .macro(let macro):
      retain(scope)
      scope.set(macro.name, to: .object(PyMacro(macro, in: scope)))
    case .callBlock(let macro, let call):
      try nested { () throws(TemplateFailure) in try callBlock(macro, call, in: scope) }
    case .filterBlock(let value, let body): return try filterBlock(value, body, in: scope)
    case .with(let values, let body): return try with(values, body, in: scope)
    case .generation(let body):
      _ = try nested { () throws(TemplateFailure) in try execute(body, in: TemplateScope(in: scope)) }
    case .breakLoop: return .leaveLoop
    case .continueLoop: return .nextItem
    }
    return .onward
  }

  private func print(_ expression: TemplateExpression, in scope: TemplateScope) throws(TemplateFailure) {
    let value = try evaluate(expression, in: scope)
    position = expression.position
    try write(try str(value))
  }

  private func choose(
    _ branches: [(test: TemplateExpression, body: [TemplateStatement])], _ otherwise: [TemplateStatement],
    in scope: TemplateScope
  ) throws(TemplateFailure) -> Flow {
    for branch in branches {
      if try evaluate(branch.test, in: scope).isTrue { return try execute(branch.body, in: scope) }
    }
    return try execute(otherwise, in: scope)
  }

  // MARK: Captured text

  /// The text that `body` writes, or nil when it left the loop around it instead.
  private func capture(_ body: TemplateBlock, in scope: TemplateScope) throws(TemplateFailure) -> (TemplateText, Flow) {
    try nested { () throws(TemplateFailure) in
      let outside = output
      output = TemplateText()
      let flow = try execute(body, in: TemplateScope(in: scope))
      let text = output
      output = outside
      return (text, flow)
    }
  }

  private func value(
    _ expression: TemplateExpression, of text: TemplateText, in scope: TemplateScope
  ) throws(TemplateFailure) -> PyValue {
    let outside = captured
    captured = .string(text)
    defer { captured = outside }
    return try evaluate(expression, in: scope)
  }

  private func setBlock(
    _ target: TemplateTarget, _ value: TemplateExpression, _ body: TemplateBlock, in scope: TemplateScope
  ) throws(TemplateFailure) -> Flow {
    let (text, flow) = try capture(body, in: scope)
    if flow == .onward { try assign(try self.value(value, of: text, in: scope), to: target, in: scope) }
    return flow
  }

  private func filterBlock(
    _ value: TemplateExpression, _ body: TemplateBlock, in scope: TemplateScope
  ) throws(TemplateFailure) -> Flow {
    let (text, flow) = try capture(body, in: scope)
    if flow == .onward { try writeText(try self.value(value, of: text, in: scope), of: "a filter block") }
    return flow
  }

  /// jinja2 joins what these blocks give as it is, so that it must be text.
  private func writeText(_ value: PyValue, of block: String) throws(TemplateFailure) {
    guard let text = value.text else { throw fail("\(block) must give a string, not \(value.shown)") }
    try write(text)
  }

  private func callBlock(
    _ macro: TemplateMacro, _ call: TemplateExpression, in scope: TemplateScope
  ) throws(TemplateFailure) {
    guard case .call(let callee, let arguments) = call.node else { return }
    retain(scope)
    let function = try evaluate(callee, in: scope)
    var values = try self.arguments(arguments, in: scope)
    values.keywords.append((NameTable.caller, .object(PyMacro(macro, in: scope))))
    position = call.position
    try writeText(try self.call(function, values), of: "a call block")
  }

  private func with(
    _ values: [(target: TemplateTarget, value: TemplateExpression)], _ body: TemplateBlock, in scope: TemplateScope
  ) throws(TemplateFailure) -> Flow {
    let inner = TemplateScope(in: scope)
    for name in body.missingUntilSet { inner.set(name, to: .undefined(missing(name))) }
    // The values are read outside: one cannot use another.
    for (target, value) in values { try assign(try evaluate(value, in: scope), to: target, in: inner) }
    return try nested { () throws(TemplateFailure) in try execute(body.statements, in: inner) }
  }

  // MARK: Assignment

  private func set(
    _ target: TemplateTarget, to value: TemplateExpression, in scope: TemplateScope
  ) throws(TemplateFailure) {
    if case .attribute(let name, _, let position) = target { _ = try namespace(name, at: position, in: scope) }
    try assign(try evaluate(value, in: scope), to: target, in: scope)
  }

  func assign(_ value: PyValue, to target: TemplateTarget, in scope: TemplateScope) throws(TemplateFailure) {
    switch target {
    case .name(let name): scope.set(name, to: value)
    case .tuple(let targets):
      let items = try unpacked(value, count: targets.count)
      for (target, item) in zip(targets, items) { try assign(item, to: target, in: scope) }
    case .attribute(let name, let attribute, let position):
      let namespace = try namespace(name, at: position, in: scope)
      try checkNamespaceName(attribute)
      namespace.set(attribute, to: value)
    }
  }

  private func namespace(
    _ name: TemplateName, at position: Int, in scope: TemplateScope
  ) throws(TemplateFailure) -> PyNamespace {
    self.position = position
    guard case .object(let object) = value(of: name, in: scope), let namespace = object as? PyNamespace else {
      throw fail("'\(names.spellings[name])' is no namespace, so none of its attributes can be set")
    }
    return namespace
  }

  func checkNamespaceName(_ name: String) throws(TemplateFailure) {
    if name.utf8.first == UInt8(ascii: "_") {
      throw fail(.forbidden("a namespace may have no attribute whose name begins with an underscore: \(name)"))
    }
  }

  private func unpacked(_ value: PyValue, count: Int) throws(TemplateFailure) -> [PyValue] {
    let iterator = try iterate(value)
    var items: [PyValue] = []
    while let item = try iterator.next() {
      items.append(item)
      if items.count > count { break }
    }
    guard items.count == count else {
      throw fail(
        "\(count) names cannot take the \(items.count > count ? "more" : "\(items.count)") items of \(value.shown)")
    }
    return items
  }
}
