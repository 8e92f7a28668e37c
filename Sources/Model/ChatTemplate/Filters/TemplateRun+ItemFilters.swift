/// Filters of lists as a whole.
extension TemplateRun {
  func applyToItems(
    _ filter: TemplateFilter, _ value: PyValue, _ arguments: PyArguments
  ) throws(TemplateFailure) -> PyValue {
    switch filter {
    case .batch: return try batch(value, arguments)
    case .slice: return try slices(value, arguments)
    case .join: return try join(value, arguments)
    default: break
    }
    guard arguments.isEmpty else { throw fail("\(filter.rawValue) takes no arguments") }
    switch filter {
    case .count, .length: return .int(try length(of: value))
    case .list: return try list(try items(of: value))
    case .first: return try iterate(value).next() ?? .undefined(PyUndefined(message: "there is no first item"))
    case .last: return try last(of: value)
    case .reverse: return try reversed(value)
    default: return try pairs(of: value)
    }
  }

  private func last(of value: PyValue) throws(TemplateFailure) -> PyValue {
    if case .object(is PyIterator) = value {
      throw fail("an iterator has no last item; make it a list with `|list` first")
    }
    return try items(of: value).last ?? .undefined(PyUndefined(message: "there is no last item"))
  }

  private func reversed(_ value: PyValue) throws(TemplateFailure) -> PyValue {
    switch value {
    case .string(let text): return .string(TemplateText(text.scalars.reversed()))
    case .markup: throw unsupported("reverse of text made by `safe` or `escape`", instead: "leave that filter out")
    // Python makes a list of what cannot be gone over backwards, and an iterator of the rest.
    case .object(is PyIterator): return try list(try items(of: value).reversed())
    case .undefined: return .object(PyIterator([], depth: 0))
    default:
      let items = try items(of: value)
      return .object(PyIterator(items.reversed(), depth: value.depth))
    }
  }

  private func pairs(of value: PyValue) throws(TemplateFailure) -> PyValue {
    switch value {
    case .undefined: return .object(PyIterator([], depth: 0))
    case .dictionary(let dictionary):
      return .object(PyIterator(PyView(.items, of: dictionary).items, depth: dictionary.depth + 1))
    default:
      let message = "items takes a dictionary, not \(value.shown)"
      return .object(PyIterator(depth: 0) { [self] () throws(TemplateFailure) in throw fail(message) })
    }
  }

  private func join(_ value: PyValue, _ arguments: PyArguments) throws(TemplateFailure) -> PyValue {
    let bound = try bind(arguments, to: "join", ["d", "attribute"])
    let separator = try str(bound[0] ?? .text(""))
    let path = try attributePath(bound[1])
    let iterator = try iterate(value)
    var result = TemplateText()
    var isFirst = true
    while let item = try iterator.next() {
      if !isFirst { result.append(separator) }
      isFirst = false
      result.append(try str(try follow(path, from: item)))
      if result.byteCount > limits.textBytes { try checkTextSize(result.byteCount) }
      try charge(1 + separator.byteCount / 32)
    }
    return try string(result)
  }

  private func batch(_ value: PyValue, _ arguments: PyArguments) throws(TemplateFailure) -> PyValue {
    let bound = try bind(arguments, to: "batch", ["linecount", "fill_with"], required: 1)
    let size = try integer(bound[0], "the size of a batch") ?? 0
    let fill = bound[1].flatMap { $0.isNone ? nil : $0 }
    guard size > 0 else { throw fail("the size of a batch must be positive") }
    let source = iterateLazily(value)
    try checkDepth(source.depth + 2)
    return .object(
      PyIterator(depth: source.depth + 2) { [self] () throws(TemplateFailure) in
        var row: [PyValue] = []
        while row.count < size, let item = try source.next() { row.append(item) }
        if row.isEmpty { return nil }
        if let fill, row.count < size {
          if size > limits.items { throw fail(.limit(what: "items of a list", bound: limits.items)) }
          row += Array(repeating: fill, count: size - row.count)
        }
        return try list(row)
      })
  }

  private func slices(_ value: PyValue, _ arguments: PyArguments) throws(TemplateFailure) -> PyValue {
    let bound = try bind(arguments, to: "slice", ["slices", "fill_with"], required: 1)
    let count = try integer(bound[0], "the number of slices") ?? 0
    let fill = bound[1].flatMap { $0.isNone ? nil : $0 }
    guard count > 0, count <= limits.items else {
      throw fail("the number of slices must be positive and no more than \(limits.items)")
    }
    try checkDepth(value.depth + 2)
    var rows: PyIterator?
    return .object(
      PyIterator(depth: value.depth + 2) { [self] () throws(TemplateFailure) in
        if rows == nil { rows = try slices(of: try items(of: value), count, fill) }
        return try rows?.next()
      })
  }

  private func slices(of items: [PyValue], _ count: Int, _ fill: PyValue?) throws(TemplateFailure) -> PyIterator {
    let (size, extra) = items.count.quotientAndRemainder(dividingBy: count)
    var result: [PyValue] = []
    var start = 0
    for i in 0..<count {
      let end = start + size + (i < extra ? 1 : 0)
      let filled = fill.map { i >= extra ? [$0] : [] } ?? []
      result.append(try list(Array(items[start..<end]) + filled))
      start = end
    }
    let list = try checkedItems(result)
    return PyIterator(list.items, depth: list.depth)
  }
}
