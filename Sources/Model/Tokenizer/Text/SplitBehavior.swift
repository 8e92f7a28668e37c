/// What becomes of the places where a pattern matches.
enum SplitBehavior: String, CaseIterable, Sendable {
  case removed = "Removed"
  case isolated = "Isolated"
  case mergedWithPrevious = "MergedWithPrevious"
  case mergedWithNext = "MergedWithNext"
  case contiguous = "Contiguous"
}

/// A stretch of the text being tokenised, in bytes.
struct Piece: Sendable, Equatable {
  var start: Int
  var end: Int
  /// The id of the added token that this stretch is; negative for ordinary text.
  var token: Int32 = -1

  var isText: Bool { token < 0 }
}

/// Collects the pieces of one text: fed with stretches in order, each matched by the pattern or not.
struct PieceCollector {
  let behavior: SplitBehavior
  private(set) var pieces: [Piece] = []
  private var previousMatched = false
  private var isFirst = true
  /// How many pieces there were before the text being split.
  private var base = 0
  /// For `mergedWithNext`: a matched stretch that waits for its neighbour.
  private var waiting: Piece?

  init(_ behavior: SplitBehavior, capacity: Int) {
    self.behavior = behavior
    pieces.reserveCapacity(capacity)
  }

  mutating func add(_ start: Int, _ end: Int, matched: Bool) {
    switch behavior {
    case .isolated: append(start, end)
    case .removed: if !matched { append(start, end) }
    case .contiguous: matched == previousMatched && !isFirst ? extend(start, end) : append(start, end)
    case .mergedWithPrevious: matched && !previousMatched && !isFirst ? extend(start, end) : append(start, end)
    case .mergedWithNext: addMergingWithNext(start, end, matched)
    }
    previousMatched = matched
    isFirst = false
  }

  /// Ends the text being split; pieces do not reach beyond it.
  mutating func finish() {
    if let piece = waiting { append(piece.start, piece.end) }
    waiting = nil
    previousMatched = false
    isFirst = true
    base = pieces.count
  }

  /// Takes over a piece as it is.
  mutating func pass(_ piece: Piece) {
    pieces.append(piece)
    base = pieces.count
  }

  private mutating func append(_ start: Int, _ end: Int) {
    if start < end { pieces.append(Piece(start: start, end: end)) }
  }

  private mutating func extend(_ start: Int, _ end: Int) {
    // What precedes may have been empty and so not kept.
    if pieces.count > base {
      pieces[pieces.count - 1].end = end
    } else {
      append(start, end)
    }
  }

  private mutating func addMergingWithNext(_ start: Int, _ end: Int, _ matched: Bool) {
    if matched {
      if let piece = waiting { append(piece.start, piece.end) }
      waiting = Piece(start: start, end: end)
    } else if let piece = waiting {
      append(piece.start, end)
      waiting = nil
    } else {
      append(start, end)
    }
  }
}
