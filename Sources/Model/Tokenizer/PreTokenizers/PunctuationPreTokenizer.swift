/// Cuts at punctuation.
struct PunctuationPreTokenizer: Sendable {
  let behavior: SplitBehavior

  init(_ component: Component) throws(TokenizerError) {
    behavior =
      component.value("behavior") == nil ? .isolated : try component.choice("behavior", SplitBehavior.self)
  }

  func preTokenize(_ text: inout PreTokenizedText) { text.split(at: Self.punctuation, behavior) }

  private static let punctuation = ScalarBitmap(UnicodeSets.splitPunctuation)
}
