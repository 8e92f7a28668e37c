/// Which rows of two captures are compared at one position, and whether they were read at the same tokens.
struct TokenAlignment: Sendable {
  /// The rows of a and of b, in the common order of prompts.
  var rowsA: [Int] = []
  var rowsB: [Int] = []
  /// For several tokens a prompt: where each prompt's rows start and end in these lists.
  var offsets: [Int]?
  /// Tokens of a, and how many of them are left out because b has another id there.
  var tokens = 0
  var leftOut = 0
  /// Prompts read at different tokens, wholly or in part.
  var differing = 0
  /// Prompts with different numbers of rows.
  var unaligned = 0
  /// nil: one of the captures does not tell its tokens.
  var matches: Bool?
}

extension ComparisonPlan {
  func alignments(of pair: Pair) throws(ComparisonError) -> [String: TokenAlignment] {
    var alignments: [String: TokenAlignment] = [:]
    for position in Set(cells.map(\.position)).sorted() {
      alignments[position] = try alignment(of: conditions[pair.a], conditions[pair.b], at: position)
    }
    return alignments
  }

  private func alignment(
    of a: Condition, _ b: Condition, at position: String
  ) throws(ComparisonError) -> TokenAlignment? {
    guard let readingA = a.reading(at: position), let readingB = b.reading(at: position) else { return nil }
    var alignment = TokenAlignment()
    if readingA.isRagged { alignment.offsets = [0] }
    for prompt in promptIDs.indices {
      alignment.append(readingA, a.order[prompt], readingB, b.order[prompt])
      if readingA.isRagged && alignment.unaligned == 0 && alignment.offsets?.last == alignment.rowsA.count {
        throw .noTokensLeft(prompt: promptIDs[prompt], position: position, condition: a.name, other: b.name)
      }
      alignment.offsets?.append(alignment.rowsA.count)
    }
    if readingA.tokensAreKnown && readingB.tokensAreKnown { alignment.matches = alignment.differing == 0 }
    return alignment
  }
}

extension TokenAlignment {
  /// Adds prompt `i` of `a`, which is prompt `j` of `b`.
  fileprivate mutating func append(_ a: ReadingLayout, _ i: Int, _ b: ReadingLayout, _ j: Int) {
    let rowsOfA = a.rows(ofPrompt: i)
    let rowsOfB = b.rows(ofPrompt: j)
    let same = Self.sameTokens(a, i, b, j)
    if rowsOfA.count != rowsOfB.count { unaligned += 1 }
    if rowsOfA.count != rowsOfB.count || same == .different || same.hasDifferences { differing += 1 }
    tokens += rowsOfA.count
    for (offset, rows) in zip(rowsOfA, rowsOfB).enumerated() {
      if a.isRagged, case .tokenwise(let equal) = same, offset < equal.count, !equal[offset] {
        leftOut += 1
        continue
      }
      rowsA.append(rows.0)
      rowsB.append(rows.1)
    }
  }

  private enum Sameness: Equatable {
    case unknown, different, tokenwise([Bool])
    var hasDifferences: Bool { if case .tokenwise(let equal) = self { equal.contains(false) } else { false } }
  }

  /// Token by token where both prompts have as many.
  private static func sameTokens(_ a: ReadingLayout, _ i: Int, _ b: ReadingLayout, _ j: Int) -> Sameness {
    guard let idsA = a.tokenIDs, let idsB = b.tokenIDs, let rangeA = a.tokens(ofPrompt: i),
      let rangeB = b.tokens(ofPrompt: j)
    else { return .unknown }
    if rangeA.count != rangeB.count { return .different }
    return .tokenwise(zip(rangeA, rangeB).map { idsA[$0] == idsB[$1] })
  }
}

extension ReadingLayout {
  /// Whether the capture tells at which tokens this was read.
  var tokensAreKnown: Bool { tokenIDs != nil && tokens(ofPrompt: 0) != nil }
}
