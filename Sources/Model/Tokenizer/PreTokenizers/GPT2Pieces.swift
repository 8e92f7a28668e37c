/// The pieces that GPT-2's pattern cuts a text into, for counting them; the byte-level pre-tokenizer makes the same.
package enum GPT2Pieces {
  /// Calls `body` with each piece of `text[range]` in order; together they cover it.
  /// - Precondition: `text` is valid UTF-8, and no character straddles an end of `range`.
  package static func forEach(in text: [UInt8], _ range: Range<Int>, _ body: (Range<Int>) -> Void) {
    var scanner = KnownPatternScanner(bytes: text, kinds: ScalarKind.table, end: range.upperBound)
    var position = range.lowerBound
    while position < range.upperBound {
      let next = scanner.gpt2(position)
      body(position..<next)
      position = next
    }
  }
}
