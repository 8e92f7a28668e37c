/// A statement of a template, or text to copy.
indirect enum TemplateStatement: Sendable {
  case text(String)
  case print(TemplateExpression)
  case set(TemplateTarget, TemplateExpression)
  /// `value` makes what is set out of the captured body.
  case setBlock(TemplateTarget, value: TemplateExpression, body: TemplateBlock)
  case forLoop(TemplateForLoop)
  case condition(branches: [(test: TemplateExpression, body: [TemplateStatement])], otherwise: [TemplateStatement])
  case macro(TemplateMacro)
  case callBlock(TemplateMacro, call: TemplateExpression)
  case filterBlock(value: TemplateExpression, body: TemplateBlock)
  case with([(target: TemplateTarget, value: TemplateExpression)], body: TemplateBlock)
  case generation(body: TemplateBlock)
  case breakLoop
  case continueLoop
}

/// Statements with a scope of their own.
struct TemplateBlock: Sendable {
  var statements: [TemplateStatement]
  /// Names that count as missing until the block sets them, whatever stands outside: see `ScopeAnalysis`.
  var missingUntilSet: [TemplateName] = []
}

/// What an assignment writes to.
indirect enum TemplateTarget: Sendable {
  case name(TemplateName)
  case tuple([TemplateTarget])
  case attribute(namespace: TemplateName, attribute: String, position: Int)

  /// The plain names in it.
  var names: [TemplateName] {
    switch self {
    case .name(let name): [name]
    case .tuple(let targets): targets.flatMap(\.names)
    case .attribute: []
    }
  }
}

struct TemplateForLoop: Sendable {
  var target: TemplateTarget
  var iterable: TemplateExpression
  var test: TemplateExpression?
  var body: TemplateBlock
  var otherwise: TemplateBlock
  var position: Int
}

/// A macro, or the body of a call block, which is a macro named `caller`.
struct TemplateMacro: Sendable {
  struct Parameter: Sendable {
    var name: TemplateName
    var spelling: String
    var fallback: TemplateExpression?
  }

  var name: TemplateName
  var spelling: String
  var parameters: [Parameter]
  var body: TemplateBlock
  /// Which of the names that catch more arguments the body uses.
  var usesCaller = false
  var usesVarargs = false
  var usesKwargs = false
  var position: Int
}
