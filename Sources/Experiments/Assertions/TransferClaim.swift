import MindstateModel
import MindstateNumerics
package import MindstateProbes

/// A linear probe for a label, fitted in one condition, reads it in another, on prompts it was not fitted on.
package struct TransferClaim: Sendable {
  /// A label of the prompts.
  package var target: String
  package var from: AssertedCondition
  package var to: AssertedCondition
  package var probe = ProbeKind.logistic
  /// The balanced accuracy that the interval must lie above; nil: half-way from chance to what the probe reaches in its
  /// own condition, so that at least half of what can be read is still read.
  package var atLeast: Double?

  package init(_ target: String, from: AssertedCondition, to: AssertedCondition) {
    self.target = target
    self.from = from
    self.to = to
  }

  /// The probe called `name`.
  package static func probe(named name: String) throws(AssertionError) -> ProbeKind {
    guard let kind = ProbeKind(rawValue: name) else {
      throw .unknownProbe(name, nearest: nearestName(to: name, in: ProbeKind.allCases.map(\.rawValue)))
    }
    return kind
  }

  /// What was measured at one layer.
  private struct Reading {
    var own: ProbeRow?
    var other: ProbeRow?
    var regained: Double?
    var threshold: Double?
    var finding: AssertionOutcome.Layer
  }

  private static let (fitted, tested) = ("\u{1}fitted", "\u{1}tested")

  func outcome(at desk: inout AssertionDesk) throws -> AssertionOutcome {
    if let atLeast, !(atLeast > 0 && atLeast < 1) {
      throw AssertionError.outOfRange("the accuracy to be reached", value: atLeast, needed: "between 0 and 1")
    }
    if desk.reading.position.isRagged { throw AssertionError.severalTokens(desk.reading.position.description) }
    let table = try sweep(at: &desk).run(workers: desk.workers)
    let classes = Set(
      desk.prompts.prompts.compactMap { prompt in
        prompt.labels.first { $0.name == target }.flatMap { $0.value.isNull ? nil : $0.value.serialized() }
      }
    ).count
    let readings = desk.layers.map { reading(table, layer: $0, chance: 1 / Double(max(2, classes))) }
    guard !readings.isEmpty else { throw AssertionError.noLayers(site: desk.reading.site.rawValue) }
    let order: [AssertionOutcome.Answer] = [.fails, .undecided, .holds]
    func rank(_ reading: Reading) -> (Int, Double) {
      (order.firstIndex(of: reading.finding.answer) ?? 0, reading.finding.value ?? -1)
    }
    let worst = readings.min { rank($0) < rank($1) } ?? readings[0]
    let findings = readings.map(\.finding)
    var outcome = AssertionOutcome(
      kind: "transfer", answer: AssertionOutcome.answer(findings), site: desk.reading.site.rawValue,
      position: desk.reading.position.description, measure: "balanced accuracy", threshold: worst.threshold ?? 0.5,
      layers: findings, decisive: worst.finding, verdict: worst.finding.verdict, details: [], commands: commands(desk),
      notes: table.caveats.map { "\($0)" })
    if worst.finding.answer == .undecided, let other = worst.other, let threshold = worst.threshold {
      outcome.neededPrompts = Need.prompts(other.testPrompts, other.value, other.interval, threshold: threshold)
    }
    outcome.details = details(worst, classes: classes, outcome)
    return outcome
  }

  private func sweep(at desk: inout AssertionDesk) throws -> ProbeSweep {
    var (a, b) = (try desk.states(from), try desk.states(to))
    (a.condition, a.label) = (Self.fitted, Self.fitted)
    (b.condition, b.label) = (Self.tested, Self.tested)
    var sweep = ProbeSweep([a, b], targets: [target])
    sweep.classes = [target]
    sweep.probes = [probe]
    sweep.measures = [.balancedAccuracy, .transferRegained]
    sweep.sites = [desk.reading.site.rawValue]
    sweep.layers = desk.layers
    sweep.positions = [desk.reading.position.description]
    sweep.seed = desk.seed
    return sweep
  }

  private func reading(_ table: ProbeTable, layer: Int, chance: Double) -> Reading {
    func row(_ test: String, _ measure: ProbeMeasure) -> ProbeRow? {
      table.rows.first {
        $0.layer == layer && $0.trainCondition == Self.fitted && $0.testCondition == test && $0.measure == measure
      }
    }
    let own = row(Self.fitted, .balancedAccuracy)
    let other = row(Self.tested, .balancedAccuracy)
    var reading = Reading(
      own: own, other: other, regained: row(Self.tested, .transferRegained)?.value,
      finding: AssertionOutcome.Layer(
        layer: layer, value: other?.value, low: other?.interval?.lowerBound, high: other?.interval?.upperBound,
        verdict: "undecided", answer: .undecided))
    guard let own, let reached = own.value, let other, other.value != nil else {
      reading.finding.verdict = "undecided (\((own?.reason ?? other?.reason)?.rawValue ?? "no value"))"
      return reading
    }
    let threshold = atLeast ?? chance + (reached - chance) / 2
    reading.threshold = threshold
    // All right or all wrong: a jackknife sees no spread; Wilson's interval does.
    let bounds = other.interval ?? Self.atEnd(other)
    (reading.finding.low, reading.finding.high) = (bounds?.lowerBound, bounds?.upperBound)
    let ownLow = (own.interval ?? Self.atEnd(own))?.lowerBound ?? 0
    if ownLow <= chance {
      reading.finding.verdict = "undecided (the probe does not work in its own condition: \(number(reached)))"
    } else if let bounds, bounds.lowerBound > threshold {
      (reading.finding.verdict, reading.finding.answer) = ("transfers", .holds)
    } else if let bounds, bounds.upperBound < threshold {
      (reading.finding.verdict, reading.finding.answer) = ("does not transfer", .fails)
    }
    return reading
  }

  private static func atEnd(_ row: ProbeRow) -> ClosedRange<Double>? {
    guard row.reason == .atEndOfScale, let value = row.value, row.clusters > 0 else { return nil }
    let wilson = WilsonInterval(value >= 0.5 ? row.clusters : 0, of: row.clusters)
    return wilson.low...wilson.high
  }

  private func details(_ reading: Reading, classes: Int, _ outcome: AssertionOutcome) -> [String] {
    var lines = [
      "\(target) (\(counted(classes, "value"))), \(probe.rawValue) probe fitted in \(from.title), read in \(to.title), "
        + "\(counted(reading.other?.testPrompts ?? 0, "prompt")) held out in turn"
    ]
    if let own = reading.own, let value = own.value {
      let bounds = own.interval ?? Self.atEnd(own)
      lines.append(
        "in its own condition \(number(value)) \(interval(bounds?.lowerBound, bounds?.upperBound)), chance "
          + "\(number(1 / Double(max(2, classes))))"
          + (reading.regained.map { "; moving the mean onto the fitted one's adds \(number($0)) of accuracy" } ?? ""))
    }
    if outcome.answer == .undecided {
      lines.append(
        outcome.neededPrompts.map {
          "about \(counted($0, "prompt")) would decide; there are \(reading.other?.testPrompts ?? 0)"
        } ?? "more prompts alone would not decide")
    }
    return lines
  }
}
