/// Why some bytes are not JSON, and where. It names no file: whoever read the bytes puts the path before it.
public struct JSONError: Error, Equatable, Sendable {
  /// What is wrong at the position.
  public enum Problem: Equatable, Sendable {
    case unexpectedEnd(expected: String)
    case unexpectedByte(UInt8, expected: String)
    case trailingComma
    case trailingData
    case tooDeep(limit: Int)
    case duplicateKey(String)
    case badEscape
    case loneSurrogate
    case controlCharacter(UInt8)
    case invalidUTF8
    case badNumber
    case numberTooLarge
  }

  public let problem: Problem
  /// Bytes before the position.
  public let byteOffset: Int
  /// Line of the position, counted from 1.
  public let line: Int
  /// Place in the line in Unicode scalars, counted from 1.
  public let column: Int

  init(_ problem: Problem, at offset: Int, in bytes: [UInt8]) {
    self.problem = problem
    byteOffset = offset
    let before = bytes[..<min(offset, bytes.count)]
    line = 1 + before.count { $0 == UInt8(ascii: "\n") }
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    column = 1 + before[lineStart...].count { $0 & 0xC0 != 0x80 }
  }

  /// What is wrong, without the position.
  public var message: String {
    switch problem {
    case .unexpectedEnd(let expected): "the text ends where \(expected) must stand; it may be cut short"
    case .unexpectedByte(let byte, let expected): "\(Self.shown(byte)) stands where \(expected) must stand"
    case .trailingComma: "a comma before a closing bracket; remove the comma"
    case .trailingData: "more text after the end of the value; remove it"
    case .tooDeep(let limit): "arrays and objects nested more than \(limit) deep; none we read needs that"
    case .duplicateKey(let key):
      "the key \(JSON.string(key).serialized()) comes a second time in one object; remove one"
    case .badEscape: "a backslash begins no escape of JSON; write \\\\ for a backslash"
    case .loneSurrogate: "half of a surrogate pair alone is no character; write both halves or the character itself"
    case .controlCharacter(let byte): "\(Self.shown(byte)) must be escaped in a string"
    case .invalidUTF8: "the bytes are not UTF-8; save the file as UTF-8"
    case .badNumber: "not a number of JSON: no leading zeros or plus sign, digits on both sides of a point"
    case .numberTooLarge: "a number beyond the range of 64-bit floats"
    }
  }

  private static func shown(_ byte: UInt8) -> String {
    switch byte {
    case 0x21...0x7E: "'\(Character(Unicode.Scalar(byte)))'"
    case 0x20: "a space"
    default: "the byte 0x" + String(byte, radix: 16, uppercase: true)
    }
  }
}

extension JSONError: CustomStringConvertible {
  public var description: String { "line \(line), column \(column): \(message)" }
}
