/// The variables of a block, looked for outwards through the blocks around it.
final class TemplateScope {
  private var variables: [(name: TemplateName, value: PyValue)] = []
  private let parent: TemplateScope?

  init(in parent: TemplateScope?) { self.parent = parent }

  func value(of name: TemplateName) -> PyValue? {
    var scope: TemplateScope? = self
    while let here = scope {
      for variable in here.variables where variable.name == name { return variable.value }
      scope = here.parent
    }
    return nil
  }

  func set(_ name: TemplateName, to value: PyValue) {
    for i in variables.indices where variables[i].name == name {
      variables[i].value = value
      return
    }
    variables.append((name, value))
  }

  func clear() { variables = [] }
}
