/// The arguments of a call.
struct PyArguments {
  var positional: [PyValue] = []
  var keywords: [(name: String, value: PyValue)] = []

  var isEmpty: Bool { positional.isEmpty && keywords.isEmpty }

  /// Takes the keyword `name` out.
  mutating func take(_ name: String) -> PyValue? {
    guard let i = keywords.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) }) else { return nil }
    return keywords.remove(at: i).value
  }
}

extension TemplateRun {
  func arguments(_ arguments: TemplateArguments, in scope: TemplateScope) throws(TemplateFailure) -> PyArguments {
    var result = PyArguments()
    if arguments.isEmpty { return result }
    for argument in arguments.positional { result.positional.append(try evaluate(argument, in: scope)) }
    for (name, value) in arguments.keywords { result.keywords.append((name, try evaluate(value, in: scope))) }
    if let list = arguments.list { result.positional += try items(of: try evaluate(list, in: scope)) }
    guard let dictionary = arguments.dictionary else { return result }
    guard case .dictionary(let entries) = try evaluate(dictionary, in: scope) else {
      throw fail("only a dictionary can stand behind ** in a call")
    }
    for (key, value) in entries.entries {
      guard let name = key.text?.text else { throw fail("the names of arguments must be strings") }
      guard result.take(name) == nil else { throw fail("the argument \(name) comes twice") }
      result.keywords.append((name, value))
    }
    return result
  }

  /// The arguments in the order of `parameters`, as Python would bind them; nil for those left out.
  func bind(
    _ arguments: PyArguments, to function: String, _ parameters: [String], required: Int = 0,
    positionalOnly: Bool = false
  ) throws(TemplateFailure) -> [PyValue?] {
    guard arguments.positional.count <= parameters.count else {
      throw fail("\(function) takes at most \(parameters.count) arguments, not \(arguments.positional.count)")
    }
    var result: [PyValue?] = arguments.positional
    result += Array(repeating: nil, count: parameters.count - arguments.positional.count)
    for (name, value) in arguments.keywords {
      let place = parameters.firstIndex { $0.utf8.elementsEqual(name.utf8) }
      guard let place, !positionalOnly else { throw fail("\(function) has no argument named \(name)") }
      guard result[place] == nil else { throw fail("\(function) gets its argument \(name) twice") }
      result[place] = value
    }
    if let missing = result.prefix(required).firstIndex(where: { $0 == nil }) {
      throw fail("\(function) needs the argument \(parameters[missing])")
    }
    return result
  }

  func integer(_ value: PyValue?, _ what: String) throws(TemplateFailure) -> Int? {
    guard let value else { return nil }
    if case .undefined(let undefined) = value { throw fail(undefined) }
    guard let integer = value.integer else { throw fail("\(what) must be a whole number, not \(value.shown)") }
    return integer
  }

  func plainText(_ value: PyValue?, _ what: String) throws(TemplateFailure) -> TemplateText? {
    guard let value else { return nil }
    switch value {
    case .string(let text): return text
    case .markup: throw unsupported("\(what) made by `safe` or `escape`", instead: "leave that filter out")
    default: throw fail("\(what) must be a string, not \(value.shown)")
    }
  }
}
