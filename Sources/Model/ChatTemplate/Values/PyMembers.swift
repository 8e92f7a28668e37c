/// The names of what Python's types have besides what a template gave them.
struct PyMembers {
  var methods: Set<String> = []
  /// Methods that change a value, which the immutable sandbox takes away.
  var mutating: Set<String> = []
  /// What Python has and this engine has not: asking for it is an error, not a missing value.
  var others: Set<String> = []

  static func of(_ value: PyValue) -> PyMembers {
    switch value {
    case .undefined, .none: PyMembers()
    case .bool, .int: integer
    case .float: float
    case .string: string
    case .markup: markup
    case .list: list
    case .tuple: tuple
    case .dictionary: dictionary
    case .object(let object): of(object)
    }
  }

  private static func of(_ object: PyObject) -> PyMembers {
    switch object {
    case is PyLoop: loop
    case is PyCycler: cycler
    case is PyRange, is PyGroup: tuple
    case is PyMacro: macro
    case is PyView: view
    case is PyIterator: iterator
    default: PyMembers()
    }
  }

  static let integer = PyMembers(others: [
    "as_integer_ratio", "bit_count", "bit_length", "conjugate", "denominator", "from_bytes", "imag", "numerator",
    "real",
    "to_bytes", "is_integer",
  ])
  static let float = PyMembers(others: [
    "as_integer_ratio", "conjugate", "fromhex", "hex", "imag", "is_integer", "real",
  ])
  static let string = PyMembers(
    methods: [
      "capitalize", "casefold", "center", "count", "endswith", "expandtabs", "find", "format", "format_map", "index",
      "isalnum", "isalpha", "isascii", "isdecimal", "isdigit", "isidentifier", "islower", "isnumeric", "isprintable",
      "isspace", "istitle", "isupper", "join", "ljust", "lower", "lstrip", "partition", "removeprefix", "removesuffix",
      "replace", "rfind", "rindex", "rjust", "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith",
      "strip", "swapcase", "title", "upper", "zfill",
    ], others: ["encode", "maketrans", "translate"])
  static let markup = PyMembers(others: string.methods.union(string.others).union(["escape", "unescape", "striptags"]))
  static let list = PyMembers(
    methods: ["copy", "count", "index"],
    mutating: ["append", "clear", "pop", "reverse", "insert", "sort", "extend", "remove"])
  static let tuple = PyMembers(methods: ["count", "index"])
  static let dictionary = PyMembers(
    methods: ["copy", "get", "items", "keys", "values"],
    mutating: ["clear", "pop", "popitem", "setdefault", "update"], others: ["fromkeys"])
  static let loop = PyMembers(methods: ["cycle", "changed"])
  static let cycler = PyMembers(methods: ["next", "reset"], others: ["pos"])
  static let macro = PyMembers(others: ["catch_kwargs", "catch_varargs", "caller", "explicit_caller"])
  static let view = PyMembers(others: ["mapping", "isdisjoint"])
  static let iterator = PyMembers(others: [
    "close", "gi_code", "gi_frame", "gi_running", "gi_suspended", "gi_yieldfrom", "send", "throw",
  ])

  /// What every object has, by which a template could leave the sandbox.
  static let object: Set<String> = [
    "__class__", "__contains__", "__delattr__", "__delitem__", "__dir__", "__doc__", "__eq__", "__format__", "__ge__",
    "__getattribute__", "__getitem__", "__gt__", "__hash__", "__init__", "__init_subclass__", "__ior__", "__iter__",
    "__le__", "__len__", "__lt__", "__ne__", "__new__", "__or__", "__reduce__", "__reduce_ex__", "__repr__",
    "__reversed__", "__ror__", "__setattr__", "__setitem__", "__sizeof__", "__str__", "__subclasshook__",
    "__class_getitem__", "__getstate__",
  ]
}
