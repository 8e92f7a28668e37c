import MindstateNumerics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension ProbeUnit {
  /// The control task in the same folds, its penalty chosen anew: into the rows of accuracy and selectivity.
  func addControl(
    to readings: inout [ProbeMeasure: Reading], _ scored: ScoredPrompts, _ states: Matrix, _ measures: [ProbeMeasure],
    _ dependence: FoldDependence
  ) throws(ProbeSweepError) {
    guard let control = target.control, measures.contains(.accuracy) || measures.contains(.selectivity) else { return }
    var selectivity: Reading
    do throws(Reason) {
      let prompts = try control.learnable(target.folds.assignment)
      let hits = prompts.map { scored.hits[$0] }
      var sums = [Double](repeating: 0, count: prompts.count)
      var accuracies: [Double] = []
      var dependence = dependence
      for draw in 0..<plan.request.controlDraws {
        let control = try controlScores(control, states, draw)
        let own = control.hits
        dependence = .larger(dependence, FoldDependence(MeanArea(control, clusters: target.clusters)))
        for (place, prompt) in prompts.enumerated() { sums[place] += own[prompt] }
        accuracies.append(prompts.map { own[$0] }.mean)
      }
      let draws = Double(accuracies.count)
      selectivity = meanOver(prompts, zip(hits, sums).map { $0 - $1 / draws }, dependence)
      selectivity.control = accuracies.mean
      selectivity.spread = accuracies.count > 1 ? accuracies.deviation : nil
      selectivity.selectivity = selectivity.value
    } catch { selectivity = Reading(error) }
    readings[.selectivity] = selectivity
    readings[.accuracy]?.control = selectivity.control
    readings[.accuracy]?.selectivity = selectivity.value
    if selectivity.value == nil, readings[.accuracy]?.reason == nil { readings[.accuracy]?.reason = selectivity.reason }
  }

  /// What is said of each prompt's random label. The same labels in every place and condition.
  private func controlScores(_ control: ControlTask, _ states: Matrix, _ draw: Int) throws(Reason) -> ScoredPrompts {
    var random = RandomStream(seed: plan.request.seed, name: "probe control\u{1f}\(target.name)\u{1f}\(draw)")
    let labels = try control.labels(like: target.labels, random: &random)
    // Numbered without a gap: not every class need have been drawn.
    let present = Set(labels).sorted()
    let numbered = labels.map { label in present.firstIndex(of: label) ?? 0 }
    let result: Swift.Result<Fit, Reason>
    do { result = try fit(states, numbered, classes: present.count) } catch { throw .notFitted }
    let logits = try result.get().outOfFold.logits
    return ScoredPrompts(logits: logits, labels: numbered, folds: target.folds.assignment)
  }

  /// Prompts may be fewer than those with the label, so their clusters are counted anew.
  private func meanOver(_ prompts: [Int], _ values: [Double], _ dependence: FoldDependence) -> Reading {
    let interval: ClosedRange<Double>?
    if prompts.count == target.prompts.count {
      interval = target.draws.intervals(of: [values])[0]
    } else {
      let clusters = Clusters(groups: prompts.map { String(target.clusters.index[$0]) })
      var random = RandomStream(seed: plan.request.seed, name: "probe selectivity\u{1f}\(target.name)")
      interval = ClusterBootstrap(resamples: plan.request.resamples).interval(of: values, in: clusters, random: &random)
    }
    return Reading(meanOf: values, interval: interval, range: -1...1, dependence)
  }

  /// Online code length with the median penalty of the folds. Naming one of a grid costs log₂ of its size.
  func addCodeLength(
    to readings: inout [ProbeMeasure: Reading], _ fit: Fit, _ states: Matrix, _ measures: [ProbeMeasure]
  ) {
    guard measures.contains(.mdlBits) || measures.contains(.mdlCompression), unit.probe.hasProbabilities else { return }
    var random = RandomStream(seed: plan.request.seed, name: "probe orders\u{1f}\(target.name)")
    do throws(Reason) {
      let grid = settings.penalties?.count ?? unit.probe.defaultPenalties.count
      let length = try DescriptionLength(
        labels: target.labels, classes: target.classes.count, clusters: target.clusters, orders: plan.request.orders,
        settingBits: log2(Double(max(1, grid))), random: &random
      ) { parts in codingLogits(parts, fit.penalty, states) }
      for (measure, values) in [(ProbeMeasure.mdlBits, length.bits), (.mdlCompression, length.compressions)] {
        readings[measure] = Reading(values.mean, reason: .noIntervalMethod)
        readings[measure]?.spread = values.count > 1 ? values.deviation : nil
      }
    } catch {
      readings[.mdlBits] = Reading(error)
      readings[.mdlCompression] = Reading(error)
    }
  }

  /// All parts in one call, which shares their work; one by one where a part among them cannot be fitted.
  private func codingLogits(_ parts: [DescriptionLength.Part], _ penalty: Double?, _ states: Matrix) -> [DoubleMatrix?]
  {
    func logits(_ parts: [DescriptionLength.Part]) throws(ProbeError) -> [DoubleMatrix?] {
      let set = try TrainingSet(states, labels: target.labels, classes: target.classes.count)
      let fits = try settings.fitter.fitted(set, trains: parts.map(\.train), penalties: parts.map { _ in [penalty] })
      var result: [DoubleMatrix?] = []
      for (part, probes) in zip(parts, fits) {
        result.append(try probes.first?.logits(states.gatheringRows(part.test)))
      }
      return result
    }
    if let all = try? logits(parts) { return all }
    return parts.map { part in (try? logits([part]))?.first ?? nil }
  }
}

extension Array<Double> {
  /// With n − 1 in the divisor. At least two values.
  var deviation: Double {
    let centre = mean
    return (reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / Double(count - 1)).squareRoot()
  }
}
