extension RegexParser {
  /// The rest of `[…]`, its bracket already read: members, ranges, escapes, nested classes, `&&`.
  mutating func characterClass() throws(RegexError) -> ScalarSet {
    let start = position - 1
    let negated = skip("^")
    if sees("]") { throw error("a class that begins with ]", at: start) }
    var result: ScalarSet?
    repeat {
      let operand = try classUnion(from: start)
      result = result?.intersection(operand) ?? operand
    } while skip("&&")
    guard skip("]") else { throw error("a class without end", at: start) }
    let set = try folded(result ?? .empty, at: start)
    return negated ? set.inverted : set
  }

  private mutating func classUnion(from start: Int) throws(RegexError) -> ScalarSet {
    var set = ScalarSet.empty
    while !sees("]") && !sees("&&") {
      if atEnd { throw error("a class without end", at: start) }
      set = set.union(try classMember())
    }
    return set
  }

  private mutating func classMember() throws(RegexError) -> ScalarSet {
    let start = position
    if sees("[:"), let set = try posixClass() { return set }
    if skip("[") { return try nested { parser throws(RegexError) in try parser.characterClass() } }
    if skip("\\") {
      if let set = try classEscape(from: start) { return set }
      return try range(from: try characterEscape(from: start, inClass: true), start)
    }
    return try range(from: try next(in: "a class"), start)
  }

  /// A range that begins with `low`, or `low` alone.
  private mutating func range(from low: UInt32, _ start: Int) throws(RegexError) -> ScalarSet {
    let dash = position
    guard skip("-") else { return ScalarSet(low...low) }
    if sees("]") || sees("&&") || atEnd {
      position = dash
      return ScalarSet(low...low)
    }
    if sees("[") { throw error("a class as the end of a range", at: start) }
    let high: UInt32
    if skip("\\") {
      if try classEscape(from: dash + 1) != nil { throw error("a class as the end of a range", at: start) }
      high = try characterEscape(from: dash + 1, inClass: true)
    } else {
      high = try next(in: "a range")
    }
    if high < low { throw error("a range that ends before it begins", at: start) }
    return ScalarSet(low...high)
  }

  private mutating func posixClass() throws(RegexError) -> ScalarSet? {
    let start = position
    guard let end = (start..<scalars.count).first(where: { scalars[$0] == UInt32(UInt8(ascii: "]")) }),
      end > start + 2, scalars[end - 1] == UInt32(UInt8(ascii: ":"))
    else { return nil }
    position = end + 1
    switch String(String.UnicodeScalarView(scalars[(start + 2)..<(end - 1)].compactMap(Unicode.Scalar.init))) {
    case "digit": return UnicodeSets.decimalDigits
    case "space": return UnicodeSets.regexSpace
    case "word": return UnicodeSets.regexWord
    case "xdigit": return Self.hexDigits
    case let name: throw error("[:\(name):]", at: start)
    }
  }

  /// A class written with a backslash (already read); nil, and nothing read, if something else follows.
  mutating func classEscape(from start: Int) throws(RegexError) -> ScalarSet? {
    for (letter, set) in [
      ("s", UnicodeSets.regexSpace), ("d", UnicodeSets.decimalDigits), ("w", UnicodeSets.regexWord),
      ("h", Self.hexDigits),
    ] {
      if skip(letter) { return set }
      if skip(letter.uppercased()) { return set.inverted }
    }
    let negated = sees("P{")
    guard skip("p{") || skip("P{") else { return nil }
    let inner = skip("^")
    let nameStart = position
    while try next(in: "\\p{…}") != UInt32(UInt8(ascii: "}")) {}
    let name = String(String.UnicodeScalarView(scalars[nameStart..<(position - 1)].compactMap(Unicode.Scalar.init)))
    guard let set = UnicodeSets.property(named: name) else { throw error("\\p{\(name)}", at: start) }
    if flags.ignoresCase { throw error("\\p{\(name)} under (?i)", at: start) }
    return negated != inner ? set.inverted : set
  }

  /// The character which a backslash (already read) and what follows stand for.
  mutating func characterEscape(from start: Int, inClass: Bool = false) throws(RegexError) -> UInt32 {
    let scalar = try next(in: "an escape")
    switch scalar {
    case UInt32(UInt8(ascii: "n")): return 0x0A
    case UInt32(UInt8(ascii: "r")): return 0x0D
    case UInt32(UInt8(ascii: "t")): return 0x09
    case UInt32(UInt8(ascii: "f")): return 0x0C
    case UInt32(UInt8(ascii: "v")): return 0x0B
    case UInt32(UInt8(ascii: "a")): return 0x07
    case UInt32(UInt8(ascii: "e")): return 0x1B
    case UInt32(UInt8(ascii: "b")) where inClass: return 0x08
    case UInt32(UInt8(ascii: "u")): return try hex(4...4, start)
    case UInt32(UInt8(ascii: "x")):
      guard skip("{") else { return try hex(1...2, start) }
      let value = try hex(1...8, start)
      guard skip("}") else { throw error("\\x{…} without end", at: start) }
      return value
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A:
      throw error("\\\(Unicode.Scalar(scalar).map(String.init) ?? "")", at: start)
    default: return scalar
    }
  }

  private mutating func hex(_ digits: ClosedRange<Int>, _ start: Int) throws(RegexError) -> UInt32 {
    var value: UInt32 = 0
    var count = 0
    while count < digits.upperBound, !atEnd, let scalar = Unicode.Scalar(scalars[position]),
      let digit = Character(scalar).hexDigitValue, scalar.isASCII
    {
      value = value << 4 | UInt32(digit)
      position += 1
      count += 1
    }
    guard digits.contains(count), Unicode.Scalar(value) != nil else {
      throw error("a code that is no character", at: start)
    }
    return value
  }

  private static let hexDigits = ScalarSet(0x30...0x39).union(ScalarSet(0x41...0x46)).union(ScalarSet(0x61...0x66))
}
