/// Cuts digits off, each on its own or in runs.
struct DigitsPreTokenizer: Sendable {
  let individually: Bool

  init(_ component: Component) throws(TokenizerError) { individually = try component.bool("individual_digits") }

  func preTokenize(_ text: inout PreTokenizedText) {
    text.split(at: Self.digits, individually ? .isolated : .contiguous)
  }

  private static let digits = ScalarBitmap(UnicodeSets.numeric)
}
