/// The 256 visible characters by which byte-level tokenizers write bytes: printable Latin-1 characters stand for
/// themselves, the others for U+0100, U+0101, … in order.
package enum ByteAlphabet {
  /// The character for each byte.
  package static let scalars: [UInt32] = {
    var next: UInt32 = 0x100
    return (0..<256).map { (byte: UInt32) in
      if (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || (0xAE...0xFF).contains(byte) { return byte }
      defer { next += 1 }
      return next
    }
  }()

  private static let bytes: [UInt32: UInt8] = Dictionary(
    uniqueKeysWithValues: scalars.enumerated().map { ($1, UInt8($0)) })

  /// The UTF-8 of one character of the alphabet.
  package static func character(_ scalar: UInt32) -> [UInt8] {
    var text: [UInt8] = []
    UTF8Text.append(scalar, to: &text)
    return text
  }

  /// The byte which `scalar` stands for; nil if it is not in the alphabet.
  static func byte(_ scalar: UInt32) -> UInt8? { bytes[scalar] }

  /// The bytes that `text`, written in the alphabet, stands for; nil if it holds another character.
  static func decoded(_ text: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var position = 0
    while position < text.count {
      let (scalar, next) = UTF8Text.scalar(in: text, at: position)
      guard scalar < 0x144, let byte = table[Int(scalar)] else { return nil }
      result.append(byte)
      position = next
    }
    return result
  }

  private static let table: [UInt8?] = (0..<0x144).map { byte(UInt32($0)) }

  /// Appends `range` of `text`, written in the alphabet; each character stands for what the one its byte is part of
  /// does.
  static func append(_ range: Range<Int>, of text: AlignedText, to builder: inout AlignedText.Builder) {
    for position in range {
      builder.append(scalars[Int(text.bytes[position])], span: text.span(of: position..<(position + 1)))
    }
  }
}
