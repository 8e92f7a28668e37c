/// Runs a `RegexProgram` by backtracking, with the places to go back to on a list of its own instead of the call
/// stack: a run of one set is one entry, however long. The call stack grows with nested look-arounds only, never with
/// the text.
struct RegexMatcher {
  private let program: RegexProgram
  private let bytes: [UInt8]
  /// The text: nothing outside it is seen.
  private let bounds: Range<Int>
  private var entries: [Entry] = []
  /// How often it may still go back.
  private var retries = Int.max

  private struct Entry {
    enum Kind { case branch, shrinking, growing }
    var kind: Kind
    var instruction: Int
    var position: Int
    /// `shrinking`: the lowest end of the run. `growing`: how many more characters it may take.
    var limit: Int
  }

  init(_ program: RegexProgram, _ bytes: [UInt8], _ bounds: Range<Int>) {
    self.program = program
    self.bytes = bytes
    self.bounds = bounds
  }

  /// Calls `body` with every match from left to right; as in the reference, an empty match directly behind another
  /// match is passed over.
  mutating func forEachMatch(_ body: (Int, Int) -> Void) {
    var position = bounds.lowerBound
    var lastEnd = -1
    while position <= bounds.upperBound, let match = firstMatch(from: position) {
      if match.isEmpty && match.lowerBound == lastEnd {
        position += position < bounds.upperBound ? UTF8Text.width(bytes[position]) : 1
        continue
      }
      body(match.lowerBound, match.upperBound)
      position = match.upperBound
      lastEnd = match.upperBound
    }
  }

  /// Whether the pattern, which must begin with `\\A`, matches all of the text; nil when that takes going back more than
  /// `limit` times, as a pattern that was made to take for ever does.
  mutating func matchesWhole(limit: Int) -> Bool? {
    entries.removeAll(keepingCapacity: true)
    retries = limit
    let end = run(from: 0, at: bounds.lowerBound)
    return retries == 0 ? nil : end == bounds.upperBound
  }

  private mutating func firstMatch(from start: Int) -> Range<Int>? {
    var start = start
    while start <= bounds.upperBound {
      if let first = program.firstBytes {
        while start < bounds.upperBound && !first[Int(bytes[start])] { start += 1 }
        if start >= bounds.upperBound { return nil }
      }
      entries.removeAll(keepingCapacity: true)
      if let end = run(from: 0, at: start) { return start..<end }
      start = next(afterFailureAt: start)
    }
    return nil
  }

  private func next(afterFailureAt start: Int) -> Int {
    if start >= bounds.upperBound { return start + 1 }
    var next = start + UTF8Text.width(bytes[start])
    guard let set = program.leadingRun, program.sets[set].step(bytes, start, bounds.upperBound) >= 0 else {
      return next
    }
    while case let after = program.sets[set].step(bytes, next, bounds.upperBound), after >= 0 { next = after }
    return next
  }

  /// Runs from `instruction` to `done`; where that stopped, or nil.
  private mutating func run(from instruction: Int, at start: Int) -> Int? {
    let base = entries.count
    var instruction = instruction
    var position = start
    while true {
      var matched = true
      switch program.instructions[instruction] {
      case .one(let set):
        let next = program.sets[set].step(bytes, position, bounds.upperBound)
        matched = next >= 0
        if matched { position = next }
        instruction += 1
      case .run(let set, let least, let most, let mode):
        matched = runSet(set, least, most, mode, instruction + 1, &position)
        instruction += 1
      case .attempt(let otherwise):
        entries.append(Entry(kind: .branch, instruction: otherwise, position: position, limit: 0))
        instruction += 1
      case .jump(let target): instruction = target
      case .look(let end, let negated):
        let found = enclosed(instruction + 1, at: position) != nil
        matched = found != negated
        instruction = end
      case .atomic(let end):
        if let stop = enclosed(instruction + 1, at: position) { position = stop } else { matched = false }
        instruction = end
      case .back(let count):
        matched = stepBack(count, &position)
        instruction += 1
      case .assertion(let assertion):
        matched = holds(assertion, at: position)
        instruction += 1
      case .done:
        entries.removeSubrange(base...)
        return position
      }
      if !matched && !goBack(to: base, &instruction, &position) { return nil }
    }
  }

  private mutating func enclosed(_ instruction: Int, at position: Int) -> Int? { run(from: instruction, at: position) }

  /// Takes up a run; leaves an entry for the ends it could also have.
  private mutating func runSet(
    _ set: Int, _ least: Int, _ most: Int, _ mode: RegexNode.RepeatCount.Mode, _ next: Int, _ position: inout Int
  ) -> Bool {
    let test = program.sets[set]
    var count = 0
    var lowest = position
    let wanted = mode == .lazy ? least : most
    while count < wanted, case let after = test.step(bytes, position, bounds.upperBound), after >= 0 {
      position = after
      count += 1
      if count <= least { lowest = position }
    }
    if count < least { return false }
    switch mode {
    case .possessive: break
    case .greedy:
      if position > lowest {
        entries.append(Entry(kind: .shrinking, instruction: next, position: position, limit: lowest))
      }
    case .lazy:
      if most > least {
        entries.append(Entry(kind: .growing, instruction: next - 1, position: position, limit: most - least))
      }
    }
    return true
  }

  /// Takes up the last place left to go back to; false if there is none.
  private mutating func goBack(to base: Int, _ instruction: inout Int, _ position: inout Int) -> Bool {
    if retries == 0 { return false }
    retries -= 1
    while entries.count > base, var entry = entries.popLast() {
      switch entry.kind {
      case .branch:
        (instruction, position) = (entry.instruction, entry.position)
        return true
      case .shrinking:
        entry.position = UTF8Text.start(before: entry.position, in: bytes)
        if entry.position > entry.limit { entries.append(entry) }
        (instruction, position) = (entry.instruction, entry.position)
        return true
      case .growing:
        guard case .run(let set, _, _, _) = program.instructions[entry.instruction] else { continue }
        let after = program.sets[set].step(bytes, entry.position, bounds.upperBound)
        if after < 0 { continue }
        entry.position = after
        entry.limit -= entry.limit == .max ? 0 : 1
        if entry.limit > 0 { entries.append(entry) }
        (instruction, position) = (entry.instruction + 1, after)
        return true
      }
    }
    return false
  }

  private func stepBack(_ count: Int, _ position: inout Int) -> Bool {
    for _ in 0..<count {
      if position <= bounds.lowerBound { return false }
      position = UTF8Text.start(before: position, in: bytes)
    }
    return true
  }

  private func holds(_ assertion: RegexAssertion, at position: Int) -> Bool {
    let atStart = position == bounds.lowerBound
    let atEnd = position == bounds.upperBound
    switch assertion {
    case .textStart: return atStart
    case .textEnd: return atEnd
    case .textEndBeforeNewline: return atEnd || (position == bounds.upperBound - 1 && bytes[position] == 0x0A)
    // Behind a newline that ends the text no line starts.
    case .lineStart: return atStart || (bytes[position - 1] == 0x0A && !atEnd)
    case .lineEnd: return atEnd || bytes[position] == 0x0A
    case .wordBoundary: return isWord(before: position) != isWord(at: position)
    case .noWordBoundary: return isWord(before: position) == isWord(at: position)
    }
  }

  private static let word = CharacterTest(UnicodeSets.regexWord)

  private func isWord(at position: Int) -> Bool { Self.word.step(bytes, position, bounds.upperBound) >= 0 }

  private func isWord(before position: Int) -> Bool {
    position > bounds.lowerBound && isWord(at: UTF8Text.start(before: position, in: bytes))
  }
}
