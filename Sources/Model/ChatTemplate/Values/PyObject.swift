/// A value with an identity: a function, a namespace, an iterator.
class PyObject {
  /// Containers within one another below this. Those a template can change count as flat and are emptied at the end of
  /// the rendering, so that neither a long chain nor a cycle of them outlives it.
  let depth: Int

  init(depth: Int = 0) { self.depth = depth }

  var typeName: String { "object" }
  var isTrue: Bool { true }
  /// Nil where Python cannot hash it.
  var key: PyKey? { .object(ObjectIdentifier(self)) }
  /// Python's `repr`, where it is the same in every run; nil where it would show an address.
  var representation: String? { nil }
}

/// What `namespace()` makes: the one thing a template can change from within a loop.
final class PyNamespace: PyObject {
  private(set) var attributes = PyDictionary()
  override var typeName: String { "Namespace" }

  func set(_ name: String, to value: PyValue) { attributes.set(name, to: value) }
  func clear() { attributes = PyDictionary() }
}

/// A function that templates know by name.
final class PyFunction: PyObject {
  enum Name: String, CaseIterable {
    case range, dict, namespace, cycler, joiner, lipsum
    case raiseException = "raise_exception"
    case strftimeNow = "strftime_now"
  }

  let name: Name
  override var typeName: String { name == .range ? "type" : "function" }

  init(_ name: Name) {
    self.name = name
    super.init()
  }
}

/// A method and the value it belongs to.
final class PyMethod: PyObject {
  let receiver: PyValue
  let name: String
  override var typeName: String { "builtin_function_or_method" }

  init(_ receiver: PyValue, _ name: String) {
    self.receiver = receiver
    self.name = name
    super.init(depth: 1 + receiver.depth)
  }
}

/// A macro with the scope it was defined in, or the body of a call block.
final class PyMacro: PyObject {
  let definition: TemplateMacro
  let scope: TemplateScope
  override var typeName: String { "Macro" }
  override var representation: String? { "<Macro \(PyText.quoted(definition.spelling))>" }

  init(_ definition: TemplateMacro, in scope: TemplateScope) {
    self.definition = definition
    self.scope = scope
    super.init()
  }
}

/// What `range()` makes.
final class PyRange: PyObject {
  let items: StrideTo<Int>
  let start: Int, stop: Int, step: Int
  let count: Int

  init(start: Int, stop: Int, step: Int, count: Int) {
    (self.start, self.stop, self.step, self.count) = (start, stop, step, count)
    items = stride(from: start, to: stop, by: step)
    super.init()
  }

  override var typeName: String { "range" }
  override var isTrue: Bool { count > 0 }
  override var key: PyKey? { .range(Array(items)) }
  override var representation: String? { step == 1 ? "range(\(start), \(stop))" : "range(\(start), \(stop), \(step))" }

  func item(_ i: Int) -> Int { start + i * step }
}

/// What `keys()`, `values()` and `items()` of a dictionary make.
final class PyView: PyObject {
  enum Kind: String { case keys, values, items }
  let kind: Kind
  let dictionary: PyDictionary

  init(_ kind: Kind, of dictionary: PyDictionary) {
    (self.kind, self.dictionary) = (kind, dictionary)
    super.init(depth: 1 + dictionary.depth)
  }

  override var typeName: String { "dict_\(kind.rawValue)" }
  override var isTrue: Bool { !dictionary.isEmpty }
  override var key: PyKey? { kind == .values ? .object(ObjectIdentifier(self)) : nil }

  var items: [PyValue] {
    dictionary.entries.map { entry in
      switch kind {
      case .keys: entry.key
      case .values: entry.value
      case .items: .tuple(PyList(unchecked: [entry.key, entry.value]))
      }
    }
  }
}

/// One group of `groupby`: a pair whose halves have names.
final class PyGroup: PyObject {
  let grouper: PyValue
  let members: PyList

  init(_ grouper: PyValue, _ members: PyList) {
    (self.grouper, self.members) = (grouper, members)
    super.init(depth: 1 + max(grouper.depth, members.depth))
  }

  override var typeName: String { "_GroupTuple" }
  override var key: PyKey? { nil }
  var pair: PyList { PyList(unchecked: [grouper, .list(members)]) }
}

/// What `cycler()` makes.
final class PyCycler: PyObject {
  let items: PyList
  var position = 0
  override var typeName: String { "Cycler" }

  init(_ items: PyList) {
    self.items = items
    super.init(depth: items.depth + 1)
  }
}

/// What `joiner()` makes: nothing at the first call, its separator at all others.
final class PyJoiner: PyObject {
  let separator: PyValue
  var isUsed = false
  override var typeName: String { "Joiner" }

  init(_ separator: PyValue) {
    self.separator = separator
    super.init(depth: separator.depth + 1)
  }
}
