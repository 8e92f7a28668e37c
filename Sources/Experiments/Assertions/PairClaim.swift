import MindstateNumerics
package import MindstateProbes

/// X stands where Y stands, or does not: the verdict of STATISTICS, with its roles.
package struct PairClaim: Sendable {
  package var x: AssertedCondition
  package var y: AssertedCondition
  /// Gives mean and scale; nil: Y's model under `bare`.
  package var reference: AssertedCondition?
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
    let (index, row) = Self.decisive(layers, findings, expecting: expected)
    var outcome = AssertionOutcome(
      kind: expected.rawValue, answer: Self.answer(findings, joint: rows.first { $0.layer == nil }, expected),
      site: desk.reading.site.rawValue, position: desk.reading.position.description, measure: "s", threshold: margin,
      layers: findings, decisive: findings[index],
      verdict: rows.first { $0.layer == nil }?.result.verdict.rawValue ?? "",
      details: [], commands: commands(desk), notes: notes(judged))
    if row.result.verdict == .undecided { outcome.neededPrompts = row.result.neededPrompts }
    outcome.details = [
      subject(judged, row), distances(row), farthest(judged, row, desk),
      outcome.answer == .undecided ? need(row.result) : nil,
    ].compactMap { $0 }
    return outcome
  }

  /// The joint verdict has every layer at the full level, so it may decide where a single layer's bounds, which hold
  /// for all layers at once, do not.
  private static func answer(
    _ layers: [AssertionOutcome.Layer], joint: VerdictRow?, _ expected: Verdict
  ) -> AssertionOutcome.Answer {
    if layers.allSatisfy({ $0.value != nil }), joint?.result.verdict == expected { return .holds }
    return AssertionOutcome.answer(layers)
  }

  private func comparison(at desk: inout AssertionDesk) throws -> Comparison {
    var comparison = Comparison(try desk.states([x, y]))
    comparison.paraphrases = try desk.states(paraphrases.conditions(around: y).filter { $0 != y && $0 != x })
    comparison.irrelevant = try desk.states(irrelevant.conditions(around: y).filter { $0 != y && $0 != x })
    comparison.ceilings = try ceiling.map { [try desk.states($0)] } ?? []
    comparison.reference = .capture(try desk.states(reference ?? y.under(.named("bare"))))
    comparison.sites = [desk.reading.site.rawValue]
    comparison.layers = desk.layers
    comparison.positions = [desk.reading.position.description]
    comparison.verdictMetric = metric
    comparison.rule.margin = margin
    comparison.seed = desk.seed
    return comparison
  }

  /// What speaks most against the claim, where anything does; else what is nearest to the margin.
  private static func decisive(
    _ rows: [VerdictRow], _ findings: [AssertionOutcome.Layer], expecting expected: Verdict
  ) -> (Int, VerdictRow) {
    func rank(_ index: Int) -> (Int, Double) {
      let kind: Int
      switch findings[index].answer {
      case .fails: kind = 0
      case .undecided: kind = 1
      case .holds: kind = 2
      }
      let s = rows[index].result.s ?? .infinity
      return (kind, expected == .same ? -s : s)
    }
    let index = rows.indices.min { rank($0) < rank($1) } ?? 0
    return (index, rows[index])
  }
}

extension VerdictRow {
  fileprivate func finding(expecting expected: Verdict) -> AssertionOutcome.Layer {
    let verdict = result.verdict
    let why =
      verdict == .undecided && result.s == nil ? " (\(result.reasons.map(\.rawValue).joined(separator: ", ")))" : ""
    return AssertionOutcome.Layer(
      layer: layer ?? 0, value: result.s, low: result.low, high: result.high, verdict: verdict.rawValue + why,
      answer: verdict == expected ? .holds : verdict == .undecided ? .undecided : .fails)
  }
}
