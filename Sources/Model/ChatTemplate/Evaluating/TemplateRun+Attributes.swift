import MindstateStore

/// Attributes, items and slices, found as the sandbox of jinja2 finds them.
extension TemplateRun {
  /// `value.name`: an attribute of Python's type first, then an item of that key.
  func attribute(_ name: String, of value: PyValue) throws(TemplateFailure) -> PyValue {
    if let found = try ownAttribute(name, of: value) { return found }
    if case .dictionary(let dictionary) = value, let item = dictionary[name] { return item }
    return .undefined(PyUndefined(message: "\(value.shown) has no attribute '\(name)'"))
  }

  func item(
    _ subject: TemplateExpression, _ key: TemplateExpression, at position: Int, in scope: TemplateScope
  ) throws(TemplateFailure) -> PyValue {
    let value = try evaluate(subject, in: scope)
    let key = try evaluate(key, in: scope)
    self.position = position
    return try item(key, of: value)
  }

  /// `value[key]`: an item first, then an attribute of Python's type.
  func item(_ key: PyValue, of value: PyValue) throws(TemplateFailure) -> PyValue {
    if case .undefined(let undefined) = value { throw fail(undefined) }
    if let found = try ownItem(key, of: value) { return found }
    if let name = key.text?.text, let found = try ownAttribute(name, of: value) { return found }
    let shown = (try? repr(key).text) ?? key.shown
    return .undefined(PyUndefined(message: "\(value.shown) has no element \(shown)"))
  }

  private func ownItem(_ key: PyValue, of value: PyValue) throws(TemplateFailure) -> PyValue? {
    switch value {
    case .dictionary(let dictionary): return PyKey(key).flatMap { dictionary[$0] }
    case .list(let list), .tuple(let list):
      return key.integer.flatMap { place($0, of: list.items.count) }.map { list.items[$0] }
    case .object(let group as PyGroup):
      return key.integer.flatMap { place($0, of: 2) }.map { group.pair.items[$0] }
    case .object(let range as PyRange):
      return key.integer.flatMap { place($0, of: range.count) }.map { .int(range.item($0)) }
    case .string(let text), .markup(let text):
      guard let index = key.integer else { return nil }
      try charge(text.byteCount / 32)
      let isMarkup = if case .markup = value { true } else { false }
      return character(index, of: text).map { isMarkup ? .markup($0) : .string($0) }
    case .undefined, .none, .bool, .int, .float, .object: return nil
    }
  }

  /// An index, counted from the end when negative; nil when there is no such item.
  private func place(_ index: Int, of count: Int) -> Int? {
    let place = index < 0 ? index + count : index
    return (0..<count).contains(place) ? place : nil
  }

  private func character(_ index: Int, of text: TemplateText) -> TemplateText? {
    let scalars = text.text.unicodeScalars
    let found =
      index < 0
      ? scalars.index(scalars.endIndex, offsetBy: index, limitedBy: scalars.startIndex)
      : scalars.index(scalars.startIndex, offsetBy: index, limitedBy: scalars.endIndex)
    guard let found, found < scalars.endIndex else { return nil }
    let start = text.text.utf8.distance(from: text.text.utf8.startIndex, to: found)
    return text.slice(start..<start + UTF8.width(scalars[found]))
  }

  // MARK: Attributes of Python's types

  /// What Python's `getattr` finds; nil for an AttributeError.
  private func ownAttribute(_ name: String, of value: PyValue) throws(TemplateFailure) -> PyValue? {
    if case .undefined(let undefined) = value, !PyMembers.object.contains(name) { throw fail(undefined) }
    if name.utf8.starts(with: "__".utf8) {
      if case .dictionary(let dictionary) = value, dictionary[name] != nil, !PyMembers.object.contains(name) {
        return nil
      }
      return forbidden(name, of: value)
    }
    if case .object(let object) = value, let found = try attribute(name, of: object) { return found }
    let members = PyMembers.of(value)
    if members.methods.contains(name) { return .object(PyMethod(value, name)) }
    if members.mutating.contains(name) { return forbidden(name, of: value) }
    if members.others.contains(name) {
      throw unsupported("the attribute \(name) of \(value.shown)", instead: "write it with filters")
    }
    return nil
  }

  private func forbidden(_ name: String, of value: PyValue) -> PyValue {
    .undefined(
      PyUndefined(message: "access to the attribute '\(name)' of \(value.shown) is unsafe", isForbidden: true))
  }

