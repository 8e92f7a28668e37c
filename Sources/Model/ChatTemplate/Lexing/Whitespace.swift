/// Whitespace as Python's `str.isspace` and `\s` know it.
enum Whitespace {
  static func contains(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }

  /// Whether `str.splitlines` ends a line here; `\r\n` counts once.
  static func endsLine(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A...0x0D, 0x1C...0x1E, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }

  /// The byte behind all whitespace from `start` on.
  static func end(in bytes: [UInt8], from start: Int) -> Int {
    var i = start
    while i < bytes.count {
      let (scalar, width) = decoded(bytes, at: i)
      guard contains(scalar) else { break }
      i += width
    }
    return i
  }

  /// The byte where the whitespace at the end of `range` starts.
  static func startOfTrailing(in bytes: [UInt8], _ range: Range<Int>) -> Int {
    var end = range.upperBound
    while end > range.lowerBound {
      var start = end - 1
      while start > range.lowerBound, bytes[start] & 0xC0 == 0x80 { start -= 1 }
      guard contains(decoded(bytes, at: start).scalar) else { break }
      end = start
    }
    return end
  }

  /// The character at byte `i` of valid UTF-8, and its width.
  static func decoded(_ bytes: [UInt8], at i: Int) -> (scalar: Unicode.Scalar, width: Int) {
    let first = bytes[i]
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    let width = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    var value = UInt32(first) & (width == 4 ? 0x07 : width == 3 ? 0x0F : 0x1F)
    for k in 1..<width { value = value << 6 | UInt32(i + k < bytes.count ? bytes[i + k] & 0x3F : 0) }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", width)
  }
}
