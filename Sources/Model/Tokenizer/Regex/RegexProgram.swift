/// A compiled pattern: a list of instructions for `RegexMatcher`.
struct RegexProgram: Sendable {
  enum Instruction: Sendable {
    /// Takes up one character of set number n.
    case one(Int)
    /// Takes up between `least` and `most` characters of a set.
    case run(set: Int, least: Int, most: Int, mode: RegexNode.RepeatCount.Mode)
    /// Goes on here, and if that fails, at the target.
    case attempt(otherwise: Int)
    case jump(Int)
    /// Runs what follows up to its `done` from here; goes on at `end`, at the old place, if that matched (or, negated,
    /// failed).
    case look(end: Int, negated: Bool)
    /// Runs what follows up to its `done` once; goes on at `end` where that stopped.
    case atomic(end: Int)
    /// Steps back over n characters.
    case back(Int)
    case assertion(RegexAssertion)
    case done
  }

  private(set) var instructions: [Instruction] = []
  private(set) var sets: [CharacterTest] = []
  /// Bytes that a match can start with; nil: any, or a match may be empty.
  let firstBytes: [Bool]?
  /// If the pattern begins with an unlimited run of one set: its number. A failed attempt then also rules out starting
  /// later within the same run, which keeps such searches linear.
  private(set) var leadingRun: Int?

  private var numbers: [ScalarSet: Int] = [:]
  /// More would be a pattern made to exhaust memory.
  private static let mostInstructions = 20_000

  /// Compiles `pattern`; throws what it cannot express.
  init(_ pattern: String) throws(RegexError) {
    let node = try RegexParser.parse(pattern)
    firstBytes = node.canBeEmpty ? nil : node.firstSet.map(Self.firstBytes)
    try emit(node)
    try add(.done)
    if let set = Self.leadingSet(of: node) { leadingRun = number(of: set) }
  }

  private mutating func add(_ instruction: Instruction) throws(RegexError) {
    if instructions.count >= Self.mostInstructions {
      throw RegexError(construct: "a pattern that unrolls to more than \(Self.mostInstructions) steps", offset: 0)
    }
    instructions.append(instruction)
  }

  private mutating func number(of set: ScalarSet) -> Int {
    if let number = numbers[set] { return number }
    sets.append(CharacterTest(set))
    numbers[set] = sets.count - 1
    return sets.count - 1
  }

  private mutating func emit(_ node: RegexNode) throws(RegexError) {
    switch node {
    case .nothing: break
    case .one(let set): try add(.one(number(of: set)))
    case .sequence(let nodes): for node in nodes { try emit(node) }
    case .alternatives(let nodes): try emit(alternatives: nodes)
    case .repeated(.one(let set), let count):
      try add(.run(set: number(of: set), least: count.least, most: count.most ?? .max, mode: count.mode))
    case .repeated(let node, let count):
      guard count.mode == .possessive else { return try emit(node, count) }
      try emitEnclosed({ .atomic(end: $0) }) { program throws(RegexError) in try program.emit(node, count) }
    case .atomic(let node):
      try emitEnclosed({ .atomic(end: $0) }) { program throws(RegexError) in try program.emit(node) }
    case .look(let node, .ahead, let negated):
      try emitEnclosed({ .look(end: $0, negated: negated) }) { program throws(RegexError) in try program.emit(node) }
    case .look(let node, .behind, let negated):
      let branches = if case .alternatives(let nodes) = node { nodes } else { [node] }
      try emitEnclosed({ .look(end: $0, negated: negated) }) { program throws(RegexError) in
        try program.emit(behind: branches)
      }
    case .assertion(let assertion): try add(.assertion(assertion))
    }
  }

  /// `body` between an instruction that needs to know where it ends, and `done`.
  private mutating func emitEnclosed(
    _ opening: (Int) -> Instruction, _ body: (inout RegexProgram) throws(RegexError) -> Void
  ) throws(RegexError) {
    let place = instructions.count
    try add(.done)
    try body(&self)
    try add(.done)
    instructions[place] = opening(instructions.count)
  }

