import MindstateStore

/// A dictionary in order of insertion. Its keys may be all that Python can hash.
struct PyDictionary {
  private(set) var entries: [(key: PyValue, value: PyValue)] = []
  private(set) var depth = 1
  private var places: [PyKey: Int] = [:]

  init() {}

  var isEmpty: Bool { entries.isEmpty }
  var count: Int { entries.count }

  subscript(key: PyKey) -> PyValue? { places[key].map { entries[$0].value } }
  subscript(name: String) -> PyValue? { self[.string(UTF8Key(name))] }

  /// A key that is there keeps its place and its first spelling, as in Python.
  mutating func set(_ key: PyKey, _ spelling: PyValue, to value: PyValue) {
    if let place = places[key] {
      entries[place].value = value
    } else {
      places[key] = entries.count
      entries.append((spelling, value))
    }
    depth = max(depth, 1 + max(value.depth, spelling.depth))
  }

  mutating func set(_ name: String, to value: PyValue) { set(.string(UTF8Key(name)), .text(name), to: value) }
}

/// What Python's hash and equality make of a value: `1`, `1.0` and `True` are one key.
enum PyKey: Hashable {
  case undefined, none
  case int(Int)
  case float(Double)
  case string(UTF8Key)
  case tuple([PyKey])
  case object(ObjectIdentifier)
  /// A range is its items.
  case range([Int])

  /// Nil for lists and dictionaries, which cannot be keys.
  init?(_ value: PyValue) {
    switch value {
    case .undefined: self = .undefined
    case .none: self = .none
    case .bool(let value): self = .int(value ? 1 : 0)
    case .int(let value): self = .int(value)
    case .float(let value): self = Int(exactly: value).map(PyKey.int) ?? .float(value)
    case .string(let text), .markup(let text): self = .string(UTF8Key(text.text))
    case .tuple(let list):
      var keys: [PyKey] = []
      for item in list.items {
        guard let key = PyKey(item) else { return nil }
        keys.append(key)
      }
      self = .tuple(keys)
    case .list, .dictionary: return nil
    case .object(let object):
      guard let key = object.key else { return nil }
      self = key
    }
  }
}
