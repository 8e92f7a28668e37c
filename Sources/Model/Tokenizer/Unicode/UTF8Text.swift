/// Reading scalars out of UTF-8 that is known to be valid: every text here comes from a `String`.
enum UTF8Text {
  /// The scalar which starts at `position`, and where the next one starts.
  @inline(__always)
  static func scalar(in bytes: [UInt8], at position: Int) -> (scalar: UInt32, next: Int) {
    let first = bytes[position]
    if first < 0x80 { return (UInt32(first), position + 1) }
    return longScalar(in: bytes, at: position, first: UInt32(first))
  }

  private static func longScalar(in bytes: [UInt8], at position: Int, first: UInt32) -> (scalar: UInt32, next: Int) {
    let second = UInt32(bytes[position + 1] & 0x3F)
    if first < 0xE0 { return ((first & 0x1F) << 6 | second, position + 2) }
    let third = UInt32(bytes[position + 2] & 0x3F)
    if first < 0xF0 { return ((first & 0x0F) << 12 | second << 6 | third, position + 3) }
    let fourth = UInt32(bytes[position + 3] & 0x3F)
    return ((first & 0x07) << 18 | second << 12 | third << 6 | fourth, position + 4)
  }

  /// Where the scalar that ends at `position` starts.
  @inline(__always)
  static func start(before position: Int, in bytes: [UInt8]) -> Int {
    var start = position - 1
    while start > 0 && isContinuation(bytes[start]) { start -= 1 }
    return start
  }

  /// Whether `byte` is not the first of its scalar.
  @inline(__always)
  static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

  /// Bytes of the scalar whose first byte is `byte`.
  @inline(__always)
  static func width(_ byte: UInt8) -> Int { byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4 }

  /// Appends `scalar` to `bytes`; returns how many bytes that took.
  @discardableResult
  static func append(_ scalar: UInt32, to bytes: inout [UInt8]) -> Int {
    switch scalar {
    case 0..<0x80:
      bytes.append(UInt8(scalar))
      return 1
    case 0x80..<0x800:
      bytes.append(UInt8(0xC0 | scalar >> 6))
      bytes.append(UInt8(0x80 | scalar & 0x3F))
      return 2
    case 0x800..<0x10000:
      bytes.append(UInt8(0xE0 | scalar >> 12))
      bytes.append(UInt8(0x80 | scalar >> 6 & 0x3F))
      bytes.append(UInt8(0x80 | scalar & 0x3F))
      return 3
    default:
      bytes.append(UInt8(0xF0 | scalar >> 18))
      bytes.append(UInt8(0x80 | scalar >> 12 & 0x3F))
      bytes.append(UInt8(0x80 | scalar >> 6 & 0x3F))
      bytes.append(UInt8(0x80 | scalar & 0x3F))
      return 4
    }
  }
}
