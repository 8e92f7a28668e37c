/// Loops and what they go over.
extension TemplateRun {
  func run(_ loop: TemplateForLoop, in scope: TemplateScope) throws(TemplateFailure) -> Flow {
    let value = try evaluate(loop.iterable, in: scope)
    position = loop.iterable.position
    var iterator = try iterate(value)
    var length = try? self.length(of: value)
    if let test = loop.test {
      iterator = filtered(iterator, by: test, of: loop, in: scope)
      length = nil
    }
    var state = PyLoop(over: iterator, length: length)
    // What a template kept of the loop would hold its items in turn.
    defer { if !isKnownUniquelyReferenced(&state) { retain(state) } }
    // As in jinja2, an item whose body was left by `break` or `continue` does not count against `else`.
    var needsElse = true
    while let item = try state.advance() {
      try charge()
      let inner = TemplateScope(in: scope)
      if let name = names.find(NameTable.loop) { inner.set(name, to: .object(state)) }
      for name in loop.body.missingUntilSet { inner.set(name, to: .undefined(missing(name))) }
      position = loop.position
      try assign(item, to: loop.target, in: inner)
      let flow = try execute(loop.body.statements, in: inner)
      if flow == .leaveLoop { break }
      if flow == .onward { needsElse = false }
    }
    return needsElse ? try execute(loop.otherwise, in: TemplateScope(in: scope)) : .onward
  }

  /// The items that pass the loop's own `if`, each tested when it is fetched.
  private func filtered(
    _ iterator: PyIterator, by test: TemplateExpression, of loop: TemplateForLoop, in scope: TemplateScope
  ) -> PyIterator {
    PyIterator(depth: iterator.depth) { [self] () throws(TemplateFailure) in
      while let item = try iterator.next() {
        try charge()
        let inner = TemplateScope(in: scope)
        try assign(item, to: loop.target, in: inner)
        if try evaluate(test, in: inner).isTrue { return item }
      }
      return nil
    }
  }

  /// Goes over a value as Python's `iter` does.
  func iterate(_ value: PyValue) throws(TemplateFailure) -> PyIterator {
    switch value {
    case .undefined: return PyIterator([], depth: 0)
    case .string(let text), .markup(let text):
      try checkTextSize(text.byteCount)
      return PyIterator(text.scalars.map { .string(TemplateText(String($0.scalar), marked: $0.marked)) }, depth: 0)
    case .list(let list), .tuple(let list): return PyIterator(list.items, depth: list.depth)
    case .dictionary(let dictionary): return PyIterator(dictionary.entries.map(\.key), depth: dictionary.depth)
    case .object(let object): return try iterate(object)
    case .none, .bool, .int, .float: throw fail("\(value.shown) has no items to go over")
    }
  }

  private func iterate(_ object: PyObject) throws(TemplateFailure) -> PyIterator {
    switch object {
    case let iterator as PyIterator: return iterator
    case let range as PyRange: return PyIterator(range.items.map { .int($0) }, depth: 0)
    case let view as PyView: return PyIterator(view.items, depth: view.depth)
    case let group as PyGroup: return PyIterator(group.pair.items, depth: group.depth)
    case is PyLoop: throw unsupported("going over the variable loop", instead: "go over the list itself")
    default: throw fail("a value of type \(object.typeName) has no items to go over")
    }
  }

  /// Goes over a value later: what has no items is found out when the first one is asked for, as in a generator.
  func iterateLazily(_ value: PyValue) -> PyIterator {
    do throws(TemplateFailure) { return try iterate(value) } catch {
      return PyIterator(depth: 0) { () throws(TemplateFailure) in throw error }
    }
  }

  /// All items at once.
  func items(of value: PyValue) throws(TemplateFailure) -> [PyValue] {
    switch value {
    case .list(let list), .tuple(let list): return list.items
    default: break
    }
    let iterator = try iterate(value)
    var items: [PyValue] = []
    while let item = try iterator.next() {
      try charge()
      items.append(item)
      if items.count > limits.items { throw fail(.limit(what: "items of a list", bound: limits.items)) }
    }
    return items
  }

  /// Python's `len`.
  func length(of value: PyValue) throws(TemplateFailure) -> Int {
    switch value {
    case .undefined: return 0
    case .string(let text), .markup(let text): return text.scalarCount
    case .list(let list), .tuple(let list): return list.items.count
    case .dictionary(let dictionary): return dictionary.count
    case .object(let range as PyRange): return range.count
    case .object(let view as PyView): return view.dictionary.count
    case .object(let group as PyGroup): return group.pair.items.count
    case .object(let loop as PyLoop): return try loop.length()
    case .object(is PyIterator):
      throw fail("an iterator has no length; make it a list with `|list` first")
    case .none, .bool, .int, .float, .object: throw fail("\(value.shown) has no length")
    }
  }
}