  private func attribute(_ name: String, of object: PyObject) throws(TemplateFailure) -> PyValue? {
    switch object {
    case let namespace as PyNamespace: return namespace.attributes[name]
    case let loop as PyLoop: return try attribute(name, of: loop)
    case let group as PyGroup: return name == "grouper" ? group.grouper : name == "list" ? .list(group.members) : nil
    case let range as PyRange:
      return name == "start"
        ? .int(range.start)
        : name == "stop"
          ? .int(range.stop)
          : name == "step" ? .int(range.step) : nil
    case let cycler as PyCycler:
      return name == "current" ? cycler.items.items[cycler.position] : name == "items" ? .tuple(cycler.items) : nil
    case let macro as PyMacro:
      if name == "name" { return .text(macro.definition.spelling) }
      return name == "arguments" ? try list(macro.definition.parameters.map { .text($0.spelling) }) : nil
    default: return nil
    }
  }

  private func attribute(_ name: String, of loop: PyLoop) throws(TemplateFailure) -> PyValue? {
    switch name {
    case "index": return .int(loop.index0 + 1)
    case "index0": return .int(loop.index0)
    case "revindex": return .int(try loop.length() - loop.index0)
    case "revindex0": return .int(try loop.length() - loop.index0 - 1)
    case "first": return .bool(loop.index0 == 0)
    case "last": return .bool(try loop.peek() == nil)
    case "length": return .int(try loop.length())
    case "depth": return .int(1)
    case "depth0": return .int(0)
    case "previtem": return loop.previous ?? .undefined(PyUndefined(message: "there is no previous item"))
    case "nextitem": return try loop.peek() ?? .undefined(PyUndefined(message: "there is no next item"))
    default: return nil
    }
  }

  // MARK: Slices

  func slice(
    _ subject: TemplateExpression, _ slice: TemplateExpression.Slice, at position: Int, in scope: TemplateScope
  ) throws(TemplateFailure) -> PyValue {
    let value = try evaluate(subject, in: scope)
    let start = try bound(slice.start, in: scope), stop = try bound(slice.stop, in: scope)
    let step = try bound(slice.step, in: scope) ?? 1
    self.position = position
    guard step != 0 else { throw fail("the step of a slice must not be 0") }
    switch value {
    case .undefined(let undefined): throw fail(undefined)
    case .list(let items):
      return try list(Slicing.indices(of: items.items.count, start, stop, step).map { items.items[$0] })
    case .tuple(let items):
      return try tuple(Slicing.indices(of: items.items.count, start, stop, step).map { items.items[$0] })
    case .object(let group as PyGroup):
      return try tuple(Slicing.indices(of: 2, start, stop, step).map { group.pair.items[$0] })
    case .string(let text):
      let scalars = text.scalars
      return try string(TemplateText(Slicing.indices(of: scalars.count, start, stop, step).map { scalars[$0] }))
    case .markup(let text):
      let scalars = text.scalars
      return .markup(TemplateText(Slicing.indices(of: scalars.count, start, stop, step).map { scalars[$0] }))
    case .object:
      throw unsupported("a slice of \(value.shown)", instead: "make it a list or leave `safe` out")
    case .none, .bool, .int, .float, .dictionary: throw fail("\(value.shown) cannot be sliced")
    }
  }

  private func bound(
    _ expression: TemplateExpression?, in scope: TemplateScope
  ) throws(TemplateFailure) -> Int? {
    guard let expression else { return nil }
    let value = try evaluate(expression, in: scope)
    return value.isNone ? nil : try integer(value, "the bound of a slice")
  }
}

/// Which items a slice takes.
enum Slicing {
  static func indices(of count: Int, _ start: Int?, _ stop: Int?, _ step: Int) -> [Int] {
    let (low, high) = step > 0 ? (0, count) : (-1, count - 1)
    func clamped(_ bound: Int) -> Int { min(max(bound < 0 ? bound + count : bound, low), high) }
    let from = start.map(clamped) ?? (step > 0 ? low : high)
    let to = stop.map(clamped) ?? (step > 0 ? high : low)
    // A step longer than the whole takes one item, whatever its size.
    let safeStep = min(max(step, -count - 1), count + 1)
    return Array(stride(from: from, to: to, by: safeStep))
  }
}
