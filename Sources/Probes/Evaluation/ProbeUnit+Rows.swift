import MindstateNumerics

/// A value on its way into a row.
struct Reading {
  var value: Double?
  var interval: ClosedRange<Double>?
  var method: String?
  var reason: Reason?
  var spread: Double?
  var control: Double?
  var selectivity: Double?

  init(_ reason: Reason) { self.reason = reason }

  init(_ value: Double?, interval: ClosedRange<Double>? = nil, method: String? = nil, reason: Reason? = nil) {
    self.value = value
    self.interval = interval
    self.method = method
    self.reason = reason
  }
}

extension ProbeUnit {
  /// The measures that have a meaning for this pair of conditions.
  private func measures(_ train: Int, _ test: Int) -> [ProbeMeasure] {
    plan.request.measures.filter { measure in
      switch measure.scope {
      case .anyCondition: true
      case .sameCondition: train == test && (measure != .selectivity || target.control != nil)
      case .otherCondition: train != test
      }
    }
  }

  func missing(_ reason: Reason, _ train: Int, _ test: Int) -> [ProbeRow] {
    measures(train, test).map { row($0, Reading(reason), train, test, nil) }
  }

  /// All measures of the probes fitted in `train`, on the held-out prompts of `test`.
  func rows(of fit: Fit, _ train: Int, _ test: Int, _ states: [Matrix]) throws(ProbeSweepError) -> [ProbeRow] {
    let measures = measures(train, test)
    let scored: TransferScores
    do {
      scored = try TransferScores(fit.outOfFold, target, from: states[train], to: states[test])
    } catch { throw .probe(error, target: target.name) }
    var readings = promptReadings(scored, measures)
    for measure in measures where readings[measure] == nil {
      readings[measure] = reading(measure, scored.plain)
    }
    if train == test {
      if target.control != nil { try addControl(to: &readings, scored.plain, states[train], measures) }
      addCodeLength(to: &readings, fit, states[train], measures)
    }
    return measures.map { row($0, readings[$0] ?? Reading(.notFitted), train, test, fit.penalty) }
  }

  /// Means of per-prompt values, with their intervals by method A.
  private func promptReadings(_ scored: TransferScores, _ measures: [ProbeMeasure]) -> [ProbeMeasure: Reading] {
    let plain = scored.plain
    var lists: [(measure: ProbeMeasure, values: [Double])] = []
    for measure in measures where plain.isProbabilistic || !measure.needsProbabilities {
      switch measure {
      case .accuracy: lists.append((measure, plain.hits))
      case .logLoss: lists.append((measure, plain.logLosses))
      case .brier: lists.append((measure, plain.brierScores))
      case .majorityBaseline: lists.append((measure, plain.majorityHits(train: target.trainLabels)))
      case .accuracyRecentred: lists.append((measure, scored.recentred.hits))
      case .transferRegained: lists.append((measure, zip(scored.recentred.hits, plain.hits).map { $0 - $1 }))
      case .balancedAccuracy, .auc, .tprAt1Fpr, .calibrationError, .selectivity, .mdlBits, .mdlCompression: continue
      }
    }
    let readings = means(of: lists.map(\.values))
    return Dictionary(zip(lists.map(\.measure), readings), uniquingKeysWith: { first, _ in first })
  }

  func means(of lists: [[Double]]) -> [Reading] {
    zip(lists, target.draws.intervals(of: lists)).map { values, interval in
      Reading(
        values.mean, interval: interval, method: interval == nil ? nil : ClusterBootstrap.name,
        reason: interval == nil ? .clustersBelow2 : nil)
    }
  }

