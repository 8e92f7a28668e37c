/// Filters that ask each item for a key or a test.
extension TemplateRun {
  func applyToEach(
    _ filter: TemplateFilter, _ value: PyValue, _ arguments: PyArguments
  ) throws(TemplateFailure) -> PyValue {
    switch filter {
    case .map: return try map(value, arguments)
    case .select, .reject, .selectattr, .rejectattr: return try select(filter, value, arguments)
    case .groupby: return try groups(value, arguments)
    case .sort: return try sorted(value, arguments)
    case .dictsort: return try sortedPairs(value, arguments)
    case .unique: return try unique(value, arguments)
    case .min, .max: return try extreme(filter, value, arguments)
    default: return try sum(value, arguments)
    }
  }

  // MARK: Attributes

  /// The steps of an attribute such as `function.name` or `0.role`.
  func attributePath(_ attribute: PyValue?) throws(TemplateFailure) -> [PyValue] {
    guard let attribute, !attribute.isNone else { return [] }
    guard let text = attribute.text else { return [attribute] }
    return text.pieces(cutAt: text.ranges(of: TemplateText("."))).map { part in
      part.all(\.isPythonDigit) ? Int(part.text).map { .int($0) } ?? .string(part) : .string(part)
    }
  }

  func follow(
    _ path: [PyValue], from value: PyValue, default fallback: PyValue? = nil
  ) throws(TemplateFailure) -> PyValue {
    var result = value
    for step in path {
      try charge()
      result = try item(step, of: result)
      if let fallback, result.isUndefined { result = fallback }
    }
    return result
  }

  /// What strings are compared as: in lower case, unless case counts.
  private func key(_ value: PyValue, isCaseSensitive: Bool) -> PyValue {
    guard !isCaseSensitive, let text = value.text else { return value }
    return .string(text.lowercased())
  }

  // MARK: Lazy filters

  private func lazily(
    over value: PyValue, _ pull: @escaping (PyIterator) throws(TemplateFailure) -> PyValue?
  ) throws(TemplateFailure) -> PyValue {
    // Where nothing is true, jinja2 asks for no items and so finds no fault in the value either.
    guard value.isTrue else { return .object(PyIterator([], depth: 0)) }
    let source = iterateLazily(value)
    try checkDepth(source.depth + 1)
    return .object(PyIterator(depth: source.depth + 1) { () throws(TemplateFailure) in try pull(source) })
  }

  private func map(_ value: PyValue, _ arguments: PyArguments) throws(TemplateFailure) -> PyValue {
    var rest = arguments
    if arguments.positional.isEmpty, let attribute = rest.take("attribute") {
      let fallback = rest.take("default").flatMap { $0.isNone ? nil : $0 }
      if let extra = rest.keywords.first { throw fail("map has no argument named \(extra.name)") }
      let path = try attributePath(attribute)
      return try lazily(over: value) { [self] (source) throws(TemplateFailure) in
        guard let item = try source.next() else { return nil }
        return try follow(path, from: item, default: fallback)
      }
    }
    guard let name = rest.positional.first else { throw fail("map needs the name of a filter or attribute=") }
    rest.positional.removeFirst()
    let given = rest
    return try lazily(over: value) { [self] (source) throws(TemplateFailure) in
      guard let item = try source.next() else { return nil }
      return try apply(named: name, to: item, given)
    }
  }

  private func select(
    _ filter: TemplateFilter, _ value: PyValue, _ arguments: PyArguments
  ) throws(TemplateFailure) -> PyValue {
    var rest = arguments
    var path: [PyValue] = []
    if filter == .selectattr || filter == .rejectattr {
      guard let attribute = rest.positional.first else {
        throw fail("\(filter.rawValue) needs the name of an attribute")
      }
      rest.positional.removeFirst()
      path = try attributePath(attribute)
    }
    let name = rest.positional.first
    if name != nil { rest.positional.removeFirst() }
    let given = rest
    let keeps = filter == .select || filter == .selectattr
    return try lazily(over: value) { [self] (source) throws(TemplateFailure) in
      while let item = try source.next() {
        try charge()
        let subject = try follow(path, from: item)
        if try passes(name, subject, given) == keeps { return item }
      }
      return nil
    }
  }

  private func passes(
    _ name: PyValue?, _ value: PyValue, _ arguments: PyArguments
  ) throws(TemplateFailure) -> Bool {
    guard let name else { return value.isTrue }
    guard let text = name.text?.text, let test = TemplateTest(rawValue: text) else {
      throw fail("there is no test named \(try repr(name).text)")
    }
    return try check(test, value, arguments)
  }

