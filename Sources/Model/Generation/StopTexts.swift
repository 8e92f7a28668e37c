/// Looks for stop texts in a text that grows token by token.
///
/// In the text itself, from which special tokens are left out, and in the same text with special tokens as the
/// vocabulary writes them: a stop text may be one, or hold some.
struct StopTexts: Sendable {
  private let stops: [[UInt8]]
  private let tokenizer: Tokenizer?
  /// UTF-8 of the text so far.
  private var settled = 0
  /// The text with special tokens, and where in the text each of its bytes stands.
  private var written: [UInt8] = []
  private var places: [Int] = []

  init(_ stops: [String], _ tokenizer: Tokenizer?) {
    self.stops = stops.map { Array($0.utf8) }
    self.tokenizer = tokenizer
  }

  /// Where in `text`, to which `token` has led, the earliest stop text begins that is not there before; nil: none.
  mutating func start(after token: Int, in text: [UInt8]) -> Int? {
    if stops.isEmpty { return nil }
    let (before, beforeWritten) = (settled, written.count)
    // Special tokens show nothing, so text that comes with one had waited before it.
    written += text[settled...]
    places += settled..<text.count
    settled = text.count
    if let special = tokenizer?.specialText(token) {
      written += special
      places += special.map { _ in settled }
    }
    return stops.flatMap { stop in
      [
        text.firstStart(of: stop, endingAfter: before),
        written.firstStart(of: stop, endingAfter: beforeWritten).map { places[$0] },
      ].compactMap(\.self)
    }.min()
  }
}

extension [UInt8] {
  /// Where `wanted` first stands with its end past `end`.
  fileprivate func firstStart(of wanted: [UInt8], endingAfter end: Int) -> Int? {
    let first = Swift.max(0, end + 1 - wanted.count)
    guard end < count, first + wanted.count <= count else { return nil }
    return (first...count - wanted.count).first { self[$0..<$0 + wanted.count].elementsEqual(wanted) }
  }
}
