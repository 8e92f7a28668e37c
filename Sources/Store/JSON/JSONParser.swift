extension JSON {
  /// The value that `bytes` spell; strict RFC 8259 in UTF-8, nested at most 128 deep.
  ///
  /// A byte order mark at the start is skipped, since editors add it unasked. An object with a key twice is an error,
  /// because readers disagree on which value counts.
  public init(parsing bytes: some Collection<UInt8>) throws(JSONError) {
    var parser = JSONParser(bytes: Array(bytes))
    self = try parser.document()
  }

  /// The value that `text` spells; as `init(parsing:)` on its UTF-8 bytes.
  public init(parsing text: String) throws(JSONError) {
    try self.init(parsing: Array(text.utf8))
  }
}

/// A cursor over bytes. Parsing is by recursive descent; every method leaves `index` behind what it has read.
struct JSONParser {
  static let depthLimit = 128

  let bytes: [UInt8]
  var index = 0
  private var depth = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(JSONError) -> JSON {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    let value = try value(expected: "a value")
    skipSpace()
    if index < bytes.count { throw error(.trailingData) }
    return value
  }

  func error(_ problem: JSONError.Problem, at offset: Int? = nil) -> JSONError {
    JSONError(problem, at: offset ?? index, in: bytes)
  }

  /// The error for whatever stands at the cursor instead of `expected`.
  func unexpected(_ expected: String) -> JSONError {
    error(index < bytes.count ? .unexpectedByte(bytes[index], expected: expected) : .unexpectedEnd(expected: expected))
  }

  mutating func skipSpace() {
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): index += 1
      default: return
      }
    }
  }

  private mutating func value(expected: String) throws(JSONError) -> JSON {
    skipSpace()
    guard index < bytes.count else { throw unexpected(expected) }
    switch bytes[index] {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "["): return .array(try nested { parser throws(JSONError) in try parser.elements() })
    case UInt8(ascii: "{"): return .object(try nested { parser throws(JSONError) in try parser.members() })
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: "t"): return try word("true", .bool(true), expected)
    case UInt8(ascii: "f"): return try word("false", .bool(false), expected)
    case UInt8(ascii: "n"): return try word("null", .null, expected)
    default: throw unexpected(expected)
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSON, _ expected: String) throws(JSONError) -> JSON {
    let letters = Array("\(word)".utf8)
    guard bytes[index...].starts(with: letters) else { throw unexpected(expected) }
    index += letters.count
    return value
  }

  /// Reads an array or object one level deeper; the limit keeps a hostile file from exhausting the stack.
  private mutating func nested<T>(_ read: (inout JSONParser) throws(JSONError) -> T) throws(JSONError) -> T {
    depth += 1
    if depth > Self.depthLimit { throw error(.tooDeep(limit: Self.depthLimit)) }
    index += 1
    let result = try read(&self)
    depth -= 1
    return result
  }

  private mutating func elements() throws(JSONError) -> [JSON] {
    var elements: [JSON] = []
    if try closes(UInt8(ascii: "]"), afterComma: false) { return elements }
    while true {
      elements.append(try value(expected: "a value"))
      if try ends(with: UInt8(ascii: "]"), expected: "',' or ']'") { return elements }
      _ = try closes(UInt8(ascii: "]"), afterComma: true)
    }
  }

  private mutating func members() throws(JSONError) -> JSONObject {
    var members: [(key: String, value: JSON)] = []
    var keys = KeySet()
    if try closes(UInt8(ascii: "}"), afterComma: false) { return JSONObject(members) }
    while true {
      skipSpace()
      let keyOffset = index
      guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { throw unexpected("a key in quotes") }
      let key = try string()
      guard keys.insert(key, after: members) else { throw error(.duplicateKey(key), at: keyOffset) }
      skipSpace()
      guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else { throw unexpected("':'") }
      index += 1
      members.append((key, try value(expected: "a value")))
      if try ends(with: UInt8(ascii: "}"), expected: "',' or '}'") { return JSONObject(members) }
      _ = try closes(UInt8(ascii: "}"), afterComma: true)
    }
  }

  /// Whether the list ends here, before another element; after a comma it must not.
  private mutating func closes(_ bracket: UInt8, afterComma: Bool) throws(JSONError) -> Bool {
    skipSpace()
    guard index < bytes.count, bytes[index] == bracket else { return false }
    if afterComma { throw error(.trailingComma) }
    index += 1
    return true
  }

  /// Reads what follows an element: true for the closing bracket, false for a comma.
  private mutating func ends(with bracket: UInt8, expected: String) throws(JSONError) -> Bool {
    skipSpace()
    guard index < bytes.count, bytes[index] == bracket || bytes[index] == UInt8(ascii: ",") else {
      throw unexpected(expected)
    }
    index += 1
    return bytes[index - 1] == bracket
  }
}
