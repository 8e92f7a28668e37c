import MindstateNumerics

/// One target by one probe in one place: fitted in every condition, tested in every condition.
struct ProbeUnit {
  struct Result: Sendable {
    var rows: [ProbeRow] = []
    var directions: [ProbeDirection.Layer] = []
    var convergence = Convergence()
  }

  /// Fits, and those that did not reach their tolerance.
  struct Convergence: Sendable {
    var fits = 0
    var failed = 0
  }

  /// What was fitted in one condition.
  struct Fit {
    let outOfFold: OutOfFold
    /// Median over the folds, of the two middle ones the stronger.
    let penalty: Double?
    /// The share of noise in the directions of the folds.
    let noise: Double?
  }

  let unit: ProbePlan.Unit
  let plan: ProbePlan
  var target: ProbePlan.Target { unit.target }

  init(_ unit: ProbePlan.Unit, of plan: ProbePlan) {
    self.unit = unit
    self.plan = plan
  }

  var settings: ProbeSettings {
    ProbeSettings(
      kind: unit.probe, penalties: unit.probe.hasPenalty ? plan.request.penalties : nil, balance: plan.request.balance)
  }

  func result() throws(ProbeSweepError) -> Result {
    var states: [Matrix] = []
    for condition in plan.comparison.conditions.indices {
      states.append(try plan.states(of: condition, at: unit.cell, target))
    }
    if target.isNumeric { return try numberResult(states) }
    var result = Result()
    for train in states.indices {
      switch try fit(states[train], target.labels, classes: target.classes.count) {
      case .failure(let reason):
        for test in states.indices { result.rows += missing(reason, train, test) }
      case .success(let fit):
        result.convergence.add(fit.outOfFold.probes)
        for test in states.indices { result.rows += try rows(of: fit, train, test, states) }
        if let direction = try direction(fit, states[train], train) { result.directions.append(direction) }
      }
    }
    return result
  }

  /// Out-of-fold scores; a reason where these states or labels cannot be fitted by this probe.
  func fit(_ states: Matrix, _ labels: [Int], classes: Int) throws(ProbeSweepError) -> Swift.Result<Fit, Reason> {
    do {
      let out = try crossValidated(settings, states: states, labels: labels, classes: classes, folds: target.folds)
      let penalties = out.probes.compactMap(\.penalty).sorted()
      let isStrongerLower = unit.probe == .logistic
      let middle = isStrongerLower ? (penalties.count - 1) / 2 : penalties.count / 2
      var scores: [DoubleMatrix] = []
      for probe in out.probes { scores.append(try probe.logits(states)) }
      return .success(
        Fit(
          outOfFold: out, penalty: penalties.isEmpty ? nil : penalties[middle],
          noise: DirectionNoise.share(
            scores, within: zip(labels, target.folds.assignment).map { [$0, $1] })))
    } catch {
      guard let reason = Reason(error) else { throw .probe(error, target: target.name) }
      return .failure(reason)
    }
  }

  /// The probe fitted on all prompts that have the label, with the median penalty: the direction that is saved.
  private func direction(
    _ fit: Fit, _ states: Matrix, _ condition: Int
  ) throws(ProbeSweepError) -> ProbeDirection.Layer? {
    var settings = settings
    if unit.probe.hasPenalty { settings.penalties = fit.penalty.map { [$0] } }
    do {
      let probe = try settings.fitted(states, labels: target.labels, classes: target.classes.count)
      return ProbeDirection.Layer(
        key: ProbeDirection.Key(
          condition: plan.comparison.conditions[condition].name, target: target.name, probe: unit.probe,
          site: unit.cell.site, position: unit.cell.position),
        classes: target.classes, layer: unit.cell.layer, weights: probe.weights, biases: probe.biases)
    } catch {
      if Reason(error) == nil { throw .probe(error, target: target.name) }
      return nil
    }
  }
}

extension ProbeUnit.Convergence {
  mutating func add(_ probes: [FittedProbe]) {
    fits += probes.count
    failed += probes.count { $0.convergence?.converged == false }
  }
}

extension Reason {
  /// nil: the request is wrong, not these states.
  init?(_ error: ProbeError) {
    switch error {
    case .noSpread, .noSpreadWithinClasses: self = .noSpread
    case .twoClassesOnly: self = .notBinary
    case .decompositionFailed, .classMissing, .noInnerFold, .notFinite: self = .notFitted
    default: return nil
    }
  }
}
