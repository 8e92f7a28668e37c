/// Equality, order and membership as Python has them.
extension TemplateRun {
  func holds(
    _ a: PyValue, _ op: TemplateExpression.Comparison, _ b: PyValue
  ) throws(TemplateFailure) -> Bool {
    switch op {
    case .equal: return try equal(a, b)
    case .notEqual: return try !equal(a, b)
    case .isIn: return try contains(b, a)
    case .isNotIn: return try !contains(b, a)
    case .less: return try order(a, op.rawValue, b).map { $0 < 0 } ?? false
    case .lessOrEqual: return try order(a, op.rawValue, b).map { $0 <= 0 } ?? false
    case .greater: return try order(a, op.rawValue, b).map { $0 > 0 } ?? false
    case .greaterOrEqual: return try order(a, op.rawValue, b).map { $0 >= 0 } ?? false
    }
  }

  func equal(_ a: PyValue, _ b: PyValue) throws(TemplateFailure) -> Bool {
    try charge()
    if let x = a.integer, let y = b.integer { return x == y }
    if let x = a.number, let y = b.number { return Self.numericOrder(a, b, x, y) == 0 }
    if let x = a.text, let y = b.text { return x.text.utf8.elementsEqual(y.text.utf8) }
    switch (a, b) {
    case (.undefined, .undefined), (.none, .none): return true
    case (.list(let a), .list(let b)): return try equal(a.items, b.items)
    case (.dictionary(let a), .dictionary(let b)): return try equal(a, b)
    case (.object(let a), .object(let b)) where a === b: return true
    case (.object(let a as PyRange), .object(let b as PyRange)): return a.key == b.key
    case (.object(let a as PyView), .object(let b as PyView)) where a.kind != .values && b.kind != .values:
      throw unsupported("== between views of dictionaries", instead: "compare lists of them or the dictionaries")
    default:
      guard let x = Self.tupleItems(a), let y = Self.tupleItems(b) else { return false }
      return try equal(x, y)
    }
  }

  private static func tupleItems(_ value: PyValue) -> [PyValue]? {
    switch value {
    case .tuple(let list): list.items
    case .object(let group as PyGroup): group.pair.items
    default: nil
    }
  }

  private func equal(_ a: [PyValue], _ b: [PyValue]) throws(TemplateFailure) -> Bool {
    guard a.count == b.count else { return false }
    for (x, y) in zip(a, b) {
      if try !equal(x, y) { return false }
    }
    return true
  }

  private func equal(_ a: PyDictionary, _ b: PyDictionary) throws(TemplateFailure) -> Bool {
    guard a.count == b.count else { return false }
    for (key, value) in a.entries {
      guard let other = PyKey(key).flatMap({ b[$0] }), try equal(value, other) else { return false }
    }
    return true
  }

  /// -1, 0 or 1; nil beside a NaN. A whole number and a float are compared exactly.
  private static func numericOrder(_ a: PyValue, _ b: PyValue, _ x: Double, _ y: Double) -> Int? {
    if x.isNaN || y.isNaN { return nil }
    if x != y { return x < y ? -1 : 1 }
    guard let whole = a.integer ?? b.integer, abs(x) >= 0x1p53, x.isFinite else { return 0 }
    // Both look alike as floats; the whole number was rounded on the way.
    guard let other = Int(exactly: a.integer == nil ? x : y) else { return a.integer == nil ? 1 : -1 }
    let order = whole < other ? -1 : whole == other ? 0 : 1
    return a.integer == nil ? -order : order
  }

  /// -1, 0 or 1; nil where nothing holds (NaN).
  func order(_ a: PyValue, _ op: String, _ b: PyValue) throws(TemplateFailure) -> Int? {
    try charge()
    if let x = a.integer, let y = b.integer { return x < y ? -1 : x == y ? 0 : 1 }
    if let x = a.number, let y = b.number { return Self.numericOrder(a, b, x, y) }
    if let x = a.text, let y = b.text { return Self.byteOrder(x.text, y.text) }
    if case .undefined(let undefined) = a { throw fail(undefined) }
    if case .undefined(let undefined) = b { throw fail(undefined) }
    if case .list(let x) = a, case .list(let y) = b { return try order(x.items, op, y.items) }
    if let x = Self.tupleItems(a), let y = Self.tupleItems(b) { return try order(x, op, y) }
    throw fail("\(op) has no meaning between \(a.shown) and \(b.shown)")
  }

  private func order(_ a: [PyValue], _ op: String, _ b: [PyValue]) throws(TemplateFailure) -> Int? {
    for (x, y) in zip(a, b) {
      if try !equal(x, y) { return try order(x, op, y) }
    }
    return a.count < b.count ? -1 : a.count == b.count ? 0 : 1
  }

  static func byteOrder(_ a: String, _ b: String) -> Int {
    a.utf8.lexicographicallyPrecedes(b.utf8) ? -1 : a.utf8.elementsEqual(b.utf8) ? 0 : 1
  }

  /// `item in container`.
  func contains(_ container: PyValue, _ item: PyValue) throws(TemplateFailure) -> Bool {
    switch container {
    case .undefined: return false
    case .string(let text), .markup(let text):
      guard let part = item.text else { throw fail("only a string can be in a string, not \(item.shown)") }
      try charge(text.byteCount / 16)
      return text.contains(part)
    case .list(let list), .tuple(let list): return try contains(list.items, item)
    case .dictionary(let dictionary): return dictionary[try hashed(item)] != nil
    case .object(let view as PyView) where view.kind == .keys: return view.dictionary[try hashed(item)] != nil
    case .object(let iterator as PyIterator):
      while let next = try iterator.next() {
        if try equal(next, item) { return true }
      }
      return false
    case .object(is PyView), .object(is PyRange), .object(is PyGroup):
      return try contains(try items(of: container), item)
    case .none, .bool, .int, .float, .object: throw fail("nothing can be in \(container.shown)")
    }
  }

  private func contains(_ items: [PyValue], _ item: PyValue) throws(TemplateFailure) -> Bool {
    for candidate in items {
      if try equal(candidate, item) { return true }
    }
    return false
  }

  // MARK: Sorting

  /// The places of `keys` in ascending order, equal ones as they came.
  func sortedPlaces(of keys: [PyValue], reverse: Bool) throws(TemplateFailure) -> [Int] {
    var places = Array(keys.indices)
    if reverse { places.reverse() }
    var width = 1
    while width < places.count {
      var merged: [Int] = []
      merged.reserveCapacity(places.count)
      for start in stride(from: 0, to: places.count, by: 2 * width) {
        let middle = min(start + width, places.count), end = min(start + 2 * width, places.count)
        var (i, j) = (start, middle)
        while i < middle || j < end {
          var takeRight = i == middle
          if !takeRight, j < end { takeRight = try isLess(keys[places[j]], keys[places[i]]) }
          merged.append(places[takeRight ? j : i])
          if takeRight { j += 1 } else { i += 1 }
        }
      }
      places = merged
      width *= 2
    }
    return reverse ? places.reversed() : places
  }

  private func isLess(_ a: PyValue, _ b: PyValue) throws(TemplateFailure) -> Bool {
    (try order(a, "<", b) ?? 1) < 0
  }
}
