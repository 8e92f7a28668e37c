/// Numbers as people write them.
enum DecimalText {
  /// `text`, of digits and what parts them, as digits with a point at most: `1,000` is 1000, `1.000,50` is 1000.5, `3,5`
  /// is 3.5, `1.000` is 1. nil where it is no number: a time, a date, a list, a code that begins with 0.
  static func canonical(_ text: String) -> String? {
    let marks = text.filter { !AnswerCharacter.isDigit($0) }
    if marks.contains(where: { !".,'’ \u{A0}\u{2009}\u{202F}".contains($0) }) { return nil }
    guard let (whole, fraction) = split(text, marks) else { return nil }
    if whole.count > 1 && whole.first == "0" { return nil }
    var digits = fraction
    while digits.last == "0" { digits.removeLast() }
    let integer = whole.isEmpty ? "0" : whole
    return digits.isEmpty ? integer : "\(integer).\(digits)"
  }

  private static func split(_ text: String, _ marks: String) -> (whole: String, fraction: String)? {
    let kinds = Set(marks)
    guard let last = marks.last else { return (text, "") }
    if kinds.count > 2 { return nil }
    if kinds.count == 1 {
      // A comma groups where it can; a point does where there are several.
      let groups = last != "." || marks.count > 1
      if groups, let whole = grouped(text[...], by: last), last == "." || !whole.hasPrefix("0") { return (whole, "") }
      guard marks.count == 1, last == "." || last == "," else { return nil }
    }
    guard last == "." || last == ",", marks.filter({ $0 == last }).count == 1, let point = text.lastIndex(of: last)
    else {
      return nil
    }
    let fraction = String(text[text.index(after: point)...])
    let front = text[..<point]
    guard let group = kinds.first(where: { $0 != last }) else { return (String(front), fraction) }
    return grouped(front, by: group).map { ($0, fraction) }
  }

  /// Digits whose groups behind the first are of three, or as in India the last of three and others of two; else nil.
  private static func grouped(_ text: Substring, by mark: Character) -> String? {
    let groups = text.split(separator: mark, omittingEmptySubsequences: false)
    guard let first = groups.first, groups.count > 1, (1...3).contains(first.count), groups.last?.count == 3 else {
      return nil
    }
    let middle = Set(groups.dropFirst().dropLast().map(\.count))
    guard middle.isEmpty || middle == [3] || middle == [2] && first.count < 3 else { return nil }
    return groups.joined()
  }
}
