/// The pairs that verdicts, contrasts and the crossed table need, beyond those of the similarity table.
struct JudgedPairs: Sendable {
  /// Captures against Y, but for Y itself; X first.
  var questions: [ComparisonPlan.Pair]
  var paraphrases: [ComparisonPlan.Pair]
  var irrelevant: [ComparisonPlan.Pair]
  var ceilings: [ComparisonPlan.Pair]
  /// Each capture but Y against each irrelevant wrapper: what a contrast subtracts.
  var controls: [[ComparisonPlan.Pair]]
  /// Two by two: X and the second tuning, against Y and the second wrapper.
  var crossed: [[ComparisonPlan.Pair]]

  init(_ plan: ComparisonPlan) throws(ComparisonError) {
    let request = plan.request
    let captures = request.captures.count
    let first = (
      paraphrase: captures, irrelevant: captures + request.paraphrases.count,
      ceiling: captures + request.paraphrases.count + request.irrelevant.count
    )
    let crossing = first.ceiling + request.ceilings.count
    func pair(_ a: Int, _ b: Int, _ role: Role) throws(ComparisonError) -> ComparisonPlan.Pair {
      var pair = ComparisonPlan.Pair(a: a, b: b, role: role)
      pair.alignments = try plan.alignments(of: pair)
      return pair
    }
    func pairs(_ a: Int, _ others: Range<Int>, _ role: Role) throws(ComparisonError) -> [ComparisonPlan.Pair] {
      var list: [ComparisonPlan.Pair] = []
      for b in others { list.append(try pair(a, b, role)) }
      return list
    }
    questions = []
    controls = []
    for x in 0..<captures where x != 1 {
      questions.append(try pair(x, 1, .pair))
      controls.append(try pairs(x, first.irrelevant..<first.ceiling, .irrelevant))
    }
    paraphrases = try pairs(1, first.paraphrase..<first.irrelevant, .paraphrase)
    irrelevant = try pairs(1, first.irrelevant..<first.ceiling, .irrelevant)
    ceilings = try pairs(0, first.ceiling..<crossing, .ceiling)
    crossed = []
    guard request.crossed != nil else { return }
    for tuning in [0, crossing] {
      crossed.append([try pair(tuning, 1, .pair), try pair(tuning, crossing + 1, .pair)])
    }
  }

  /// Why pairs cannot carry a verdict at a position: they were read at different tokens.
  static func tokenReason(_ pairs: [ComparisonPlan.Pair], at position: String) -> Reason? {
    let matches = pairs.map { $0.alignments[position]?.matches }
    return matches.contains(false) ? .tokensDiffer : matches.contains(nil) ? .tokensUnknown : nil
  }
}
