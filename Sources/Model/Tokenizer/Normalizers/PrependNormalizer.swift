/// Puts a text before every text that is not empty: SentencePiece's dummy prefix.
struct PrependNormalizer: Sendable {
  let prefix: [UInt8]

  init(_ component: Component) throws(TokenizerError) { prefix = Array(try component.string("prepend").utf8) }

  /// What is put in stands for what the first character stands for.
  func normalize(_ text: inout AlignedText) { text.prepend(prefix) }
}
