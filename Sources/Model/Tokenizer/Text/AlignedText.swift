/// Text on its way through normalisation: UTF-8 bytes, and for each of them the bytes of the original text it stands
/// for.
///
/// All bytes of one character share one range. As long as nothing has been changed, no ranges are stored: a character
/// then stands for itself, `origin` bytes into the original text.
struct AlignedText: Sendable {
  var bytes: [UInt8]
  /// Where the text starts in the original one.
  let origin: Int
  /// Per byte, the range it stands for; both empty while every character stands for itself.
  private(set) var starts: [Int] = []
  private(set) var ends: [Int] = []

  init(_ bytes: [UInt8], origin: Int = 0) {
    self.bytes = bytes
    self.origin = origin
  }

  /// Whether every character still stands for itself.
  var isUnchanged: Bool { starts.isEmpty }

  /// What bytes `range` (not empty) stand for in the original text: from the start of the first to the end of the last.
  @inline(__always)
  func span(of range: Range<Int>) -> Range<Int> {
    if isUnchanged { return unchangedSpan(of: range) }
    let start = starts[range.lowerBound]
    return start..<max(start, ends[range.upperBound - 1])
  }

  /// Where the character of byte `position` starts in the original text.
  func start(at position: Int) -> Int {
    if !isUnchanged { return starts[position] }
    var position = position
    while UTF8Text.isContinuation(bytes[position]) { position -= 1 }
    return origin + position
  }

  @inline(__always)
  private func unchangedSpan(of range: Range<Int>) -> Range<Int> {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low > 0 && UTF8Text.isContinuation(bytes[low]) { low -= 1 }
    while high < bytes.count && UTF8Text.isContinuation(bytes[high]) { high += 1 }
    return (origin + low)..<(origin + high)
  }
}

// MARK: Changing

extension AlignedText {
  /// An output under construction.
  struct Builder {
    var bytes: [UInt8] = []
    var starts: [Int] = []
    var ends: [Int] = []

    init(capacity: Int) {
      bytes.reserveCapacity(capacity)
      starts.reserveCapacity(capacity)
      ends.reserveCapacity(capacity)
    }

    /// Appends one character that stands for `span`.
    mutating func append(_ scalar: UInt32, span: Range<Int>) {
      for _ in 0..<UTF8Text.append(scalar, to: &bytes) {
        starts.append(span.lowerBound)
        ends.append(span.upperBound)
      }
    }

    /// Appends `content`, all of which stands for `span`.
    mutating func append(_ content: some Collection<UInt8>, span: Range<Int>) {
      bytes.append(contentsOf: content)
      starts.append(contentsOf: repeatElement(span.lowerBound, count: content.count))
      ends.append(contentsOf: repeatElement(span.upperBound, count: content.count))
    }

    /// Appends whole characters of `text` with what they stand for.
    mutating func append(_ range: Range<Int>, of text: AlignedText) {
      bytes.append(contentsOf: text.bytes[range])
      guard text.isUnchanged else {
        starts.append(contentsOf: text.starts[range])
        ends.append(contentsOf: text.ends[range])
        return
      }
      var position = range.lowerBound
      while position < range.upperBound {
        let next = position + UTF8Text.width(text.bytes[position])
        for _ in position..<next {
          starts.append(text.origin + position)
          ends.append(text.origin + next)
        }
        position = next
      }
    }
  }

  /// Takes over what `builder` holds.
  mutating func replace(by builder: Builder) {
    bytes = builder.bytes
    starts = builder.starts
    ends = builder.ends
  }

  /// One character of a changed text, and how it came about.
  struct Change {
    var scalar: UInt32
    /// 0: takes the place of one old character. Positive: is added behind the one before. -n: takes the place of one
    /// old character and swallows the n behind it.
    var shift: Int
  }

  /// Replaces the text by `changes`, after dropping its first `dropped` characters.
  mutating func apply(_ changes: [Change], dropping dropped: Int = 0) {
    var builder = Builder(capacity: bytes.count + 8)
    var position = 0
    for _ in 0..<dropped { skipCharacter(&position) }
    for change in changes {
      if change.shift > 0 {
        builder.append(change.scalar, span: position == 0 ? origin..<origin : span(of: (position - 1)..<position))
      } else {
        let here = min(position, bytes.count - 1)
        builder.append(change.scalar, span: here < 0 ? origin..<origin : span(of: here..<(here + 1)))
        for _ in 0...(-change.shift) { skipCharacter(&position) }
      }
    }
    replace(by: builder)
  }

  private func skipCharacter(_ position: inout Int) {
    if position < bytes.count { position += UTF8Text.width(bytes[position]) }
  }

  /// Puts `prefix` before a text that is not empty; it stands for what the first character stands for.
  mutating func prepend(_ prefix: [UInt8]) {
    guard !bytes.isEmpty else { return }
    var builder = Builder(capacity: bytes.count + prefix.count)
    builder.append(prefix, span: span(of: 0..<1))
    builder.append(0..<bytes.count, of: self)
    replace(by: builder)
  }

  /// Calls `body` with each scalar.
  func forEachScalar(_ body: (UInt32) -> Void) {
    var position = 0
    while position < bytes.count {
      let (scalar, next) = UTF8Text.scalar(in: bytes, at: position)
      body(scalar)
      position = next
    }
  }
}
