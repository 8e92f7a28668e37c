/// Text whose width can only be estimated: which font draws it is not known here.
enum PlotText {
  /// In units of a picture whose text is 13 high; rather too wide than too narrow.
  static func width(_ text: String) -> Double {
    text.unicodeScalars.reduce(0) { sum, scalar in
      switch scalar.value {
      case 0x0300...0x036F, 0x200B...0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFE00...0xFE0F: sum
      case 0x1100...0x11FF, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
        0x1F000...0x1FFFF, 0x20000...0x3FFFF:
        sum + 14
      case 0x41...0x5A, 0x25, 0x40, 0x77, 0x6D: sum + 9.2
      case 0x20, 0x21, 0x2C, 0x2E, 0x2F, 0x3A, 0x3B, 0x69, 0x6A, 0x6C, 0x72, 0x74, 0x66, 0x28, 0x29: sum + 4.8
      default: sum + 7.4
      }
    }
  }

  /// The text, or as much of it as has room with an ellipsis in its middle: names often differ at their end.
  static func fitted(_ text: String, _ room: Double) -> String {
    let text = cut(text, to: 400)
    if width(text) <= room { return text }
    var (head, tail) = (0, 0)
    let characters = Array(text)
    var used = width("…")
    while head + tail < characters.count {
      let isHead = head <= tail
      let next = characters[isHead ? head : characters.count - 1 - tail]
      used += width(String(next))
      if used > room { break }
      if isHead { head += 1 } else { tail += 1 }
    }
    return String(characters.prefix(head)) + "…" + String(characters.suffix(tail))
  }

  /// At most so many scalars, with an ellipsis where some are left out.
  static func cut(_ text: String, to count: Int) -> String {
    let scalars = text.unicodeScalars
    guard let end = scalars.index(scalars.startIndex, offsetBy: count, limitedBy: scalars.endIndex),
      end != scalars.endIndex
    else { return text }
    return String(scalars[..<end]) + "…"
  }

  /// A label at a place, with the whole text where it had to be shortened.
  static func label(
    _ text: String, x: Double, y: Double, room: Double, anchor: String = "start", classes: String = ""
  ) -> String {
    let shown = fitted(text, room)
    let whole = shown == text ? "" : "<title>\(SVG.escaped(cut(text, to: 400)))</title>"
    return "<text x=\"\(SVG.number(x))\" y=\"\(SVG.number(y))\" text-anchor=\"\(anchor)\" class=\"\(classes)\">"
      + "\(SVG.escaped(shown))\(whole)</text>\n"
  }

  /// Heights near `wanted`, in its order, that are at least `gap` apart and within `range` where there is room.
  static func spread(_ wanted: [Double], gap: Double, within range: ClosedRange<Double>) -> [Double] {
    let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
    var placed: [Double] = []
    for index in order {
      let least = placed.last.map { $0 + gap } ?? range.lowerBound
      placed.append(max(wanted[index], least))
    }
    var most = range.upperBound
    for index in placed.indices.reversed() {
      placed[index] = min(placed[index], most)
      most = placed[index] - gap
    }
    var result = wanted
    for (place, index) in order.enumerated() { result[index] = placed[place] }
    return result
  }
}
