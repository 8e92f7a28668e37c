/// Writes every byte as a character of the byte alphabet.
struct ByteLevelNormalizer: Sendable {
  func normalize(_ text: inout AlignedText) {
    var builder = AlignedText.Builder(capacity: text.bytes.count * 2)
    ByteAlphabet.append(0..<text.bytes.count, of: text, to: &builder)
    text.replace(by: builder)
  }
}
