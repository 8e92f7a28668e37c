/// The text and the pieces it has been cut into so far. Pieces are in order; what no piece covers is dropped.
struct PreTokenizedText {
  var text: AlignedText
  var pieces: [Piece]

  init(_ text: AlignedText) {
    self.text = text
    pieces = text.bytes.isEmpty ? [] : [Piece(start: 0, end: text.bytes.count)]
  }

  /// Cuts every piece of ordinary text with `scan`, which is called with the range to cut and a collector to fill.
  mutating func split(_ behavior: SplitBehavior, _ scan: (Range<Int>, inout PieceCollector) -> Void) {
    var collector = PieceCollector(behavior, capacity: max(pieces.count, text.bytes.count / 6))
    for piece in pieces {
      guard piece.isText else {
        collector.pass(piece)
        continue
      }
      scan(piece.start..<piece.end, &collector)
      collector.finish()
    }
    pieces = collector.pieces
  }

  /// Cuts every piece of ordinary text at each character in `set`.
  mutating func split(at set: ScalarBitmap, _ behavior: SplitBehavior) {
    let bytes = text.bytes
    split(behavior) { range, collector in
      var last = range.lowerBound
      var position = range.lowerBound
      while position < range.upperBound {
        let (scalar, next) = UTF8Text.scalar(in: bytes, at: position)
        if set.contains(scalar) {
          if last < position { collector.add(last, position, matched: false) }
          collector.add(position, next, matched: true)
          last = next
        }
        position = next
      }
      if last < range.upperBound { collector.add(last, range.upperBound, matched: false) }
    }
  }

  /// Replaces the content of every piece of ordinary text: `rewrite` appends what becomes of the range it is given.
  mutating func rewrite(_ rewrite: (Range<Int>, AlignedText, inout AlignedText.Builder) -> Void) {
    var builder = AlignedText.Builder(capacity: text.bytes.count * 2)
    for i in pieces.indices {
      let start = builder.bytes.count
      let range = pieces[i].start..<pieces[i].end
      if pieces[i].isText {
        rewrite(range, text, &builder)
      } else {
        builder.append(range, of: text)
      }
      pieces[i].start = start
      pieces[i].end = builder.bytes.count
    }
    text.replace(by: builder)
  }

  /// Cuts pieces of ordinary text so that none holds a character from before and one from after any of `borders`
  /// (ascending offsets in the original text). Added tokens stay whole.
  mutating func cut(at borders: [Int]) {
    guard !borders.isEmpty else { return }
    var result: [Piece] = []
    result.reserveCapacity(pieces.count + borders.count)
    var next = 0
    for piece in pieces {
      guard piece.isText else {
        result.append(piece)
        continue
      }
      var rest = piece
      while next < borders.count && borders[next] <= text.start(at: rest.start) { next += 1 }
      while next < borders.count, let position = firstByte(from: borders[next], in: rest) {
        result.append(Piece(start: rest.start, end: position))
        rest.start = position
        next += 1
      }
      result.append(rest)
    }
    pieces = result
  }

  /// The first byte of a character in `piece` which stands for text at or behind `border`; nil if none or the very
  /// first.
  private func firstByte(from border: Int, in piece: Piece) -> Int? {
    var position = piece.start
    if text.isUnchanged { position = max(position, min(piece.end, border - text.origin)) }
    while position < piece.end && text.start(at: position) < border { position += 1 }
    return position > piece.start && position < piece.end ? position : nil
  }
}
