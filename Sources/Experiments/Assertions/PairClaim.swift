import MindstateNumerics
package import MindstateProbes

/// X stands where Y stands, or does not: the verdict of STATISTICS, with its roles.
package struct PairClaim: Sendable {
  package var x: AssertedCondition
  package var y: AssertedCondition
  /// Where displacements start, which gives mean and scale. It is named, never guessed: without it there is no answer.
  package var start: AssertedCondition?
  package var paraphrases: AssertedControls
  package var irrelevant: AssertedControls
  package var ceiling: AssertedCondition?
  package var metric = VerdictMetric.cosineDistanceStandardised
  package var margin = 0.25

  package init(
    _ x: AssertedCondition, _ y: AssertedCondition, paraphrases: AssertedControls, irrelevant: AssertedControls
  ) {
    self.x = x
    self.y = y
    self.paraphrases = paraphrases
    self.irrelevant = irrelevant
  }

  func outcome(expecting expected: Verdict, at desk: inout AssertionDesk) throws -> AssertionOutcome {
    guard margin > 0, margin < 1 else {
      throw AssertionError.outOfRange("the margin", value: margin, needed: "between 0 and 1")
    }
    let judged = try comparison(at: &desk).judgedDistances(workers: desk.workers)
    let rows = judged.verdicts.rows.filter { $0.role == .pair }
    let layers = rows.filter { $0.layer != nil }
    guard !layers.isEmpty else { throw AssertionError.noLayers(site: desk.reading.site.rawValue) }
    let findings = layers.map { $0.finding(expecting: expected) }
    let together = LayersTogether(
      layers.map { ($0.layer ?? 0, $0.result.isJudged ? $0.result.verdict : nil as Verdict?) })
    let hasJudged = layers.contains(where: \.result.isJudged)
    let verdict = hasJudged ? rows.first { $0.layer == nil }?.result.verdict ?? .undecided : .undecided
    let (index, row) = Self.decisive(layers, findings, expecting: expected, verdict)
    var outcome = AssertionOutcome(
      kind: expected.rawValue, answer: verdict == expected ? .holds : verdict == .undecided ? .undecided : .fails,
      site: desk.reading.site.rawValue, position: desk.reading.position.description, measure: "s", threshold: margin,
      layers: findings, decisive: findings[index],
      verdict: hasJudged ? verdict.rawValue : LayersTogether.notJudgedWords,
      details: [], commands: commands(desk), notes: notes(judged))
    if layers.count > 1 { outcome.ranges = together.ranges }
    if row.result.verdict == .undecided { outcome.neededPrompts = row.result.neededPrompts }
    outcome.details = [
      subject(judged, row), distances(row), farthest(judged, row, desk),
      outcome.answer == .undecided ? need(row.result) : nil,
    ].compactMap { $0 }
    return outcome
  }

  /// Refuses a condition that is two roles at once, under whatever name.
  private func checkRoles(_ start: AssertedCondition, at desk: inout AssertionDesk) throws {
    let roles = [("start", start), ("target", y), ("question", x)] + (ceiling.map { [("ceiling", $0)] } ?? [])
    let identities = try roles.map { try desk.identity(of: $0.1) }
    for (index, role) in roles.enumerated() {
      guard let other = identities[..<index].firstIndex(of: identities[index]) else { continue }
      throw AssertionError.sameRole(role.1.title, role: role.0, other: roles[other].0)
    }
  }

  private func comparison(at desk: inout AssertionDesk) throws -> Comparison {
    guard let start else { throw AssertionError.noStart("\(x.title) against \(y.title)") }
    try checkRoles(start, at: &desk)
    var comparison = Comparison(try desk.states([x, y]))
    comparison.paraphrases = try desk.states(paraphrases.conditions(around: y).filter { $0 != y && $0 != x })
    comparison.irrelevant = try desk.states(irrelevant.conditions(around: y).filter { $0 != y && $0 != x })
    comparison.ceilings = try ceiling.map { [try desk.states($0)] } ?? []
    comparison.reference = .capture(try desk.states(start))
    comparison.sites = [desk.reading.site.rawValue]
    comparison.layers = desk.layers
    comparison.positions = [desk.reading.position.description]
    comparison.verdictMetric = metric
    comparison.rule.margin = margin
    comparison.seed = desk.seed
    return comparison
  }

  /// The layer that decides: of *different* the one that speaks most for it; else what speaks most against the claim,
  /// where anything does, or is nearest to the margin. A layer that cannot be judged only where none can.
  private static func decisive(
    _ rows: [VerdictRow], _ findings: [AssertionOutcome.Layer], expecting expected: Verdict, _ verdict: Verdict
  ) -> (Int, VerdictRow) {
    func rank(_ index: Int) -> (Int, Int, Double) {
      let (result, s) = (rows[index].result, rows[index].result.s ?? .infinity)
      let kind =
        verdict == .undecided ? (result.verdict == .undecided ? 0 : 1) : (result.verdict == verdict ? 0 : 1)
      // Undecided against *same*, and *different*: the largest s tells most.
      return (result.isJudged ? 0 : 1, kind, expected == .different && verdict == .undecided ? s : -s)
    }
    let index = rows.indices.min { rank($0) < rank($1) } ?? 0
    return (index, rows[index])
  }
}

extension VerdictRow {
  fileprivate func finding(expecting expected: Verdict) -> AssertionOutcome.Layer {
    let verdict = result.verdict
    let why =
      result.isJudged ? "" : " (\(result.reasons.map(\.rawValue).joined(separator: ", ")))"
    return AssertionOutcome.Layer(
      layer: layer ?? 0, value: result.s, low: result.low, high: result.high,
      verdict: (result.isJudged ? verdict.rawValue : LayersTogether.notJudgedWords) + why,
      answer: verdict == expected ? .holds : verdict == .undecided ? .undecided : .fails)
  }
}
