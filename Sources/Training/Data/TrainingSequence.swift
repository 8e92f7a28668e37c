/// Tokens in a row, and which of them are to be predicted from those before.
package struct TrainingSequence: Sendable, Equatable {
  package var tokens: [Int]
  /// Indices of the tokens that count in the loss; never the first one, which nothing stands before.
  package var learned: Range<Int>

  /// - Precondition: at least two tokens, some of them learned, not the first.
  package init(tokens: [Int], learned: Range<Int>) {
    precondition(tokens.count > 1 && !learned.isEmpty && learned.lowerBound >= 1 && learned.upperBound <= tokens.count)
    self.tokens = tokens
    self.learned = learned
  }

  /// What goes through the model: all but the tokens after the last learned one, and not that one itself.
  package var fed: ArraySlice<Int> { tokens[..<(learned.upperBound - 1)] }

  /// For each fed token the one that should follow, where it is learned.
  package var targets: [Int?] { fed.indices.map { learned.contains($0 + 1) ? tokens[$0 + 1] : nil } }
}
