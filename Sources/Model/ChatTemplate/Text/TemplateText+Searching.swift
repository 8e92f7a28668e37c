/// Finding, splitting and replacing, by bytes: in valid UTF-8 these are characters.
extension TemplateText {
  private func utf8Index(_ offset: Int) -> String.Index { text.utf8.index(text.utf8.startIndex, offsetBy: offset) }

  /// The byte ranges of `part`, none over another; an empty part is found between all characters.
  func ranges(of part: TemplateText, limit: Int = .max) -> [Range<Int>] {
    let bytes = Array(text.utf8), pattern = Array(part.text.utf8)
    var result: [Range<Int>] = []
    var i = 0
    while i + pattern.count <= bytes.count, result.count < limit {
      if pattern.isEmpty {
        if i == bytes.count || bytes[i] & 0xC0 != 0x80 { result.append(i..<i) }
        i += 1
      } else if bytes[i] == pattern[0], bytes[i..<i + pattern.count].elementsEqual(pattern) {
        result.append(i..<i + pattern.count)
        i += pattern.count
      } else {
        i += 1
      }
    }
    return result
  }

  func contains(_ part: TemplateText) -> Bool { !ranges(of: part, limit: 1).isEmpty }

  /// Characters before byte `offset`.
  func scalarOffset(ofByte offset: Int) -> Int {
    text.unicodeScalars.distance(from: text.startIndex, to: utf8Index(offset))
  }

  /// The byte at which character `index` starts.
  func byteOffset(ofScalar index: Int) -> Int {
    let scalars = text.unicodeScalars
    let found = scalars.index(scalars.startIndex, offsetBy: index, limitedBy: scalars.endIndex) ?? scalars.endIndex
    return text.utf8.distance(from: text.utf8.startIndex, to: found)
  }

  /// The texts before, between and behind `cuts`.
  func pieces(cutAt cuts: [Range<Int>]) -> [TemplateText] {
    var start = 0
    var result: [TemplateText] = []
    for cut in cuts {
      result.append(slice(start..<cut.lowerBound))
      start = cut.upperBound
    }
    result.append(slice(start..<byteCount))
    return result
  }

  /// `str.replace`. The new text is as marked as it came, except that it takes the mark of what it replaces when that is
  /// wholly marked: the user's words stay the user's when a template rewrites them.
  func replacing(_ old: TemplateText, with new: TemplateText, limit: Int = .max) -> TemplateText {
    var result = TemplateText()
    var start = 0
    for range in ranges(of: old, limit: limit) {
      result.append(slice(start..<range.lowerBound))
      let isMarked = isWhollyMarked || slice(range).isWhollyMarked
      result.append(isMarked && new.marks.isEmpty ? TemplateText(new.text, marked: true) : new)
      start = range.upperBound
    }
    result.append(slice(start..<byteCount))
    return result
  }

  /// The ranges of `separator` counted from the end, for `rsplit`.
  func rangesFromEnd(of separator: TemplateText, limit: Int) -> [Range<Int>] {
    let bytes = Array(text.utf8), pattern = Array(separator.text.utf8)
    var result: [Range<Int>] = []
    var end = bytes.count
    while end >= pattern.count, !pattern.isEmpty, result.count < limit {
      if bytes[end - pattern.count..<end].elementsEqual(pattern) {
        result.append(end - pattern.count..<end)
        end -= pattern.count
      } else {
        end -= 1
      }
    }
    return result.reversed()
  }

  // MARK: Whitespace

  /// `str.split` without a separator: words between runs of whitespace; behind `limit` cuts the rest stays whole.
  func words(limit: Int = .max) -> [TemplateText] {
    var result: [TemplateText] = []
    let bytes = Array(text.utf8)
    var i = Whitespace.end(in: bytes, from: 0)
    while i < bytes.count {
      guard result.count < limit else {
        result.append(slice(i..<Whitespace.startOfTrailing(in: bytes, i..<bytes.count)))
        break
      }
      let start = i
      i = Self.wordEnd(in: bytes, from: i)
      result.append(slice(start..<i))
      i = Whitespace.end(in: bytes, from: i)
    }
    return result
  }

  private static func wordEnd(in bytes: [UInt8], from start: Int) -> Int {
    var i = start
    while i < bytes.count {
      let (scalar, width) = Whitespace.decoded(bytes, at: i)
      if Whitespace.contains(scalar) { break }
      i += width
    }
    return i
  }

  /// `str.rsplit` without a separator.
  func wordsFromEnd(limit: Int) -> [TemplateText] {
    let all = words()
    guard all.count > limit else { return all }
    let bytes = Array(text.utf8)
    var end = Whitespace.startOfTrailing(in: bytes, 0..<bytes.count)
    var result: [TemplateText] = []
    for word in all.suffix(limit).reversed() {
      result.append(word)
      end = Whitespace.startOfTrailing(in: bytes, 0..<end - word.byteCount)
    }
    result.append(slice(0..<end))
    return result.reversed()
  }

  /// `str.splitlines`.
  func lines(keepingEnds: Bool = false) -> [TemplateText] {
    let bytes = Array(text.utf8)
    var result: [TemplateText] = []
    var (start, i) = (0, 0)
    while i < bytes.count {
      let (scalar, width) = Whitespace.decoded(bytes, at: i)
      var end = i + width
      if Whitespace.endsLine(scalar) {
        if scalar == "\r", end < bytes.count, bytes[end] == UInt8(ascii: "\n") { end += 1 }
        result.append(slice(start..<(keepingEnds ? end : i)))
        start = end
      }
      i = end
    }
    if start < bytes.count { result.append(slice(start..<bytes.count)) }
    return result
  }

  /// Which ends `strip` takes from.
  enum Side { case left, right, both }

  /// `strip`, `lstrip` and `rstrip`; without `characters`, of whitespace.
  func stripped(_ side: Side = .both, of characters: String? = nil) -> TemplateText {
    let set = characters.map { Set($0.unicodeScalars) }
    func strips(_ scalar: Unicode.Scalar) -> Bool { set?.contains(scalar) ?? Whitespace.contains(scalar) }
    let scalars = text.unicodeScalars
    var (start, end) = (0, byteCount)
    if side != .right {
      for scalar in scalars {
        guard strips(scalar) else { break }
        start += UTF8.width(scalar)
      }
    }
    if side != .left {
      for scalar in scalars.reversed() {
        guard end > start, strips(scalar) else { break }
        end -= UTF8.width(scalar)
      }
    }
    return slice(start..<end)
  }

  func joining(_ items: [TemplateText]) -> TemplateText {
    var result = TemplateText()
    for (i, item) in items.enumerated() {
      if i > 0 { result.append(self) }
      result.append(item)
    }
    return result
  }
}
