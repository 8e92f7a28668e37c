extension RegexParser {
  /// One character, class, group or assertion.
  mutating func atom() throws(RegexError) -> RegexNode {
    let start = position
    let scalar = try next(in: "a sequence")
    switch scalar {
    case UInt32(UInt8(ascii: "(")): return try nested { parser throws(RegexError) in try parser.group(from: start) }
    case UInt32(UInt8(ascii: "[")): return .one(try nested { parser throws(RegexError) in try parser.characterClass() })
    case UInt32(UInt8(ascii: ".")): return .one(flags.dotIsAny ? .all : ScalarSet(0x0A...0x0A).inverted)
    case UInt32(UInt8(ascii: "^")): return .assertion(.lineStart)
    case UInt32(UInt8(ascii: "$")): return .assertion(.lineEnd)
    case UInt32(UInt8(ascii: "\\")): return try escaped(from: start)
    case UInt32(UInt8(ascii: "*")), UInt32(UInt8(ascii: "+")), UInt32(UInt8(ascii: "?")):
      throw error("a quantifier with nothing before it", at: start)
    default: return .one(try literal(scalar, at: start))
    }
  }

  private mutating func group(from start: Int) throws(RegexError) -> RegexNode {
    let outer = flags
    defer { flags = outer }
    guard skip("?") else { return try closed(from: start) }
    if skip(":") { return try closed(from: start) }
    if skip(">") { return .atomic(try closed(from: start)) }
    if skip("=") { return .look(try closed(from: start), .ahead, negated: false) }
    if skip("!") { return .look(try closed(from: start), .ahead, negated: true) }
    if skip("<=") { return .look(try lookBehind(from: start), .behind, negated: false) }
    if skip("<!") { return .look(try lookBehind(from: start), .behind, negated: true) }
    if skip("<") {
      while try next(in: "a group name") != UInt32(UInt8(ascii: ">")) {}
      return try closed(from: start)
    }
    readFlagLetters()
    guard skip(":") else { throw error("this kind of group", at: start) }
    return try closed(from: start)
  }

  private mutating func closed(from start: Int) throws(RegexError) -> RegexNode {
    let node = try alternatives()
    guard skip(")") else { throw error("a group without end", at: start) }
    return node
  }

  private mutating func lookBehind(from start: Int) throws(RegexError) -> RegexNode {
    let node = try closed(from: start)
    let branches = if case .alternatives(let nodes) = node { nodes } else { [node] }
    if branches.contains(where: { $0.fixedLength == nil }) { throw error("look-behind of varying length", at: start) }
    return node
  }

  private mutating func escaped(from start: Int) throws(RegexError) -> RegexNode {
    if skip("A") { return .assertion(.textStart) }
    if skip("z") { return .assertion(.textEnd) }
    if skip("Z") { return .assertion(.textEndBeforeNewline) }
    if skip("b") { return .assertion(.wordBoundary) }
    if skip("B") { return .assertion(.noWordBoundary) }
    if let set = try classEscape(from: start) { return .one(set) }
    return .one(try literal(try characterEscape(from: start), at: start))
  }

  /// The set which one written character means: itself, or under `(?i)` its cases too.
  func literal(_ scalar: UInt32, at start: Int) throws(RegexError) -> ScalarSet {
    try folded(ScalarSet(scalar...scalar), at: start)
  }

  /// `set` with the other cases of its members if `(?i)` is set. Only ASCII is folded; the engine's two wider partners
  /// of ASCII letters are U+017F (long s) and U+212A (the Kelvin sign).
  func folded(_ set: ScalarSet, at start: Int) throws(RegexError) -> ScalarSet {
    guard flags.ignoresCase else { return set }
    guard set.isASCII else { throw error("characters beyond ASCII under (?i)", at: start) }
    var result = set
    for letter in UInt32(0x61)...0x7A where set.contains(letter) || set.contains(letter - 0x20) {
      result = result.union(ScalarSet([letter, letter - 0x20]))
    }
    if result.contains(0x73) { result = result.union(ScalarSet([0x17F])) }
    if result.contains(0x6B) { result = result.union(ScalarSet([0x212A])) }
    return result
  }
}
