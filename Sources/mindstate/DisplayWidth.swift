/// How many columns of a terminal a text takes: two for a character of Chinese, Japanese or Korean and for most emoji,
/// none for a mark that is set onto another.
package enum DisplayWidth {
  package static func columns(_ text: some StringProtocol) -> Int {
    // Most text is ASCII, and one byte of it is one column.
    text.utf8.allSatisfy { $0 < 0x80 } ? text.utf8.count : text.reduce(0) { $0 + columns($1) }
  }

  /// A character is as wide as its widest scalar: an accent adds nothing, a flag is one picture.
  private static func columns(_ character: Character) -> Int {
    character.unicodeScalars.map(columns).max() ?? 0
  }

  private static func columns(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    if scalar.properties.isEmojiPresentation { return 2 }
    return wide.contains { $0.contains(scalar.value) } ? 2 : 1
  }

  /// The blocks whose characters Unicode's EastAsianWidth.txt calls wide or fullwidth.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
    0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
    0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F1E6...0x1F1FF, 0x20000...0x3FFFD,
  ]

  /// `text` with spaces up to `width` columns, after it or before it; one that is wider stays as it is.
  package static func padded(_ text: String, to width: Int, atEnd: Bool = true) -> String {
    let space = String(repeating: " ", count: max(0, width - columns(text)))
    return atEnd ? text + space : space + text
  }

  /// The beginning of `text` that fits, with an ellipsis where something was cut off.
  package static func cut(_ text: String, to width: Int) -> String {
    if columns(text) <= width { return text }
    var (shown, used) = ("", 0)
    for character in text {
      used += columns(character)
      if used > width - 1 { break }
      shown.append(character)
    }
    return shown + "…"
  }
}
