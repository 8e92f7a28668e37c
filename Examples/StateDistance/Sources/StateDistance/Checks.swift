import MindstateProbes

/// What must be so whatever the weights are, since it follows from what is compared.
struct Check {
  var claim: String
  var holds: Bool

  /// The tiny pair differs in the matrices of blocks 0 and 1 only, so level 0 of the stream, the embedding of one and
  /// the same newline, is equal under all conditions, and every later level differs unless the conditions are equal.
  static func all(of table: SimilarityTable) -> [Check] {
    let again = table.rows(between: "base", and: "base again")
    let qa = table.rows(between: "base", and: "base, qa")
    let tuned = table.rows(between: "base", and: "data/tiny/tuned")
    return [
      Check(claim: "every value could be computed or says why not", holds: table.rows.allSatisfy(\.isAccountedFor)),
      Check(
        claim: "base and base again: distance 0 at every level", holds: !again.isEmpty && again.allSatisfy(\.isZero)),
      Check(claim: "base and base, qa: distance above 0 from level 1 on", holds: qa.differFromLevelOne),
      Check(claim: "base and tuned: distance above 0 from level 1 on", holds: tuned.differFromLevelOne),
      Check(claim: "all conditions are read at the same token", holds: table.rows.allSatisfy { $0.tokenMatch == true }),
    ]
  }
}

extension SimilarityTable {
  /// The cosine distance of two conditions, level by level.
  func rows(between a: String, and b: String) -> [SimilarityRow] {
    rows.filter { $0.metric == .cosineDistance && $0.conditionA == a && $0.conditionB == b }
  }
}

extension SimilarityRow {
  fileprivate var isZero: Bool { estimate.value == 0 }
  fileprivate var isAccountedFor: Bool { (estimate.value == nil) == (estimate.reason != nil) }
}

extension [SimilarityRow] {
  fileprivate var differFromLevelOne: Bool {
    guard let first = self.first, count > 1 else { return false }
    return first.estimate.value == 0 && dropFirst().allSatisfy { ($0.estimate.value ?? 0) > 0 }
  }
}
