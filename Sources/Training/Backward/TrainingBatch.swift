package import MindstateModel

/// Sequences to learn from: what is fed, and which token should follow each row.
package struct TrainingBatch: Sendable {
  /// The packed tokens; segments without parents only.
  package var tokens: TokenBatch
  /// For each row the token that should come next, or nil where nothing is learned.
  package var targets: [Int?]

  /// - Precondition: one target a row.
  package init(tokens: TokenBatch, targets: [Int?]) {
    precondition(targets.count == tokens.rows, "\(targets.count) targets for \(tokens.rows) rows")
    self.tokens = tokens
    self.targets = targets
  }

  /// Rows that have a target.
  package var targetCount: Int { targets.count { $0 != nil } }
}
