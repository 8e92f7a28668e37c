import MindstateNumerics

/// A sweep whose inputs have been checked: what is probed for, in which folds, and where.
struct ProbePlan: Sendable {
  /// One label, the prompts that have it, and how they are split.
  struct Target: Sendable {
    var name: String
    var classes: [String]
    /// Places in the plan's prompts.
    var prompts: [Int]
    /// The class of each of these.
    var labels: [Int]
    var clusters: Clusters
    var folds: Folds
    /// Clusters drawn with replacement, for all means over these prompts.
    var draws: ClusterDraws
    var control: ControlTask?

    /// The labels of each fold's train prompts.
    var trainLabels: [[Int]] { (0..<folds.count).map { fold in folds.train(fold).map { labels[$0] } } }
  }

  /// One target by one probe in one place, in all conditions.
  struct Unit: Sendable {
    var target: Target
    var probe: ProbeKind
    var cell: ComparisonPlan.Cell
  }

  let request: ProbeSweep
  let comparison: ComparisonPlan
  let targets: [Target]
  let leftOut: [String]

  init(_ request: ProbeSweep) throws(ProbeSweepError) {
    if request.targets.isEmpty { throw .noTargets }
    if request.probes.isEmpty { throw .noProbes }
    self.request = request
    let leftOut = try Self.positionsLeftOut(of: request)
    self.leftOut = leftOut
    var comparison = Comparison(request.captures)
    comparison.sites = request.sites
    comparison.layers = request.layers
    comparison.positions = request.positions
    if !leftOut.isEmpty {
      comparison.positions = request.captures.first?.readings.map(\.position).filter { !leftOut.contains($0) }
    }
    comparison.resamples = request.resamples
    comparison.seed = request.seed
    let plan: ComparisonPlan
    do { plan = try ComparisonPlan(comparison, atLeast: 1) } catch { throw .captures(error) }
    self.comparison = plan
    var targets: [Target] = []
    for name in request.targets { targets.append(try Self.target(name, of: request, plan)) }
    self.targets = targets
  }

  /// Site by site and layer by layer, all targets and probes of one place together.
  var units: [Unit] {
    comparison.cells.flatMap { cell in
      targets.flatMap { target in request.probes.map { Unit(target: target, probe: $0, cell: cell) } }
    }
  }

  func states(of condition: Int, at cell: ComparisonPlan.Cell, _ target: Target) throws(ProbeSweepError) -> Matrix {
    let own = comparison.conditions[condition]
    do {
      return try comparison.states(of: own, at: cell).gatheringRows(target.prompts.map { own.order[$0] })
    } catch { throw .captures(error) }
  }

  /// Positions with several tokens a prompt: refused where asked for by name.
  private static func positionsLeftOut(of request: ProbeSweep) throws(ProbeSweepError) -> [String] {
    var leftOut: [String] = []
    for capture in request.captures {
      for reading in capture.readings where reading.isRagged {
        if request.positions?.contains(reading.position) == true {
          throw .severalTokens(position: reading.position, condition: capture.condition)
        }
        if request.positions == nil, !leftOut.contains(reading.position) { leftOut.append(reading.position) }
      }
    }
    if let first = request.captures.first, !first.readings.isEmpty,
      first.readings.allSatisfy({ leftOut.contains($0.position) })
    {
      throw .severalTokens(position: first.readings[0].position, condition: first.condition)
    }
    return leftOut
  }

  private static func target(
    _ name: String, of request: ProbeSweep, _ plan: ComparisonPlan
  ) throws(ProbeSweepError) -> Target {
    let (classes, ofPrompt) = try LabelColumn(name, of: plan).classes()
    let prompts = ofPrompt.indices.filter { ofPrompt[$0] != nil }
    let labels = ofPrompt.compactMap { $0 }
    if classes.count < 2 {
      throw .oneClass(name, value: classes.first, prompts: prompts.count, of: ofPrompt.count)
    }
    let clusters = Clusters(groups: prompts.map { String(plan.clusters.index[$0]) })
    let control = try request.control.map { label throws(ProbeSweepError) in
      try ControlTask(types: types(label, of: prompts, target: name, plan))
    }
    var random = RandomStream(seed: request.seed, name: "probe folds\u{1f}\(name)")
    let folds: Folds
    do {
      folds = try Folds.grouped(labels: labels, clusters: clusters, count: request.folds, random: &random)
    } catch { throw .probe(error, target: name) }
    let spread =
      clusters.count == prompts.count ? control?.spreadFolds(labels: labels, count: folds.count, random: &random) : nil
    var draws = RandomStream(seed: request.seed, name: "probe bootstrap\u{1f}\(name)")
    let target = Target(
      name: name, classes: classes, prompts: prompts, labels: labels, clusters: clusters,
      folds: spread.map { Folds(assignment: $0, count: folds.count) } ?? folds,
      draws: ClusterDraws(of: clusters, resamples: request.resamples, random: &draws), control: control)
    for train in target.trainLabels {
      guard let missing = classes.indices.first(where: { !train.contains($0) }) else { continue }
      throw .rareClass(
        name, value: classes[missing], prompts: labels.count { $0 == missing }, folds: request.folds)
    }
    return target
  }

  /// The values of `label`, or the groups, as types.
  private static func types(
    _ label: String, of prompts: [Int], target: String, _ plan: ComparisonPlan
  ) throws(ProbeSweepError) -> Clusters {
    if label == "group", !plan.conditions.contains(where: { $0.states.labels.contains { $0.name == label } }) {
      return Clusters(groups: prompts.map { String(plan.clusters.index[$0]) })
    }
    let values = try LabelColumn(label, of: plan).values
    let missing = prompts.count { values[$0] == nil }
    if missing > 0 { throw .controlMissing(label, target: target, prompts: missing) }
    return Clusters(groups: prompts.map { values[$0]?.serialized() })
  }

  func caveats(_ inspection: Inspection, convergence: [ProbeUnit.Convergence]) -> [ProbeCaveat] {
    var caveats = (comparison.caveats + inspection.caveats(of: comparison)).map(ProbeCaveat.captures)
    if !leftOut.isEmpty { caveats.append(.positionsLeftOut(leftOut)) }
    let all = comparison.promptIDs.count
    for target in targets {
      if target.prompts.count < all {
        caveats.append(.unlabelled(target: target.name, prompts: all - target.prompts.count, of: all))
      }
      if let control = target.control, let kept = try? control.learnable(target.folds.assignment),
        kept.count < target.prompts.count
      {
        caveats.append(
          .controlLeftOut(
            target: target.name, control: request.control ?? "", prompts: target.prompts.count - kept.count,
            of: target.prompts.count))
      }
      for probe in request.probes {
        let fits = zip(units, convergence).filter { $0.0.target.name == target.name && $0.0.probe == probe }.map(\.1)
        let failed = fits.reduce(0) { $0 + $1.failed }
        if failed > 0 {
          caveats.append(
            .notConverged(target: target.name, probe: probe, fits: failed, of: fits.reduce(0) { $0 + $1.fits }))
        }
      }
    }
    return caveats
  }
}
