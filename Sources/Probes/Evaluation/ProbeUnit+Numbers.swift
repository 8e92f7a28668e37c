import MindstateNumerics

/// Targets that are numbers: ridge regression in every condition, tested in every condition.
extension ProbeUnit {
  func numberResult(_ states: [Matrix]) throws(ProbeSweepError) -> Result {
    var result = Result()
    let control = numberControl()
    for train in states.indices {
      do {
        let probe = try NumberProbe(
          states[train], targets: numberTargets(control.draws), folds: target.folds, alphas: alphas)
        result.convergence.fits += target.folds.count
        let penalty = probe.penalties.compactMap(\.first).sorted()[probe.penalties.count / 2]
        let noise = try probe.directionNoise(states[train])
        for test in states.indices {
          result.rows += numberRows(
            try probe.predictions(of: states[test]), control, train, test, penalty, noise: noise)
        }
        result.directions.append(try numberDirection(states[train], train, penalty))
      } catch {
        guard let reason = error == .noPrompts ? .tooFewPrompts : Reason(error) else {
          throw .probe(error, target: target.name)
        }
        for test in states.indices { result.rows += missing(reason, train, test) }
      }
    }
    return result
  }

  private var alphas: [Double] { plan.request.penalties ?? ProbeKind.ridge.defaultPenalties }

  /// [prompts, 1 + draws]: the label, then the control task's.
  private func numberTargets(_ draws: [[Double]]) -> DoubleMatrix {
    let columns = [target.numbers] + draws
    return DoubleMatrix(
      rows: target.numbers.count, columns: columns.count,
      target.numbers.indices.flatMap { row in columns.map { $0[row] } })
  }

  private func numberRows(
    _ predictions: DoubleMatrix, _ control: NumberControl, _ train: Int, _ test: Int, _ penalty: Double,
    noise: Double?
  ) -> [ProbeRow] {
    let measures = measures(train, test)
    let said = predictions.transposed.row(0)
    let baseline = baseline(of: target.numbers)
    let ranks = RankCorrelation(
      said, target.numbers, folds: target.folds.assignment, clusters: target.clusters)
    let dependence = FoldDependence(distance: ranks?.value, standardError: ranks?.standardError)
    var readings: [ProbeMeasure: Reading] = [:]
    readings[.r2] = r2(ExplainedVariance(target.numbers, predictions: said, baseline: baseline), dependence)
    readings[.spearman] = spearman(
      ranks, FoldDependence(distance: ranks?.value, standardError: ranks?.standardError, noise: noise))
    let misses = zip(target.numbers, said).map { abs($0 - $1) }
    let plain = zip(target.numbers, baseline).map { abs($0 - $1) }
    let intervals = target.draws.intervals(of: [misses, plain])
    readings[.mae] = Reading(
      lossOf: misses, interval: intervals[0], range: ProbeMeasure.mae.range, dependence)
    readings[.maeBaseline] = Reading(meanOf: plain, interval: intervals[1], range: ProbeMeasure.mae.range, .none)
    if train == test, target.control != nil { addNumberControl(to: &readings, predictions, control) }
    return measures.map { row($0, readings[$0] ?? Reading(.notFitted), train, test, penalty) }
  }

  /// Of each prompt the mean of its train prompts.
  func baseline(of values: [Double]) -> [Double] {
    let means = (0..<target.folds.count).map { fold in target.folds.train(fold).map { values[$0] }.mean }
    return target.folds.assignment.map { means[$0] }
  }

  private func r2(_ explained: ExplainedVariance?, _ dependence: FoldDependence) -> Reading {
    guard let explained else { return Reading(.nothingVaries) }
    if dependence == .full { return Reading(explained.value, reason: .noSignal) }
    do {
      let interval = try explained.interval(in: target.clusters, stretch: dependence.stretch)
      return Reading(explained.value, interval: interval, method: Self.deltaMethod)
    } catch { return Reading(explained.value, reason: error) }
  }

  static let deltaMethod = IntervalMethod.deltaCluster.rawValue + FoldDependence.suffix

  private func spearman(_ ranks: RankCorrelation?, _ dependence: FoldDependence) -> Reading {
    guard let ranks else { return Reading(.nothingVaries) }
    do {
      return Reading(
        ranks.value, interval: try ranks.interval(stretch: dependence.stretch),
        method: ClusterJackknife.name + FoldDependence.suffix)
    } catch { return Reading(ranks.value, reason: error) }
  }

  /// Fitted on all prompts that have the label, with the median penalty. Its one entry of `classes` is the label's name.
  private func numberDirection(
    _ states: Matrix, _ condition: Int, _ penalty: Double
  ) throws(ProbeError) -> ProbeDirection.Layer {
    let path = try RidgePath(states, targets: numberTargets([]), alphas: [penalty])
    return ProbeDirection.Layer(
      key: ProbeDirection.Key(
        condition: plan.comparison.conditions[condition].name, target: target.name, probe: unit.probe,
        site: unit.cell.site, position: unit.cell.position),
      classes: [target.name], layer: unit.cell.layer, weights: path.weights[0], biases: path.biases[0])
  }
}