  private func unique(_ value: PyValue, _ arguments: PyArguments) throws(TemplateFailure) -> PyValue {
    let bound = try bind(arguments, to: "unique", ["case_sensitive", "attribute"])
    let path = try attributePath(bound[1])
    let isCaseSensitive = bound[0]?.isTrue ?? false
    let source = iterateLazily(value)
    try checkDepth(source.depth + 1)
    var seen: Set<PyKey> = []
    return .object(
      PyIterator(depth: source.depth + 1) { [self] () throws(TemplateFailure) in
        while let item = try source.next() {
          let key = key(try follow(path, from: item), isCaseSensitive: isCaseSensitive)
          if seen.insert(try hashed(key)).inserted { return item }
        }
        return nil
      })
  }

  // MARK: Sorting and summing

  private func sorted(_ value: PyValue, _ arguments: PyArguments) throws(TemplateFailure) -> PyValue {
    let bound = try bind(arguments, to: "sort", ["reverse", "case_sensitive", "attribute"])
    var paths: [[PyValue]] = []
    if let text = bound[2]?.text {
      for part in text.pieces(cutAt: text.ranges(of: TemplateText(","))) {
        paths.append(try attributePath(.string(part)))
      }
    } else {
      paths = [try attributePath(bound[2])]
    }
    let isCaseSensitive = bound[1]?.isTrue ?? false
    let items = try items(of: value)
    var keys: [PyValue] = []
    for item in items {
      var parts: [PyValue] = []
      for path in paths { parts.append(key(try follow(path, from: item), isCaseSensitive: isCaseSensitive)) }
      keys.append(.list(PyList(unchecked: parts)))
    }
    return try list(try sortedPlaces(of: keys, reverse: bound[0]?.isTrue ?? false).map { items[$0] })
  }

  private func sortedPairs(_ value: PyValue, _ arguments: PyArguments) throws(TemplateFailure) -> PyValue {
    let bound = try bind(arguments, to: "dictsort", ["case_sensitive", "by", "reverse"])
    let by = bound[1]?.text?.text ?? "key"
    guard by == "key" || by == "value" else { throw fail("dictsort sorts by \"key\" or by \"value\"") }
    if case .undefined(let undefined) = value { throw fail(undefined) }
    guard case .dictionary(let dictionary) = value else {
      throw fail("dictsort takes a dictionary, not \(value.shown)")
    }
    let isCaseSensitive = bound[0]?.isTrue ?? false
    let pairs = PyView(.items, of: dictionary).items
    let keys = dictionary.entries.map { key(by == "key" ? $0.key : $0.value, isCaseSensitive: isCaseSensitive) }
    return try list(try sortedPlaces(of: keys, reverse: bound[2]?.isTrue ?? false).map { pairs[$0] })
  }

  private func groups(_ value: PyValue, _ arguments: PyArguments) throws(TemplateFailure) -> PyValue {
    let bound = try bind(arguments, to: "groupby", ["attribute", "default", "case_sensitive"], required: 1)
    let path = try attributePath(bound[0])
    let fallback = bound[1].flatMap { $0.isNone ? nil : $0 }
    let isCaseSensitive = bound[2]?.isTrue ?? false
    let items = try items(of: value)
    var keys: [PyValue] = []
    for item in items {
      keys.append(key(try follow(path, from: item, default: fallback), isCaseSensitive: isCaseSensitive))
    }
    let places = try sortedPlaces(of: keys, reverse: false)
    var groups: [PyValue] = []
    var i = 0
    while i < places.count {
      var members: [PyValue] = []
      let first = places[i]
      while i < places.count, try equal(keys[places[i]], keys[first]) {
        members.append(items[places[i]])
        i += 1
      }
      let grouper = isCaseSensitive ? keys[first] : try follow(path, from: members[0], default: fallback)
      groups.append(.object(PyGroup(grouper, try checkedItems(members))))
    }
    return try list(groups)
  }

  private func extreme(
    _ filter: TemplateFilter, _ value: PyValue, _ arguments: PyArguments
  ) throws(TemplateFailure) -> PyValue {
    let bound = try bind(arguments, to: filter.rawValue, ["case_sensitive", "attribute"])
    let path = try attributePath(bound[1])
    let isCaseSensitive = bound[0]?.isTrue ?? false
    let iterator = try iterate(value)
    var best: (item: PyValue, key: PyValue)?
    while let item = try iterator.next() {
      let key = key(try follow(path, from: item), isCaseSensitive: isCaseSensitive)
      if let known = best {
        let order = filter == .min ? try self.order(key, "<", known.key) : try self.order(known.key, "<", key)
        guard let order, order < 0 else { continue }
      }
      best = (item, key)
    }
    return best?.item ?? .undefined(PyUndefined(message: "there is no \(filter.rawValue) of no items"))
  }

  private func sum(_ value: PyValue, _ arguments: PyArguments) throws(TemplateFailure) -> PyValue {
    let bound = try bind(arguments, to: "sum", ["attribute", "start"])
    let path = try attributePath(bound[0])
    var total = bound[1] ?? .int(0)
    if case .string = total { throw fail("sum does not join strings; use join") }
    let iterator = try iterate(value)
    while let item = try iterator.next() { total = try combine(total, .add, try follow(path, from: item)) }
    return total
  }
}
