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

  /// A mean of per-prompt values with the interval of finished scores, widened by what folds share.
  init(
    meanOf values: [Double], interval: ClosedRange<Double>?, range: ClosedRange<Double>, _ dependence: FoldDependence
  ) {
    guard let interval else {
      self.init(values.mean, reason: .clustersBelow2)
      return
    }
    self.init(
      values.mean, interval: dependence.widened(interval, around: values.mean, in: range),
      method: ClusterBootstrap.name + (dependence == .none ? "" : FoldDependence.suffix))
  }
}

extension Reading {
  /// The same of a loss, which has no interval where nothing shows a signal: a chosen penalty is then mostly the strongest,
  /// with the loss of no states, and now and then a weak one that loses more, and no interval holds their mean.
  init(
    lossOf values: [Double], interval: ClosedRange<Double>?, range: ClosedRange<Double>, _ dependence: FoldDependence
  ) {
    if dependence == .full {
      self.init(values.mean, reason: .noSignal)
    } else {
      self.init(meanOf: values, interval: interval, range: range, dependence)
    }
  }
}

extension ProbeUnit {
  /// The measures that have a meaning for this pair of conditions.
  func measures(_ train: Int, _ test: Int) -> [ProbeMeasure] {
    plan.request.measures.filter { measure in
      let isSuited = target.isNumeric ? measure.suits.numbers : measure.suits.classes
      return isSuited && isInScope(measure, train, test)
    }
  }

  private func isInScope(_ measure: ProbeMeasure, _ train: Int, _ test: Int) -> Bool {
    switch measure.scope {
    case .anyCondition: true
    case .sameCondition: train == test && (measure != .selectivity || target.control != nil)
    case .otherCondition: train != test
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
    let area = MeanArea(scored.plain, clusters: target.clusters)
    let dependence = FoldDependence(area, noise: fit.noise)
    var readings = promptReadings(scored, measures, dependence, ofLosses: FoldDependence(area))
    for measure in measures where readings[measure] == nil {
      readings[measure] = reading(measure, scored.plain, area, dependence)
    }
    if train == test {
      if target.control != nil { try addControl(to: &readings, scored.plain, states[train], measures, dependence) }
      addCodeLength(to: &readings, fit, states[train], measures)
    }
    return measures.map { row($0, readings[$0] ?? Reading(.notFitted), train, test, fit.penalty) }
  }

  /// Means of per-prompt values, with their intervals by method A. The baseline has no probe, so nothing is shared.
  private func promptReadings(
    _ scored: TransferScores, _ measures: [ProbeMeasure], _ dependence: FoldDependence, ofLosses losses: FoldDependence
  ) -> [ProbeMeasure: Reading] {
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
      case .balancedAccuracy, .auc, .tprAt1Fpr, .calibrationError, .selectivity, .mdlBits, .mdlCompression, .r2,
        .spearman, .mae, .maeBaseline:
        continue
      }
    }
    let intervals = target.draws.intervals(of: lists.map(\.values))
    var readings: [ProbeMeasure: Reading] = [:]
    for ((measure, values), interval) in zip(lists, intervals) {
      readings[measure] =
        switch measure {
        case .logLoss, .brier: Reading(lossOf: values, interval: interval, range: measure.range, losses)
        case .majorityBaseline: Reading(meanOf: values, interval: interval, range: measure.range, .none)
        default: Reading(meanOf: values, interval: interval, range: measure.range, dependence)
        }
    }
    return readings
  }

  /// Measures of all prompts together.
  private func reading(
    _ measure: ProbeMeasure, _ scored: ScoredPrompts, _ area: MeanArea?, _ dependence: FoldDependence
  ) -> Reading {
    if measure.needsProbabilities && !scored.isProbabilistic { return Reading(.noProbabilities) }
    switch measure {
    case .balancedAccuracy:
      guard let value = scored.balancedAccuracy else { return Reading(.oneClass) }
      return jackknifed(value, scored.balancedAccuracy(withoutEach: target.clusters), dependence)
    case .auc:
      guard let area else { return Reading(.oneClass) }
      return jackknifed(area.value, area.without, dependence)
    case .tprAt1Fpr:
      do { return Reading(try scored.tprAt1Fpr(), reason: .noIntervalMethod) } catch { return Reading(error) }
    case .calibrationError:
      return Reading(scored.calibrationError(), reason: .noIntervalMethod)
    case .accuracy, .logLoss, .brier, .majorityBaseline, .selectivity, .mdlBits, .mdlCompression, .accuracyRecentred,
      .transferRegained, .r2, .spearman, .mae, .maeBaseline:
      return Reading(.notFitted)
    }
  }

  private func jackknifed(_ value: Double, _ without: [Double?], _ dependence: FoldDependence) -> Reading {
    do {
      let interval = try ClusterJackknife.interval(around: value, without: without, stretch: dependence.stretch)
      return Reading(value, interval: interval, method: ClusterJackknife.name + FoldDependence.suffix)
    } catch { return Reading(value, reason: error) }
  }

  func row(_ measure: ProbeMeasure, _ reading: Reading, _ train: Int, _ test: Int, _ penalty: Double?)
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
