/// What `Split` and `Replace` look for.
enum TextPattern: Sendable {
  case literal([UInt8])
  case regex(RegexProgram)

  /// Calls `body` with every match within `range` of `bytes`, from left to right.
  func forEachMatch(in bytes: [UInt8], _ range: Range<Int>, _ body: (Int, Int) -> Void) {
    switch self {
    case .literal(let text): Self.forEachOccurrence(of: text, in: bytes, range, body)
    case .regex(let program):
      var matcher = RegexMatcher(program, bytes, range)
      matcher.forEachMatch(body)
    }
  }

  /// Calls `body` with adjoining stretches that cover `range`, each matched or not.
  func forEachStretch(in bytes: [UInt8], _ range: Range<Int>, _ body: (Int, Int, Bool) -> Void) {
    var last = range.lowerBound
    forEachMatch(in: bytes, range) { start, end in
      if last != start { body(last, start, false) }
      body(start, end, true)
      last = end
    }
    if last != range.upperBound { body(last, range.upperBound, false) }
  }

  private static func forEachOccurrence(
    of text: [UInt8], in bytes: [UInt8], _ range: Range<Int>, _ body: (Int, Int) -> Void
  ) {
    guard let first = text.first else { return }
    var position = range.lowerBound
    while position + text.count <= range.upperBound {
      if bytes[position] == first && matches(text, bytes, position) {
        body(position, position + text.count)
        position += text.count
      } else {
        position += 1
      }
    }
  }

  private static func matches(_ text: [UInt8], _ bytes: [UInt8], _ position: Int) -> Bool {
    for i in text.indices where bytes[position + i] != text[i] { return false }
    return true
  }
}
