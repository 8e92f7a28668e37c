/// Methods of lists, dictionaries and the objects of templates.
extension TemplateRun {
  func call(_ method: PyMethod, _ arguments: PyArguments) throws(TemplateFailure) -> PyValue {
    switch method.receiver {
    case .string(let text): return try call(method.name, of: text, arguments)
    case .dictionary(let dictionary): return try call(method.name, of: dictionary, arguments)
    case .list(let list): return try call(method.name, of: list.items, arguments)
    case .tuple(let list): return try call(method.name, of: list.items, arguments)
    case .object(let loop as PyLoop): return try call(method.name, of: loop, arguments)
    case .object(let cycler as PyCycler):
      guard arguments.isEmpty else { throw fail("\(method.name) of a cycler takes no arguments") }
      let item = cycler.items.items[cycler.position]
      cycler.position = method.name == "next" ? (cycler.position + 1) % cycler.items.items.count : 0
      return method.name == "next" ? item : .none
    case .object(is PyRange), .object(is PyGroup):
      return try call(method.name, of: try items(of: method.receiver), arguments)
    default: throw fail("\(method.receiver.shown) has no method \(method.name)")
    }
  }

  private func call(
    _ name: String, of dictionary: PyDictionary, _ arguments: PyArguments
  ) throws(TemplateFailure) -> PyValue {
    if name == "get" {
      let bound = try bind(arguments, to: name, ["key", "default"], required: 1, positionalOnly: true)
      return dictionary[try hashed(bound[0] ?? .none)] ?? bound[1] ?? .none
    }
    guard arguments.isEmpty else { throw fail("\(name) of a dictionary takes no arguments") }
    switch name {
    case "items": return .object(PyView(.items, of: dictionary))
    case "keys": return .object(PyView(.keys, of: dictionary))
    case "values": return .object(PyView(.values, of: dictionary))
    default: return .dictionary(dictionary)
    }
  }

  private func call(
    _ name: String, of items: [PyValue], _ arguments: PyArguments
  ) throws(TemplateFailure) -> PyValue {
    if name == "copy" {
      guard arguments.isEmpty else { throw fail("copy takes no arguments") }
      return try list(items)
    }
    let bound = try bind(arguments, to: name, ["value", "start", "stop"], required: 1, positionalOnly: true)
    let value = bound[0] ?? .none
    if name == "count" {
      guard arguments.positional.count == 1 else { throw fail("count of a list takes one argument") }
      var count = 0
      for item in items {
        if try equal(item, value) { count += 1 }
      }
      return .int(count)
    }
    let start = try integer(bound[1], "the start of index"), stop = try integer(bound[2], "the stop of index")
    for place in Slicing.indices(of: items.count, start, stop, 1) {
      if try equal(items[place], value) { return .int(place) }
    }
    throw fail("index finds no such item in the list")
  }

  private func call(_ name: String, of loop: PyLoop, _ arguments: PyArguments) throws(TemplateFailure) -> PyValue {
    guard arguments.keywords.isEmpty else { throw fail("loop.\(name) takes no named arguments") }
    if name == "changed" {
      var isSame = false
      if let last = loop.lastChanged {
        isSame = try equal(.tuple(PyList(unchecked: last)), .tuple(PyList(unchecked: arguments.positional)))
      }
      loop.lastChanged = arguments.positional
      return .bool(!isSame)
    }
    guard !arguments.positional.isEmpty else { throw fail("loop.cycle needs at least one item") }
    return arguments.positional[loop.index0 % arguments.positional.count]
  }
}
