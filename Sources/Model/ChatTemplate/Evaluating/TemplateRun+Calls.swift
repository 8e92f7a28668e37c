import MindstateStore

/// Calls of functions, macros and methods.
extension TemplateRun {
  func call(
    _ callee: TemplateExpression, _ arguments: TemplateArguments, at position: Int, in scope: TemplateScope
  ) throws(TemplateFailure) -> PyValue {
    let function = try evaluate(callee, in: scope)
    let values = try self.arguments(arguments, in: scope)
    self.position = position
    return try call(function, values)
  }

  func call(_ function: PyValue, _ arguments: PyArguments) throws(TemplateFailure) -> PyValue {
    switch function {
    case .undefined(let undefined): throw fail(undefined)
    case .object(let function as PyFunction): return try call(function.name, arguments)
    case .object(let macro as PyMacro): return try call(macro, arguments)
    case .object(let method as PyMethod): return try call(method, arguments)
    case .object(let joiner as PyJoiner):
      guard arguments.isEmpty else { throw fail("a joiner takes no arguments") }
      defer { joiner.isUsed = true }
      return joiner.isUsed ? joiner.separator : .text("")
    default: throw fail("\(function.shown) cannot be called")
    }
  }

  // MARK: Macros

  private func call(_ macro: PyMacro, _ arguments: PyArguments) throws(TemplateFailure) -> PyValue {
    let definition = macro.definition
    var arguments = arguments
    let scope = TemplateScope(in: macro.scope)
    for name in definition.body.missingUntilSet { scope.set(name, to: .undefined(missing(name))) }
    var given: [PyValue?] = Array(arguments.positional.prefix(definition.parameters.count))
    for parameter in definition.parameters.dropFirst(given.count) { given.append(arguments.take(parameter.spelling)) }
    try setSpecialNames(of: definition, arguments, in: scope)
    return try nested { () throws(TemplateFailure) in
      // A default may use the parameters before it.
      for (parameter, value) in zip(definition.parameters, given) {
        if let value {
          scope.set(parameter.name, to: value)
        } else {
          scope.set(parameter.name, to: try fallback(of: parameter, in: scope))
        }
      }
      let outside = output
      output = TemplateText()
      _ = try execute(definition.body.statements, in: scope)
      let text = output
      output = outside
      return .string(text)
    }
  }

  private func fallback(
    of parameter: TemplateMacro.Parameter, in scope: TemplateScope
  ) throws(TemplateFailure) -> PyValue {
    if let expression = parameter.fallback { return try evaluate(expression, in: scope) }
    return .undefined(PyUndefined(message: "parameter '\(parameter.spelling)' was not provided"))
  }

  /// `caller`, `kwargs` and `varargs` where the macro uses them; what it does not use must not be given.
  private func setSpecialNames(
    of macro: TemplateMacro, _ arguments: PyArguments, in scope: TemplateScope
  ) throws(TemplateFailure) {
    var arguments = arguments
    if macro.usesCaller, let name = names.find(NameTable.caller) {
      let caller = arguments.take(NameTable.caller)
      let given = caller.flatMap { $0.isNone ? nil : $0 }
      scope.set(name, to: given ?? .undefined(PyUndefined(message: "the macro was not called by a call block")))
    }
    if macro.usesKwargs, let name = names.find(NameTable.kwargs) {
      var dictionary = PyDictionary()
      for (name, value) in arguments.keywords { dictionary.set(name, to: value) }
      scope.set(name, to: .dictionary(dictionary))
    } else if let extra = arguments.keywords.first {
      throw fail("the macro \(macro.spelling) takes no argument named \(extra.name)")
    }
    let extra = Array(arguments.positional.dropFirst(macro.parameters.count))
    if macro.usesVarargs, let name = names.find(NameTable.varargs) {
      scope.set(name, to: try tuple(extra))
    } else if !extra.isEmpty {
      throw fail("the macro \(macro.spelling) takes at most \(macro.parameters.count) arguments")
    }
  }

  // MARK: Global functions

