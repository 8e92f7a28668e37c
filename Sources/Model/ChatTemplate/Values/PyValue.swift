/// A value while a template is rendered, with the meaning Python gives it.
///
/// Lists and dictionaries are plain values: the immutable sandbox lets no template change one in place.
enum PyValue {
  case undefined(PyUndefined)
  case none
  case bool(Bool)
  case int(Int)
  case float(Double)
  case string(TemplateText)
  /// Text made by `safe` or `escape`. Python's `Markup` escapes what it is joined with, so only the few uses whose
  /// result is the same as for a string are allowed.
  case markup(TemplateText)
  case list(PyList)
  case tuple(PyList)
  case dictionary(PyDictionary)
  case object(PyObject)
}

/// Why there is no value: the words of the error if it is used as one.
struct PyUndefined {
  var message: String
  /// The sandbox took the value away.
  var isForbidden = false
}

/// The items of a list or tuple, and how deep they nest.
struct PyList {
  let items: [PyValue]
  let depth: Int

  /// `TemplateRun.list` checks the bounds first.
  init(unchecked items: [PyValue]) {
    self.items = items
    depth = 1 + items.reduce(0) { max($0, $1.depth) }
  }
}

extension PyValue {
  static func text(_ text: String) -> PyValue { .string(TemplateText(text)) }

  /// Containers within one another.
  var depth: Int {
    switch self {
    case .list(let list), .tuple(let list): list.depth
    case .dictionary(let dictionary): dictionary.depth
    case .object(let object): object.depth
    case .undefined, .none, .bool, .int, .float, .string, .markup: 0
    }
  }

  var isUndefined: Bool {
    if case .undefined = self { true } else { false }
  }

  var isNone: Bool {
    if case .none = self { true } else { false }
  }

  /// The text of a string, `Markup` included.
  var text: TemplateText? {
    switch self {
    case .string(let text), .markup(let text): text
    default: nil
    }
  }

  /// A whole number; Python counts booleans among them.
  var integer: Int? {
    switch self {
    case .int(let value): value
    case .bool(let value): value ? 1 : 0
    default: nil
    }
  }

  /// Any number as a float.
  var number: Double? {
    if case .float(let value) = self { value } else { integer.map(Double.init) }
  }

  /// What Python's `bool` makes of it.
  var isTrue: Bool {
    switch self {
    case .undefined, .none: false
    case .bool(let value): value
    case .int(let value): value != 0
    case .float(let value): value != 0
    case .string(let text), .markup(let text): !text.isEmpty
    case .list(let list), .tuple(let list): !list.items.isEmpty
    case .dictionary(let dictionary): !dictionary.isEmpty
    case .object(let object): object.isTrue
    }
  }

  /// The name of its type in Python.
  var typeName: String {
    switch self {
    case .undefined: "Undefined"
    case .none: "NoneType"
    case .bool: "bool"
    case .int: "int"
    case .float: "float"
    case .string: "str"
    case .markup: "Markup"
    case .list: "list"
    case .tuple: "tuple"
    case .dictionary: "dict"
    case .object(let object): object.typeName
    }
  }

  /// Its name in an error.
  var shown: String {
    switch self {
    case .undefined: "a missing value"
    case .none: "None"
    case .bool: "a boolean"
    case .int: "a whole number"
    case .float: "a float"
    case .string, .markup: "a string"
    case .list: "a list"
    case .tuple: "a tuple"
    case .dictionary: "a dictionary"
    case .object(let object): "an object of type \(object.typeName)"
    }
  }
}
