import MindstateNumerics

/// The control task of targets that are numbers.
extension ProbeUnit {
  /// Random numbers by type, drawn from the true ones as `ControlTask` draws labels (after Hewitt & Liang 2019), and the prompts whose type is also in another fold; or why there are none.
  struct NumberControl {
    var draws: [[Double]] = []
    var prompts: [Int] = []
    var reason: Reason?
  }

  func numberControl() -> NumberControl {
    var result = NumberControl()
    guard let control = target.control, plan.request.measures.contains(where: { [.r2, .selectivity].contains($0) })
    else { return result }
    do {
      result.prompts = try control.learnable(target.folds.assignment)
      for draw in 0..<plan.request.controlDraws {
        var random = RandomStream(seed: plan.request.seed, name: "probe control\u{1f}\(target.name)\u{1f}\(draw)")
        let drawn = try control.labels(like: Array(target.numbers.indices), random: &random)
        result.draws.append(drawn.map { target.numbers[$0] })
      }
    } catch {
      result.reason = error
      result.draws = []
    }
    return result
  }

  /// R² less the mean R² of the control draws, all on the prompts whose type is in another fold, too.
  func addNumberControl(
    to readings: inout [ProbeMeasure: Reading], _ predictions: DoubleMatrix, _ control: NumberControl
  ) {
    let prompts = control.prompts
    let columns = predictions.transposed
    func explained(_ values: [Double], _ column: Int) -> ExplainedVariance? {
      let baseline = baseline(of: values)
      return ExplainedVariance(
        prompts.map { values[$0] }, predictions: prompts.map { columns[column, $0] },
        baseline: prompts.map { baseline[$0] })
    }
    let draws = control.draws.indices.compactMap { explained(control.draws[$0], $0 + 1) }
    var selectivity: Reading
    if let own = explained(target.numbers, 0), draws.count == control.draws.count, !draws.isEmpty {
      let share = 1 / Double(draws.count)
      let mean = draws.map(\.value).mean
      let influences = prompts.indices.map { place in
        own.influences[place] - share * draws.reduce(0) { $0 + $1.influences[place] }
      }
      selectivity = difference(own.value - mean, influences, prompts)
      selectivity.control = mean
      selectivity.selectivity = selectivity.value
      selectivity.spread = draws.count > 1 ? draws.map(\.value).deviation : nil
    } else {
      selectivity = Reading(control.reason ?? .nothingVaries)
    }
    readings[.selectivity] = selectivity
    readings[.r2]?.control = selectivity.control
    readings[.r2]?.selectivity = selectivity.value
    if selectivity.value == nil, readings[.r2]?.reason == nil { readings[.r2]?.reason = selectivity.reason }
  }

  /// Random numbers may carry no signal at all, so the variance is doubled.
  private func difference(_ value: Double, _ influences: [Double], _ prompts: [Int]) -> Reading {
    let clusters = Clusters(groups: prompts.map { String(target.clusters.index[$0]) })
    do {
      let reach = try ExplainedVariance.reach(of: influences, in: clusters, stretch: FoldDependence.full.stretch)
      return Reading(value, interval: value - reach...value + reach, method: Self.deltaMethod)
    } catch { return Reading(value, reason: error) }
  }
}
