/// Reads patterns in the syntax which the reference's engine, Oniguruma, has by default (that of Ruby): `^` and `$` are
/// ends of lines, `.` is any character but a newline unless `(?m)` is set, classes nest and intersect.
///
/// What is not read is refused with its name and place: a pattern that silently means something else would give other
/// tokens. Groups capture nothing, as only whole matches are asked for.
struct RegexParser {
  let scalars: [UInt32]
  /// The byte at which each scalar starts, for errors.
  private let offsets: [Int]
  var position = 0
  var flags = Flags()
  private var depth = 0

  struct Flags { var ignoresCase = false, dotIsAny = false }

  /// Nested groups and classes beyond this are refused; the parser and the compiler call themselves for each.
  static let deepest = 100

  static func parse(_ pattern: String) throws(RegexError) -> RegexNode {
    var parser = RegexParser(pattern)
    let node = try parser.alternatives()
    if !parser.atEnd { throw parser.error("unmatched )") }
    return node
  }

  private init(_ pattern: String) {
    scalars = pattern.unicodeScalars.map(\.value)
    var offset = 0
    offsets =
      pattern.unicodeScalars.map { scalar in
        defer { offset += UTF8.width(scalar) }
        return offset
      } + [pattern.utf8.count]
  }

  // MARK: Reading

  var atEnd: Bool { position == scalars.count }

  func error(_ construct: String, at place: Int? = nil) -> RegexError {
    RegexError(construct: construct, offset: offsets[min(place ?? position, scalars.count)])
  }

  /// Whether `text` (ASCII) comes next.
  func sees(_ text: String) -> Bool {
    let wanted = text.unicodeScalars.map(\.value)
    return position + wanted.count <= scalars.count
      && scalars[position..<(position + wanted.count)].elementsEqual(wanted)
  }

  /// Steps over `text` if it comes next.
  mutating func skip(_ text: String) -> Bool {
    guard sees(text) else { return false }
    position += text.unicodeScalars.count
    return true
  }

  mutating func next(in context: String) throws(RegexError) -> UInt32 {
    if atEnd { throw error("end of pattern within \(context)") }
    position += 1
    return scalars[position - 1]
  }

  mutating func nested<R>(_ body: (inout RegexParser) throws(RegexError) -> R) throws(RegexError) -> R {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepest { throw error("nesting deeper than \(Self.deepest)") }
    return try body(&self)
  }

  // MARK: Structure

  mutating func alternatives() throws(RegexError) -> RegexNode {
    let outer = flags
    defer { flags = outer }
    var branches: [RegexNode] = [try sequence()]
    while skip("|") { branches.append(try sequence()) }
    return branches.count == 1 ? branches[0] : .alternatives(branches)
  }

  private mutating func sequence() throws(RegexError) -> RegexNode {
    var nodes: [RegexNode] = []
    let start = position
    while !atEnd && !sees("|") && !sees(")") {
      if try readFlags(atStart: position == start) { continue }
      nodes.append(try quantified())
    }
    if flags.ignoresCase { try refuseFoldedPairs(nodes, at: start) }
    return nodes.count == 1 ? nodes[0] : .sequence(nodes)
  }

  /// `(?i)` sets flags for the rest of its group, alternatives included, so it is read only at a group's start.
  private mutating func readFlags(atStart: Bool) throws(RegexError) -> Bool {
    guard sees("(?") else { return false }
    var end = position + 2
    while end < scalars.count, [0x69, 0x6D, 0x2D].contains(scalars[end]) { end += 1 }
    guard end > position + 2, end < scalars.count, scalars[end] == 0x29 else { return false }
    if !atStart { throw error("flags in the middle of a group") }
    position += 2
    readFlagLetters()
    position += 1
    return true
  }

  mutating func readFlagLetters() {
    var value = true
    while true {
      if skip("i") {
        flags.ignoresCase = value
      } else if skip("m") {
        flags.dotIsAny = value
      } else if skip("-") {
        value = false
      } else {
        return
      }
    }
  }

  /// Under `(?i)` the engine lets ß match "ss" and ligatures match their letters; these pairs are refused.
  private func refuseFoldedPairs(_ nodes: [RegexNode], at start: Int) throws(RegexError) {
    let letters = nodes.map { node -> UInt32 in
      if case .one(let set) = node, set.ranges.count <= 3 { set.flips.first.map { $0 | 0x20 } ?? 0 } else { 0 }
    }
    for (a, b) in zip(letters, letters.dropFirst()) {
      for pair in ["ss", "st", "ff", "fi", "fl"] where [a, b] == pair.unicodeScalars.map(\.value) {
        throw error("\"\(pair)\" under (?i), which would also match a single character", at: start)
      }
    }
  }

  private mutating func quantified() throws(RegexError) -> RegexNode {
    let start = position
    var node = try atom()
    while let count = try quantifier() {
      if case .assertion = node { throw error("a repeated assertion", at: start) }
      if case .look = node { throw error("a repeated look-around", at: start) }
      if count.most != 1, node.canBeEmpty, count.most == nil || count.most ?? 0 > 1 {
        throw error("a repeat of something that can match nothing", at: start)
      }
      node = .repeated(node, count)
    }
    return node
  }

  private mutating func quantifier() throws(RegexError) -> RegexNode.RepeatCount? {
    let (least, most): (Int, Int?)
    let start = position
    if skip("*") {
      (least, most) = (0, nil)
    } else if skip("+") {
      (least, most) = (1, nil)
    } else if skip("?") {
      (least, most) = (0, 1)
    } else if let interval = try interval() {
      (least, most) = interval
      if skip("?") {
        if least == most { throw error("{n}?", at: start) }
        return .init(least: least, most: most, mode: .lazy)
      }
      // In this syntax {m,n}+ repeats the repeat: the + is read as a quantifier of its own.
      return .init(least: least, most: most, mode: .greedy)
    } else {
      return nil
    }
    if skip("?") { return .init(least: least, most: most, mode: .lazy) }
    if skip("+") { return .init(least: least, most: most, mode: .possessive) }
    return .init(least: least, most: most, mode: .greedy)
  }

  /// `{m}`, `{m,}`, `{,n}`, `{m,n}`; a brace that opens none of these is an ordinary character.
  private mutating func interval() throws(RegexError) -> (Int, Int?)? {
    let start = position
    guard skip("{") else { return nil }
    let low = number()
    let hasComma = skip(",")
    let high = hasComma ? number() : low
    guard skip("}"), low != nil || high != nil else {
      position = start
      return nil
    }
    let least = low ?? 0
    if least > 1000 || high ?? 0 > 1000 { throw error("more than 1000 repeats", at: start) }
    if let high, high < least { throw error("{m,n} with n below m", at: start) }
    return (least, high)
  }

  private mutating func number() -> Int? {
    var value: Int?
    while !atEnd, (0x30...0x39).contains(scalars[position]) {
      value = min((value ?? 0) * 10 + Int(scalars[position] - 0x30), 100_000)
      position += 1
    }
    return value
  }
}