  /// Measures of all prompts together.
  private func reading(_ measure: ProbeMeasure, _ scored: ScoredPrompts) -> Reading {
    if measure.needsProbabilities && !scored.isProbabilistic { return Reading(.noProbabilities) }
    switch measure {
    case .balancedAccuracy:
      guard let value = scored.balancedAccuracy else { return Reading(.oneClass) }
      return jackknifed(value, scored.balancedAccuracy(withoutEach: target.clusters))
    case .auc:
      let areas = scored.areas
      if areas.isEmpty { return Reading(.oneClass) }
      let without = areas.map { $0.withoutEach(of: target.clusters) }
      return jackknifed(
        areas.map(\.value).mean,
        (0..<target.clusters.count).map { cluster in
          let values = without.compactMap { $0[cluster] }
          return values.count == areas.count ? values.mean : nil
        })
    case .tprAt1Fpr:
      do { return Reading(try scored.tprAt1Fpr(), reason: .noIntervalMethod) } catch { return Reading(error) }
    case .calibrationError:
      return Reading(scored.calibrationError(), reason: .noIntervalMethod)
    case .accuracy, .logLoss, .brier, .majorityBaseline, .selectivity, .mdlBits, .mdlCompression, .accuracyRecentred,
      .transferRegained:
      return Reading(.notFitted)
    }
  }

  private func jackknifed(_ value: Double, _ without: [Double?]) -> Reading {
    do {
      let interval = try ClusterJackknife.interval(around: value, without: without)
      return Reading(value, interval: interval, method: ClusterJackknife.name)
    } catch { return Reading(value, reason: error) }
  }

  private func row(_ measure: ProbeMeasure, _ reading: Reading, _ train: Int, _ test: Int, _ penalty: Double?)
    -> ProbeRow
  {
    let n = target.prompts.count
    let largestFold = (0..<target.folds.count).map { target.folds.heldOut($0).count }.max() ?? 0
    return ProbeRow(
      trainCondition: plan.comparison.conditions[train].name, testCondition: plan.comparison.conditions[test].name,
      target: target.name, probe: unit.probe, site: unit.cell.site, layer: unit.cell.layer,
      position: unit.cell.position, measure: measure, value: reading.value, interval: reading.interval,
      intervalMethod: reading.method, control: reading.control, selectivity: reading.selectivity,
      regularisation: penalty, trainPrompts: n - largestFold, testPrompts: n, clusters: target.clusters.count,
      seed: plan.request.seed, reason: reading.reason, spread: reading.spread)
  }
}

/// What the probes of one condition say of another's held-out prompts, as they are and after the train prompts' mean of
/// the second has been moved onto that of the first.
///
/// Scores are linear, so a moved mean is a constant added to the logits of a fold:
/// W(x + μ_a − μ_b) + c = (Wx + c) + W(μ_a − μ_b), the difference of the mean logits of both conditions' train prompts.
struct TransferScores {
  let plain: ScoredPrompts
  let recentred: ScoredPrompts

  init(_ out: OutOfFold, _ target: ProbePlan.Target, from a: Matrix, to b: Matrix) throws(ProbeError) {
    let classes = target.classes.count
    var plain = DoubleMatrix(rows: target.labels.count, columns: classes)
    var recentred = plain
    for (fold, probe) in out.probes.enumerated() {
      let (own, other) = (try probe.logits(a), try probe.logits(b))
      let train = target.folds.train(fold)
      let shift = (0..<classes).map { k in
        train.reduce(0) { $0 + own[$1, k] - other[$1, k] } / Double(max(1, train.count))
      }
      for row in target.folds.heldOut(fold) {
        for k in 0..<classes {
          plain[row, k] = other[row, k]
          recentred[row, k] = other[row, k] + shift[k]
        }
      }
    }
    let isProbabilistic = out.probes.first?.kind.hasProbabilities ?? false
    func scored(_ logits: DoubleMatrix) -> ScoredPrompts {
      ScoredPrompts(
        logits: logits, labels: target.labels, folds: target.folds.assignment, isProbabilistic: isProbabilistic)
    }
    self.plain = scored(plain)
    self.recentred = scored(recentred)
  }
}
