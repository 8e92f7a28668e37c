/// A string that remembers which of its bytes came from marked input, such as the text of a user.
///
/// Marks follow the bytes through concatenation, slicing, stripping, splitting and joining, so that the place of a
/// user's words in a rendered prompt is known even when the template trims or quotes them.
public struct TemplateText: Sendable {
  public private(set) var text: String
  /// UTF-8 ranges that came from marked input: ascending, not empty, with unmarked bytes between two of them.
  public private(set) var marks: [Range<Int>]

  /// The whole of `text`, marked or not. The text is made native UTF-8, which all slicing here relies on for speed.
  public init(_ text: String = "", marked: Bool = false) {
    self.text = text
    self.text.makeContiguousUTF8()
    marks = marked && !text.utf8.isEmpty ? [0..<text.utf8.count] : []
  }

  private init(text: String, marks: [Range<Int>]) {
    self.text = text
    self.marks = marks
  }
}

extension TemplateText {
  /// The number of UTF-8 bytes.
  public var byteCount: Int { text.utf8.count }
  var isEmpty: Bool { text.utf8.isEmpty }
  /// The length as Python counts it.
  var scalarCount: Int { text.unicodeScalars.count }
  /// Whether every byte is marked.
  var isWhollyMarked: Bool { marks.count == 1 && marks[0] == 0..<byteCount }

  /// Adds `other` at the end.
  public mutating func append(_ other: TemplateText) {
    let start = byteCount
    text += other.text
    for mark in other.marks { addMark(mark.lowerBound + start..<mark.upperBound + start) }
  }

  /// Adds unmarked text at the end.
  public mutating func append(_ other: String) { text += other }

  mutating func append(_ scalar: Unicode.Scalar, marked: Bool) {
    let start = byteCount
    text.unicodeScalars.append(scalar)
    if marked { addMark(start..<byteCount) }
  }

  mutating func append(_ other: String, marked: Bool) {
    let start = byteCount
    text += other
    if marked { addMark(start..<byteCount) }
  }

  private mutating func addMark(_ mark: Range<Int>) {
    guard !mark.isEmpty else { return }
    if let last = marks.last, last.upperBound == mark.lowerBound {
      marks[marks.count - 1] = last.lowerBound..<mark.upperBound
    } else {
      marks.append(mark)
    }
  }

  /// The bytes of `range`, which begins and ends between two characters.
  func slice(_ range: Range<Int>) -> TemplateText {
    if range == 0..<byteCount { return self }
    let utf8 = text.utf8
    let from = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
    let to = utf8.index(from, offsetBy: range.count)
    let clipped = marks.compactMap { mark -> Range<Int>? in
      let inside = mark.clamped(to: range)
      return inside.isEmpty ? nil : inside.lowerBound - range.lowerBound..<inside.upperBound - range.lowerBound
    }
    return TemplateText(text: String(text[from..<to]), marks: clipped)
  }

  /// Each character and whether it is marked. A character with any marked byte counts as marked.
  var scalars: [(scalar: Unicode.Scalar, marked: Bool)] {
    var result: [(scalar: Unicode.Scalar, marked: Bool)] = []
    result.reserveCapacity(byteCount)
    var (offset, mark) = (0, 0)
    for scalar in text.unicodeScalars {
      while mark < marks.count, marks[mark].upperBound <= offset { mark += 1 }
      result.append((scalar, mark < marks.count && marks[mark].contains(offset)))
      offset += UTF8.width(scalar)
    }
    return result
  }

  init(_ scalars: some Sequence<(scalar: Unicode.Scalar, marked: Bool)>) {
    self.init()
    for (scalar, marked) in scalars { append(scalar, marked: marked) }
  }

  /// The text with each character replaced by what `transform` makes of it, under the same marks.
  func mapped(_ transform: (Unicode.Scalar) -> String) -> TemplateText {
    var result = TemplateText()
    for (scalar, marked) in scalars { result.append(transform(scalar), marked: marked) }
    return result
  }
}

extension TemplateText: Equatable {
  /// Equal bytes and marks.
  public static func == (a: TemplateText, b: TemplateText) -> Bool {
    a.text.utf8.elementsEqual(b.text.utf8) && a.marks == b.marks
  }
}

extension UTF8 {
  /// The number of bytes of a character.
  static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case ..<0x80: 1
    case ..<0x800: 2
    case ..<0x10000: 3
    default: 4
    }
  }
}