  private mutating func emit(alternatives nodes: [RegexNode], stepsBack: Bool = false) throws(RegexError) {
    var exits: [Int] = []
    for (i, node) in nodes.enumerated() {
      let isLast = i == nodes.count - 1
      let fork = instructions.count
      if !isLast { try add(.done) }
      if stepsBack, let length = node.fixedLength, length > 0 { try add(.back(length)) }
      try emit(node)
      if isLast { break }
      exits.append(instructions.count)
      try add(.done)
      instructions[fork] = .attempt(otherwise: instructions.count)
    }
    for exit in exits { instructions[exit] = .jump(instructions.count) }
  }

  private mutating func emit(behind branches: [RegexNode]) throws(RegexError) {
    try emit(alternatives: branches, stepsBack: true)
  }

  /// A repeat of more than one character: required copies, then optional ones or a loop.
  private mutating func emit(_ node: RegexNode, _ count: RegexNode.RepeatCount) throws(RegexError) {
    for _ in 0..<count.least { try emit(node) }
    guard let most = count.most else {
      let start = instructions.count
      try emitOptional(node, count.mode) { program throws(RegexError) in try program.add(.jump(start)) }
      return
    }
    for _ in count.least..<max(most, count.least) { try emitOptional(node, count.mode) { _ throws(RegexError) in } }
  }

  private mutating func emitOptional(
    _ node: RegexNode, _ mode: RegexNode.RepeatCount.Mode, then rest: (inout RegexProgram) throws(RegexError) -> Void
  ) throws(RegexError) {
    let fork = instructions.count
    try add(.done)
    if mode == .lazy { try add(.done) }
    let body = instructions.count
    try emit(node)
    try rest(&self)
    if mode == .lazy {
      instructions[fork] = .attempt(otherwise: body)
      instructions[fork + 1] = .jump(instructions.count)
    } else {
      instructions[fork] = .attempt(otherwise: instructions.count)
    }
  }

  // MARK: Where to start looking

  private static func leadingSet(of node: RegexNode) -> ScalarSet? {
    switch node {
    case .sequence(let nodes): nodes.first.flatMap(leadingSet)
    case .repeated(.one(let set), let count) where count.most == nil && count.least <= 1 && count.mode != .lazy: set
    case .repeated, .nothing, .one, .alternatives, .look, .atomic, .assertion: nil
    }
  }

  private static func firstBytes(of set: ScalarSet) -> [Bool] {
    var bytes = [Bool](repeating: false, count: 256)
    for range in set.ranges {
      for byte in firstByte(of: range.lowerBound)...firstByte(of: range.upperBound - 1) { bytes[Int(byte)] = true }
    }
    // A range from ASCII into what lies beyond covers these numbers, but no character starts with such a byte.
    for byte in 0x80..<0xC0 { bytes[byte] = false }
    return bytes
  }

  private static func firstByte(of scalar: UInt32) -> UInt8 {
    scalar < 0x80
      ? UInt8(scalar)
      : scalar < 0x800
        ? UInt8(0xC0 | scalar >> 6) : scalar < 0x10000 ? UInt8(0xE0 | scalar >> 12) : UInt8(0xF0 | scalar >> 18)
  }
}

/// Whether a character is in a set, ASCII decided without looking anything up in memory.
struct CharacterTest: Sendable {
  private let low: UInt64
  private let high: UInt64
  private let bitmap: ScalarBitmap

  init(_ set: ScalarSet) {
    bitmap = ScalarBitmap(set)
    let bits = { (base: UInt32) in
      (0..<UInt32(64)).reduce(UInt64(0)) { $0 | (set.contains(base + $1) ? 1 << UInt64($1) : 0) }
    }
    low = bits(0)
    high = bits(64)
  }

  /// Where the character after `position` starts if the one there is in the set; -1 if not, or at the end.
  @inline(__always)
  func step(_ bytes: [UInt8], _ position: Int, _ end: Int) -> Int {
    if position >= end { return -1 }
    let byte = bytes[position]
    if byte < 0x80 { return (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 == 1 ? position + 1 : -1 }
    let (scalar, next) = UTF8Text.scalar(in: bytes, at: position)
    return bitmap.contains(scalar) ? next : -1
  }
}
