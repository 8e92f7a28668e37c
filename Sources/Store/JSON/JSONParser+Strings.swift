extension JSONParser {
  /// The string whose opening quote is at the cursor.
  mutating func string() throws(JSONError) -> String {
    index += 1
    let start = index
    skipPlain()
    if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
      index += 1
      return try decoded(bytes[start..<index - 1], start..<index - 1)
    }
    return try escapedString(from: start)
  }

  /// Goes on to the next quote, backslash or control character.
  private mutating func skipPlain() {
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { return }
      index += 1
    }
  }

  /// The string which begins at `start` and whose first special byte is at the cursor.
  private mutating func escapedString(from start: Int) throws(JSONError) -> String {
    var content = Array(bytes[start..<index])
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        index += 1
        return try decoded(content[...], start..<index - 1)
      case UInt8(ascii: "\\"): try appendEscape(to: &content)
      case let byte where byte < 0x20: throw error(.controlCharacter(byte))
      default:
        let plain = index
        skipPlain()
        content.append(contentsOf: bytes[plain..<index])
      }
    }
    throw unexpected("the closing quote of a string")
  }

  /// `content` as text; `source` is where it came from. Escapes are ASCII, so bytes that are not UTF-8 are found, and
  /// their place told, in the source.
  private func decoded(_ content: ArraySlice<UInt8>, _ source: Range<Int>) throws(JSONError) -> String {
    let valid = validEnd(source)
    if valid < source.upperBound { throw error(.invalidUTF8, at: valid) }
    return String(decoding: content, as: UTF8.self)
  }

  /// Where the first sequence in `range` begins that is not UTF-8 (Unicode 16, table 3-7); the end when all are.
  private func validEnd(_ range: Range<Int>) -> Int {
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      if byte < 0x80 {
        index += 1
        continue
      }
      let (length, second): (Int, ClosedRange<UInt8>) =
        switch byte {
        case 0xC2...0xDF: (2, 0x80...0xBF)
        case 0xE0: (3, 0xA0...0xBF)
        case 0xED: (3, 0x80...0x9F)
        case 0xE1...0xEF: (3, 0x80...0xBF)
        case 0xF0: (4, 0x90...0xBF)
        case 0xF1...0xF3: (4, 0x80...0xBF)
        case 0xF4: (4, 0x80...0x8F)
        default: (0, 0x80...0xBF)
        }
      guard length > 0, index + length <= range.upperBound, second ~= bytes[index + 1] else { return index }
      for next in index + 2..<max(index + length, index + 2) where bytes[next] & 0xC0 != 0x80 { return index }
      index += length
    }
    return index
  }

  private mutating func appendEscape(to content: inout [UInt8]) throws(JSONError) {
    let start = index
    guard index + 1 < bytes.count else { throw error(.unexpectedEnd(expected: "an escape"), at: bytes.count) }
    index += 2
    switch bytes[index - 1] {
    case UInt8(ascii: "\""): content.append(UInt8(ascii: "\""))
    case UInt8(ascii: "\\"): content.append(UInt8(ascii: "\\"))
    case UInt8(ascii: "/"): content.append(UInt8(ascii: "/"))
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "u"): content.append(contentsOf: String(try scalar(escapedAt: start)).utf8)
    default: throw error(.badEscape, at: start)
    }
  }

  /// The scalar of the `\u` escape at `start`, whose digits begin at the cursor; two escapes for a surrogate pair.
  private mutating func scalar(escapedAt start: Int) throws(JSONError) -> Unicode.Scalar {
    let first = try codeUnit(escapedAt: start)
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, bytes[index...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
      throw error(.loneSurrogate, at: start)
    }
    index += 2
    let second = try codeUnit(escapedAt: index - 2)
    guard 0xDC00...0xDFFF ~= second,
      let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
    else { throw error(.loneSurrogate, at: start) }
    return scalar
  }

  private mutating func codeUnit(escapedAt start: Int) throws(JSONError) -> UInt16 {
    guard index + 4 <= bytes.count else {
      throw error(.unexpectedEnd(expected: "four digits of an escape"), at: bytes.count)
    }
    var unit: UInt16 = 0
    for byte in bytes[index..<index + 4] {
      guard
        let digit = Unicode.Scalar(byte).properties.isASCIIHexDigit
          ? Character(Unicode.Scalar(byte)).hexDigitValue : nil
      else { throw error(.badEscape, at: start) }
      unit = unit << 4 | UInt16(digit)
    }
    index += 4
    return unit
  }
}
