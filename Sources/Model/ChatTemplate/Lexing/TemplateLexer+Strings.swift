/// String literals, whose escapes are read as jinja2 has Python read them (`unicode-escape`).
extension TemplateLexer {
  mutating func string() throws(TemplateFailure) -> Bool {
    let start = index
    let quote = bytes[start]
    guard quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { return false }
    var end = start + 1
    while end < bytes.count, bytes[end] != quote { end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1 }
    guard end < bytes.count else {
      throw TemplateFailure(.syntax("the string opened here is never closed"), at: start)
    }
    add(.string(try unescaped(start + 1..<end)), at: start)
    index = end + 1
    return true
  }

  private func unescaped(_ range: Range<Int>) throws(TemplateFailure) -> String {
    var result: [UInt8] = []
    var i = range.lowerBound
    while i < range.upperBound {
      if bytes[i] == UInt8(ascii: "\\") {
        i = try escape(at: i, end: range.upperBound, into: &result)
      } else {
        result.append(bytes[i])
        i += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Reads the escape whose backslash is at `start` and returns where to go on.
  private func escape(at start: Int, end: Int, into result: inout [UInt8]) throws(TemplateFailure) -> Int {
    let letter = bytes[start + 1]
    switch letter {
    case UInt8(ascii: "\n"): return start + 2
    case UInt8(ascii: "0")...UInt8(ascii: "7"): return try octal(at: start, end: end, into: &result)
    case UInt8(ascii: "x"): return try hexadecimal(at: start, digits: 2, end: end, into: &result)
    case UInt8(ascii: "u"): return try hexadecimal(at: start, digits: 4, end: end, into: &result)
    case UInt8(ascii: "U"): return try hexadecimal(at: start, digits: 8, end: end, into: &result)
    case UInt8(ascii: "N"):
      throw TemplateFailure(
        .unsupported(construct: "a character by its name (\\N{…})", instead: "write the character"), at: start)
    case 0x80...:
      // jinja2 writes a character outside ASCII as an escape of its own first, so that this backslash escapes that
      // escape's backslash, and its digits are left.
      let (scalar, width) = Whitespace.decoded(bytes, at: start + 1)
      result.append(contentsOf: PyText.escape(scalar).utf8)
      return start + 1 + width
    default:
      if let simple = Self.simpleEscapes[letter] {
        result.append(simple)
      } else {
        result.append(contentsOf: [UInt8(ascii: "\\"), letter])
      }
      return start + 2
    }
  }

  private static let simpleEscapes: [UInt8: UInt8] = [
    UInt8(ascii: "\\"): UInt8(ascii: "\\"), UInt8(ascii: "'"): UInt8(ascii: "'"),
    UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "a"): 0x07, UInt8(ascii: "b"): 0x08,
    UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
    UInt8(ascii: "v"): 0x0B,
  ]

  private func octal(at start: Int, end: Int, into result: inout [UInt8]) throws(TemplateFailure) -> Int {
    var i = start + 1
    var value: UInt32 = 0
    while i < min(end, start + 4), (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(bytes[i]) {
      value = value * 8 + UInt32(bytes[i] - UInt8(ascii: "0"))
      i += 1
    }
    try append(value, at: start, into: &result)
    return i
  }

  private func hexadecimal(
    at start: Int, digits: Int, end: Int, into result: inout [UInt8]
  ) throws(TemplateFailure) -> Int {
    let range = start + 2..<start + 2 + digits
    guard range.upperBound <= end, bytes[range].allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
      let value = UInt32(String(decoding: bytes[range], as: UTF8.self), radix: 16)
    else {
      throw TemplateFailure(.syntax("an escape with fewer than \(digits) hexadecimal digits"), at: start)
    }
    try append(value, at: start, into: &result)
    return range.upperBound
  }

  private func append(_ value: UInt32, at start: Int, into result: inout [UInt8]) throws(TemplateFailure) {
    guard let scalar = Unicode.Scalar(value) else {
      throw TemplateFailure(.syntax("an escape for no character (a surrogate, or beyond U+10FFFF)"), at: start)
    }
    result.append(contentsOf: String(scalar).utf8)
  }
}
