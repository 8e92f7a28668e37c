/// A text as token ids.
public struct Encoding: Sendable, Equatable {
  public var ids: [Int]
  /// What each token stands for: UTF-8 bytes of the original text, as the reference's offsets with `trim_offsets` off.
  ///
  /// Spans are never trimmed: that of a token made of a space and "Paris" begins at the space. A token that is part of a
  /// character has the span of the whole character, so neighbours can overlap. What a normaliser put in has the span of
  /// the character beside it; a character that it made of several has that of the first, so that gaps can remain. A
  /// token that the post-processor added has an empty span at 0.
  ///
  /// One difference from the reference: where characters have no token and are dropped, its offsets of all that follows
  /// in the piece are too low; spans here are true.
  public var spans: [Range<Int>]
  /// Whether the post-processor added the token; false for special tokens that the text itself held.
  public var isSpecial: [Bool]

  public init(ids: [Int] = [], spans: [Range<Int>] = [], isSpecial: [Bool] = []) {
    self.ids = ids
    self.spans = spans
    self.isSpecial = isSpecial
  }

  mutating func append(_ id: Int, span: Range<Int>) {
    ids.append(id)
    spans.append(span)
    isSpecial.append(false)
  }

  mutating func append(_ other: Encoding) {
    ids += other.ids
    spans += other.spans
    isSpecial += other.isSpecial
  }

  mutating func insertSpecial(_ id: Int, at place: Int) {
    ids.insert(id, at: place)
    spans.insert(0..<0, at: place)
    isSpecial.insert(true, at: place)
  }
}
