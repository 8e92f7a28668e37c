/// Drops combining marks; what they were part of is then left without them only if the text is decomposed.
struct StripAccentsNormalizer: Sendable {
  func normalize(_ text: inout AlignedText) {
    var builder = AlignedText.Builder(capacity: text.bytes.count)
    var position = 0
    while position < text.bytes.count {
      let (scalar, next) = UTF8Text.scalar(in: text.bytes, at: position)
      if !Self.accents.contains(scalar) { builder.append(position..<next, of: text) }
      position = next
    }
    text.replace(by: builder)
  }

  private static let accents = ScalarBitmap(UnicodeSets.accents)
}
