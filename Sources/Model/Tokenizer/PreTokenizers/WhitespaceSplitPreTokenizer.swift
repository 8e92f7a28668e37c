/// Cuts at white space, which is dropped.
struct WhitespaceSplitPreTokenizer: Sendable {
  func preTokenize(_ text: inout PreTokenizedText) { text.split(at: Self.space, .removed) }

  private static let space = ScalarBitmap(UnicodeSets.whitespace)
}
