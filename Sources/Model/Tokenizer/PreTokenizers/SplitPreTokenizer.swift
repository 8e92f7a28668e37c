/// Cuts where a pattern matches.
struct SplitPreTokenizer: Sendable {
  let pattern: TextPattern
  let behavior: SplitBehavior
  /// Treat what the pattern matches as text and the rest as matches.
  let invert: Bool
  /// Set where the pattern is one of those with a scanner of its own.
  let known: KnownPattern?

  init(_ component: Component) throws(TokenizerError) {
    pattern = try component.pattern()
    behavior = try component.choice("behavior", SplitBehavior.self)
    invert = try component.bool("invert")
    known = try component.component("pattern").stringIfPresent("Regex").flatMap(KnownPattern.init(pattern:))
  }

  func preTokenize(_ text: inout PreTokenizedText) {
    // A known pattern matches everywhere, so that only `isolated` is worth a scanner.
    if let known, behavior == .isolated { return known.split(&text, behavior) }
    let bytes = text.text.bytes
    text.split(behavior) { range, collector in
      pattern.forEachStretch(in: bytes, range) { collector.add($0, $1, matched: $2 != invert) }
    }
  }
}
