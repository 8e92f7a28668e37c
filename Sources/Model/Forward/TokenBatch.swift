/// Tokens of many sequences, packed as rows of one matrix without padding.
///
/// A segment is a run of rows whose tokens follow each other. Its first token follows its parent's last: prompts that
/// share a prefix can share the prefix's rows. Attention of a row reads its own segment up to itself and all ancestors.
///
/// A negative token −1 − i is virtual: it stands for vector i of the model's soft prompt.
public struct TokenBatch: Sendable {
  public struct Segment: Sendable, Equatable {
    public var rows: Range<Int>
    /// The segment that this one goes on from; nil at the start of a sequence. Always an earlier one.
    public var parent: Int?
    /// Position in its sequence of the segment's first token.
    public var firstPosition: Int
  }

  public private(set) var tokens: [Int] = []
  public private(set) var segments: [Segment] = []

  public init() {}

  /// One segment a sequence, no sharing.
  ///
  /// - Parameter virtualTokens: as many virtual tokens, shared by all sequences, stand before each; they are the first
  ///   rows and, where there are any, segment 0.
  public init(sequences: [[Int]], virtualTokens: Int = 0) {
    let parent = appendVirtual(virtualTokens)
    for sequence in sequences { append(sequence, after: parent) }
  }

  public var rows: Int { tokens.count }

  /// Adds a segment and returns its index.
  /// - Precondition: `parent`, if given, is the index of a segment already added; `tokens` is not empty.
  @discardableResult
  public mutating func append(_ tokens: [Int], after parent: Int? = nil) -> Int {
    precondition(!tokens.isEmpty, "a segment without tokens")
    var position = 0
    if let parent {
      let before = segments[parent]
      position = before.firstPosition + before.rows.count
    }
    segments.append(Segment(rows: rows..<rows + tokens.count, parent: parent, firstPosition: position))
    self.tokens += tokens
    return segments.count - 1
  }

  /// Adds the virtual tokens of a soft prompt of `count` vectors, for sequences to follow; nil for none.
  public mutating func appendVirtual(_ count: Int) -> Int? {
    count > 0 ? append((0..<count).map { -1 - $0 }) : nil
  }

  /// Tokens of the longest sequence, virtual ones included.
  public var longest: Int { segments.map { $0.firstPosition + $0.rows.count }.max() ?? 0 }

  /// Position of every row in its sequence.
  package var positions: [Int] {
    segments.flatMap { segment in segment.firstPosition..<segment.firstPosition + segment.rows.count }
  }

  /// Rows that a token of segment `index` may read besides its own segment's: its ancestors', first token first.
  package func ancestorRows(of index: Int) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var parent = segments[index].parent
    while let p = parent {
      ranges.append(segments[p].rows)
      parent = segments[p].parent
    }
    return ranges.reversed()
  }

  /// The segment of every row.
  package var segmentOfRow: [Int] {
    segments.enumerated().flatMap { index, segment in repeatElement(index, count: segment.rows.count) }
  }
}
