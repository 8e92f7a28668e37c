import MindstateNumerics

/// A sweep whose inputs have been checked: what is probed for, in which folds, and where.
struct ProbePlan: Sendable {
  /// One label, the prompts that have it, and how they are split.
  struct Target: Sendable {
    var name: String
    var classes: [String]
    /// Places in the plan's prompts.
    var prompts: [Int]
    /// The class of each of these; for a number all 0.
    var labels: [Int]
    /// The value of each of these where the label is a number, else empty.
    var numbers: [Double] = []
    var clusters: Clusters
    var folds: Folds
    /// Clusters drawn with replacement, for all means over these prompts.
    var draws: ClusterDraws
    var control: ControlTask?

    var isNumeric: Bool { !numbers.isEmpty }
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
    for (option, names) in [("numbers", request.numbers), ("classes", request.classes)] {
      for name in names where !request.targets.contains(name) {
        throw .notATarget(name, option: option, targets: request.targets)
      }
    }
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
      targets.flatMap { target in
        (target.isNumeric ? [.ridge] : request.probes).map { Unit(target: target, probe: $0, cell: cell) }
      }
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
}