  private func call(_ name: PyFunction.Name, _ arguments: PyArguments) throws(TemplateFailure) -> PyValue {
    switch name {
    case .range: return try range(arguments)
    case .dict: return .dictionary(try makeDictionary(arguments))
    case .namespace: return try makeNamespace(arguments)
    case .cycler:
      guard arguments.keywords.isEmpty, !arguments.positional.isEmpty else {
        throw fail("cycler needs at least one item")
      }
      return .object(PyCycler(try checkedItems(arguments.positional)))
    case .joiner:
      let bound = try bind(arguments, to: "joiner", ["sep"])
      return .object(PyJoiner(bound[0] ?? .text(", ")))
    case .lipsum: throw unsupported("the function lipsum", instead: "write the text into the template")
    case .raiseException:
      let bound = try bind(arguments, to: "raise_exception", ["message"], required: 1)
      throw fail(.raised(message: try str(bound[0] ?? .none).text))
    case .strftimeNow:
      let bound = try bind(arguments, to: "strftime_now", ["format"], required: 1)
      let format = try plainText(bound[0], "the format of strftime_now") ?? TemplateText()
      guard let now else { throw fail("strftime_now asks for the time, and none was given") }
      return try string(TemplateText(try strftime(format.text, now)))
    }
  }

  private func range(_ arguments: PyArguments) throws(TemplateFailure) -> PyValue {
    guard arguments.keywords.isEmpty, (1...3).contains(arguments.positional.count) else {
      throw fail("range takes one to three whole numbers")
    }
    var numbers: [Int] = []
    for argument in arguments.positional { numbers.append(try integer(argument, "an argument of range") ?? 0) }
    let start = numbers.count == 1 ? 0 : numbers[0]
    let stop = numbers.count == 1 ? numbers[0] : numbers[1]
    let step = numbers.count == 3 ? numbers[2] : 1
    guard step != 0 else { throw fail("the step of range must not be 0") }
    let (distance, overflow) =
      step > 0
      ? stop.subtractingReportingOverflow(start) : start.subtractingReportingOverflow(stop)
    let count =
      overflow
      ? (step > 0) == (stop > start) ? Int.max : 0
      : distance <= 0 ? 0 : (distance - 1) / Int(clamping: step.magnitude) + 1
    guard count <= limits.items else { throw fail(.limit(what: "items of a range", bound: limits.items)) }
    return .object(PyRange(start: start, stop: stop, step: step, count: count))
  }

  private func makeDictionary(_ arguments: PyArguments) throws(TemplateFailure) -> PyDictionary {
    guard arguments.positional.count <= 1 else { throw fail("dict takes one value and named arguments") }
    var result = PyDictionary()
    switch arguments.positional.first {
    case nil: break
    case .dictionary(let dictionary): result = dictionary
    case .object(let namespace as PyNamespace):
      throw fail("\(PyValue.object(namespace).shown) cannot become a dictionary")
    case .some(let pairs):
      for pair in try items(of: pairs) {
        let halves = try items(of: pair)
        guard halves.count == 2 else { throw fail("dict takes pairs of key and value") }
        result.set(try hashed(halves[0]), halves[0], to: halves[1])
      }
    }
    for (name, value) in arguments.keywords { result.set(name, to: value) }
    try checkDepth(result.depth)
    try charge(result.count)
    return result
  }

  private func makeNamespace(_ arguments: PyArguments) throws(TemplateFailure) -> PyValue {
    let namespace = PyNamespace()
    for (key, value) in try makeDictionary(arguments).entries {
      guard let name = key.text?.text else { throw fail("the attributes of a namespace must have strings as names") }
      try checkNamespaceName(name)
      namespace.set(name, to: value)
    }
    retain(namespace)
    return .object(namespace)
  }

  /// The key of a dictionary.
  func hashed(_ value: PyValue) throws(TemplateFailure) -> PyKey {
    guard let key = PyKey(value) else { throw fail("\(value.shown) cannot be the key of a dictionary") }
    return key
  }
}
