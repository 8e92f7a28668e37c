/// The tokens that make up a span of text.
struct SpanAlignment {
  var tokens: Range<Int>
  /// Tokens across the start and the end of the span.
  var start: Int?
  var end: Int?

  /// Aligns `span` with tokens whose spans are `tokens`; those with an empty span belong to nothing.
  ///
  /// A token across a border is inside when at least half of its bytes are. A span that lies within one token is that
  /// token, though most of it lies outside.
  init(of span: Range<Int>, with tokens: [Range<Int>]) {
    var inside: Range<Int>?
    var widest: (index: Int, overlap: Int)?
    for (index, token) in tokens.enumerated() where token.overlaps(span) {
      if token.lowerBound < span.lowerBound { start = index }
      if token.upperBound > span.upperBound { end = index }
      let overlap = token.clamped(to: span).count
      if overlap > widest?.overlap ?? 0 { widest = (index, overlap) }
      if 2 * overlap >= token.count { inside = (inside?.lowerBound ?? index)..<index + 1 }
    }
    self.tokens = inside ?? widest.map { $0.index..<$0.index + 1 } ?? 0..<0
  }
}
