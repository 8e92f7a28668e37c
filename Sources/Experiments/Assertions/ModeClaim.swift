import MindstateNumerics
import MindstateProbes

/// A condition puts the model into one of several modes: at least a stated share of prompts is read as that mode, by a
/// probe which has been shown to tell the modes apart.
package struct ModeClaim: Sendable {
  package var scored: AssertedCondition
  package var mode: AssertedCondition
  /// The modes it could be instead, one or more.
  package var others: [AssertedCondition]
  /// Wrappers that together are one more mode.
  package var irrelevant = AssertedControls.none
  /// The share of prompts that the interval must lie above.
  package var share = 0.5
  /// How well the probe must tell the fitted modes apart, out of fold.
  package var accuracy = 0.8

  package init(_ scored: AssertedCondition, in mode: AssertedCondition, among others: [AssertedCondition]) {
    self.scored = scored
    self.mode = mode
    self.others = others
  }

  func outcome(at desk: inout AssertionDesk) throws -> AssertionOutcome {
    guard share > 0, share < 1 else {
      throw AssertionError.outOfRange("the share", value: share, needed: "between 0 and 1")
    }
    if desk.reading.position.isRagged { throw AssertionError.severalTokens(desk.reading.position.description) }
    let table = try question(at: &desk).run(workers: desk.workers)
    let scores = table.rows.filter { $0.scoredCondition == Self.scoredName }
    let rows = scores.filter { $0.mode == mode.title }
    guard !rows.isEmpty else { throw AssertionError.noLayers(site: desk.reading.site.rawValue) }
    let findings = rows.map(finding)
    let order: [AssertionOutcome.Answer] = [.fails, .undecided, .holds]
    let worst =
      rows.indices.min { a, b in
        func rank(_ i: Int) -> (Int, Double) {
          (order.firstIndex(of: findings[i].answer) ?? 0, findings[i].value ?? -1)
        }
        return rank(a) < rank(b)
      } ?? 0
    let answer = AssertionOutcome.answer(findings)
    var outcome = AssertionOutcome(
      kind: "mode", answer: answer, site: desk.reading.site.rawValue, position: desk.reading.position.description,
      measure: "share", threshold: share, layers: findings, decisive: findings[worst],
      verdict: answer == .holds ? "in" : findings[worst].verdict, details: [], commands: commands(desk),
      notes: table.caveats.map { "\($0)" })
    let interval = ModeClaim.interval(rows[worst].share)
    if findings[worst].answer == .undecided {
      outcome.neededPrompts = Need.prompts(rows[worst].n, rows[worst].share.value, interval, threshold: share)
    }
    outcome.details = details(scores.filter { $0.layer == rows[worst].layer }, rows[worst], outcome)
    return outcome
  }

  /// What the scored condition is called in the question, where it may also be one of the fitted ones.
  private static let scoredName = "\u{1}scored"

  private func question(at desk: inout AssertionDesk) throws -> ModeQuestion {
    var modes: [ModeQuestion.Mode] = []
    for condition in [mode] + others {
      modes.append(.init(name: condition.title, conditions: [try desk.states(condition)]))
    }
    let wrappers = try irrelevant.conditions(around: mode)
    if !wrappers.isEmpty { modes.append(.init(name: "irrelevant", conditions: try desk.states(wrappers))) }
    var states = try desk.states(scored)
    states.condition = Self.scoredName
    states.label = Self.scoredName
    var question = ModeQuestion(modes: modes, scored: [states])
    question.sites = [desk.reading.site.rawValue]
    question.layers = desk.layers
    question.positions = [desk.reading.position.description]
    question.seed = desk.seed
    return question
  }

  /// A bootstrap of equal values has no width; then Wilson's interval over clusters.
  private static func interval(_ estimate: Estimate) -> ClosedRange<Double>? {
    guard let value = estimate.value, let interval = estimate.interval else { return nil }
    if interval.upperBound > interval.lowerBound { return interval }
    let wilson = WilsonInterval(Int((value * Double(estimate.clusters)).rounded()), of: estimate.clusters)
    return min(wilson.low, value)...max(wilson.high, value)
  }

  private func finding(_ row: ModeRow) -> AssertionOutcome.Layer {
    let interval = Self.interval(row.share)
    var layer = AssertionOutcome.Layer(
      layer: row.layer, value: row.share.value, low: interval?.lowerBound, high: interval?.upperBound,
      verdict: "undecided", answer: .undecided)
    guard row.share.value != nil, let interval, let fit = row.fitAccuracy else {
      layer.verdict = "undecided (\(row.share.reason?.rawValue ?? "no value"))"
      return layer
    }
    if row.tokenMatch == false {
      layer.verdict = "undecided (tokens_differ)"
    } else if fit < accuracy {
      layer.verdict = "undecided (the probe cannot tell the modes apart: \(number(fit)))"
    } else if interval.lowerBound > share {
      (layer.verdict, layer.answer) = ("in \(mode.title)", .holds)
    } else if interval.upperBound < share {
      (layer.verdict, layer.answer) = ("not in \(mode.title)", .fails)
    }
    return layer
  }

  private func details(_ shares: [ModeRow], _ row: ModeRow, _ outcome: AssertionOutcome) -> [String] {
    var lines = [
      "\(scored.title), \(counted(row.n, "prompt")), falls into "
        + shares.map { "\($0.mode) \($0.share.value.map(number) ?? "none")" }.joined(separator: ", ")
    ]
    if let fit = row.fitAccuracy, let control = row.controlAccuracy {
      lines.append(
        "the probe puts \(number(fit)) of the fitted states right out of fold, must be \(number(accuracy)); "
          + "with modes swapped within prompts \(number(control))")
    }
    if outcome.answer == .undecided {
      lines.append(
        outcome.neededPrompts.map { "about \(counted($0, "prompt")) would decide; there are \(row.n)" }
          ?? "more prompts alone would not decide")
    }
    return lines
  }
}

/// The prompts at which an interval would leave a threshold, its half-width shrinking with 1/√n.
enum Need {
  static func prompts(_ n: Int, _ value: Double?, _ interval: ClosedRange<Double>?, threshold: Double) -> Int? {
    guard let value, let interval, value != threshold else { return nil }
    let half = value > threshold ? value - interval.lowerBound : interval.upperBound - value
    let ratio = half / abs(value - threshold)
    let needed = Double(n) * ratio * ratio
    // Within the interval already: something else is open.
    guard ratio > 1, needed < 1e6 else { return nil }
    return Int(needed.rounded(.up)) + 1
  }
}
