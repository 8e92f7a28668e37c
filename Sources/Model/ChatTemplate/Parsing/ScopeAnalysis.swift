/// Finds, for every scope, the names that are missing until the scope sets them.
///
/// jinja2 decides by the text where a name lives. A scope that sets a name before it reads it (in the order of the
/// text) owns the name from its start, so that a macro or an inner loop, which may run earlier, sees no variable of that
/// name from outside. Most scopes have no such name.
struct ScopeAnalysis {
  /// How a scope first gets at a name.
  private enum Origin { case parameter, outside, missing }

  private struct Symbols {
    var origins: [TemplateName: Origin] = [:]
    var stores: Set<TemplateName> = []
    let outer: Set<TemplateName>

    mutating func declare(_ name: TemplateName) {
      origins[name] = .parameter
      stores.insert(name)
    }

    mutating func load(_ name: TemplateName) {
      if origins[name] == nil, !outer.contains(name) { origins[name] = .outside }
    }

    mutating func store(_ name: TemplateName) {
      stores.insert(name)
      if origins[name] == nil { origins[name] = outer.contains(name) ? .outside : .missing }
    }

    /// Takes over what the branches of an `if` did: a name that only some of them set comes from outside.
    mutating func merge(_ branches: [Symbols]) {
      var counts: [TemplateName: Int] = [:]
      for branch in branches {
        for name in branch.stores where !stores.contains(name) { counts[name, default: 0] += 1 }
      }
      for branch in branches {
        origins.merge(branch.origins) { $1 }
        stores.formUnion(branch.stores)
      }
      for (name, count) in counts where count < branches.count { origins[name] = .outside }
    }
  }

  /// The template with `missingUntilSet` filled in everywhere.
  static func resolved(_ template: TemplateBlock) -> TemplateBlock {
    analyzed(template, parameters: [], outer: [])
  }

  private static func analyzed(
    _ block: TemplateBlock, parameters: [TemplateName], reading: [TemplateExpression] = [], outer: Set<TemplateName>
  ) -> TemplateBlock {
    var symbols = Symbols(outer: outer)
    for name in parameters { symbols.declare(name) }
    for expression in reading { visit(expression, &symbols) }
    visit(block.statements, &symbols)
    let visible = outer.union(symbols.origins.keys)
    return TemplateBlock(
      statements: block.statements.map { rewritten($0, visible) },
      missingUntilSet: symbols.origins.filter { $0.value == .missing }.map(\.key).sorted())
  }

  // MARK: Inner scopes

  private static func rewritten(_ statement: TemplateStatement, _ visible: Set<TemplateName>) -> TemplateStatement {
    switch statement {
    case .text, .print, .set, .breakLoop, .continueLoop: return statement
    case .setBlock(let target, let value, let body):
      return .setBlock(target, value: value, body: analyzed(body, parameters: [], outer: visible))
    case .filterBlock(let value, let body):
      return .filterBlock(value: value, body: analyzed(body, parameters: [], outer: visible))
    case .generation(let body): return .generation(body: analyzed(body, parameters: [], outer: visible))
    case .with(let values, let body):
      return .with(values, body: analyzed(body, parameters: values.flatMap(\.target.names), outer: visible))
    case .macro(let macro): return .macro(rewritten(macro, visible))
    case .callBlock(let macro, let call): return .callBlock(rewritten(macro, visible), call: call)
    case .forLoop(var loop):
      loop.body = analyzed(loop.body, parameters: loop.target.names, outer: visible)
      loop.otherwise = analyzed(loop.otherwise, parameters: [], outer: visible)
      return .forLoop(loop)
    case .condition(let branches, let otherwise):
      return .condition(
        branches: branches.map { branch in (branch.test, branch.body.map { rewritten($0, visible) }) },
        otherwise: otherwise.map { rewritten($0, visible) })
    }
  }

  private static func rewritten(_ macro: TemplateMacro, _ visible: Set<TemplateName>) -> TemplateMacro {
    var macro = macro
    macro.body = analyzed(
      macro.body, parameters: macro.parameters.map(\.name), reading: macro.parameters.compactMap(\.fallback),
      outer: visible)
    return macro
  }

  // MARK: One scope

  private static func visit(_ statements: [TemplateStatement], _ symbols: inout Symbols) {
    for statement in statements { visit(statement, &symbols) }
  }

  private static func visit(_ statement: TemplateStatement, _ symbols: inout Symbols) {
    switch statement {
    case .text, .generation, .breakLoop, .continueLoop: break
    case .print(let expression): visit(expression, &symbols)
    case .set(let target, let value):
      visit(value, &symbols)
      visit(target, &symbols)
    case .setBlock(let target, _, _): visit(target, &symbols)
    case .forLoop(let loop): visit(loop.iterable, &symbols)
    case .macro(let macro): symbols.store(macro.name)
    case .callBlock(_, let call): visit(call, &symbols)
    case .filterBlock(let value, _): visit(value, &symbols)
    case .with(let values, _): for (_, value) in values { visit(value, &symbols) }
    case .condition(let branches, let otherwise): visit(branches[...], otherwise, &symbols)
    }
  }

  /// jinja2 sees three branches: the first, all `elif` together, and `else`.
  private static func visit(
    _ branches: ArraySlice<(test: TemplateExpression, body: [TemplateStatement])>, _ otherwise: [TemplateStatement],
    _ symbols: inout Symbols
  ) {
    guard let first = branches.first else { return }
    visit(first.test, &symbols)
    var (body, others, last) = (symbols, symbols, symbols)
    visit(first.body, &body)
    for branch in branches.dropFirst() { visit([branch], [], &others) }
    visit(otherwise, &last)
    symbols.merge([body, others, last])
  }

  private static func visit(_ target: TemplateTarget, _ symbols: inout Symbols) {
    switch target {
    case .name(let name): symbols.store(name)
    case .tuple(let targets): for inner in targets { visit(inner, &symbols) }
    case .attribute(let namespace, _, _): symbols.load(namespace)
    }
  }

  private static func visit(_ expression: TemplateExpression, _ symbols: inout Symbols) {
    if case .name(let name) = expression.node { symbols.load(name) }
    for child in expression.children { visit(child, &symbols) }
  }
}

extension TemplateExpression {
  /// The expressions in it.
  var children: [TemplateExpression] {
    switch node {
    case .none, .bool, .int, .float, .string, .name, .captured: []
    case .list(let items), .tuple(let items), .concatenate(let items): items
    case .dictionary(let items): items.flatMap { [$0.key, $0.value] }
    case .attribute(let a, _), .negate(let a), .plus(let a), .not(let a): [a]
    case .unknownFilter(let a, _, let arguments): [a] + arguments.all
    case .item(let a, let b), .binary(_, let a, let b), .and(let a, let b), .or(let a, let b): [a, b]
    case .slice(let a, let slice): [a] + [slice.start, slice.stop, slice.step].compactMap { $0 }
    case .call(let a, let arguments), .filter(let a, _, let arguments), .test(let a, _, let arguments):
      [a] + arguments.all
    case .compare(let first, let rest): [first] + rest.map(\.operand)
    case .conditional(let test, let then, let otherwise): [test, then] + [otherwise].compactMap { $0 }
    }
  }
}
