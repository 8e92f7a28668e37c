/// Runs of word characters and runs of other characters; white space is dropped (`\w+|[^\w\s]+`).
struct WhitespacePreTokenizer: Sendable {
  func preTokenize(_ text: inout PreTokenizedText) {
    let bytes = text.text.bytes
    text.split(.removed) { range, collector in
      var position = range.lowerBound
      while position < range.upperBound {
        let start = position
        let kind = Self.kind(bytes, &position)
        while position < range.upperBound {
          var next = position
          if Self.kind(bytes, &next) != kind { break }
          position = next
        }
        collector.add(start, position, matched: kind == .space)
      }
    }
  }

  private enum Kind { case space, word, other }

  private static func kind(_ bytes: [UInt8], _ position: inout Int) -> Kind {
    let (scalar, next) = UTF8Text.scalar(in: bytes, at: position)
    position = next
    return word.contains(scalar) ? .word : space.contains(scalar) ? .space : .other
  }

  private static let word = ScalarBitmap(UnicodeSets.word)
  private static let space = ScalarBitmap(UnicodeSets.whitespace)
}
