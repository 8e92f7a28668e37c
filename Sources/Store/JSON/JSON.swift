/// A JSON value as RFC 8259 defines it, with the order of an object's members kept.
///
/// Whole numbers that fit `Int` are `integer`, all others `number`. Strings, and with them keys, are equal when their
/// UTF-8 bytes are: Swift's own `==` on strings is canonical equivalence and would merge é with e + U+0301.
public enum JSON: Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSON])
  case object(JSONObject)
}

extension JSON {
  /// The text of a string; nil for anything else.
  public var stringValue: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// The value of a whole number written without fraction or exponent; nil for anything else.
  public var intValue: Int? {
    if case .integer(let value) = self { value } else { nil }
  }

  /// The value of any number; nil for anything else. A whole number beyond 2^53 is rounded.
  public var doubleValue: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    case .null, .bool, .string, .array, .object: nil
    }
  }

  /// `true` or `false`; nil for anything else, numbers included.
  public var boolValue: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The elements of an array; nil for anything else.
  public var arrayValue: [JSON]? {
    if case .array(let value) = self { value } else { nil }
  }

  /// The members of an object; nil for anything else.
  public var objectValue: JSONObject? {
    if case .object(let value) = self { value } else { nil }
  }

  /// Whether this is `null`, which is not the same as a missing member.
  public var isNull: Bool {
    if case .null = self { true } else { false }
  }

  /// The member `key` of an object; nil where there is none and for anything but an object.
  public subscript(key: String) -> JSON? { objectValue?[key] }

  /// What this is, in the words of JSON: for errors that say what was found.
  public var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .integer, .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

extension JSON: Equatable {
  /// Equal kind and value, strings by their bytes; `1` and `1.0` differ, as do objects with members in another order.
  public static func == (a: JSON, b: JSON) -> Bool {
    switch (a, b) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.integer(let a), .integer(let b)): a == b
    case (.number(let a), .number(let b)): a == b
    case (.string(let a), .string(let b)): a.utf8.elementsEqual(b.utf8)
    case (.array(let a), .array(let b)): a == b
    case (.object(let a), .object(let b)): a == b
    case (.null, _), (.bool, _), (.integer, _), (.number, _), (.string, _), (.array, _), (.object, _): false
    }
  }
}
