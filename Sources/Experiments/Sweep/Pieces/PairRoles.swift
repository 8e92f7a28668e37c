import MindstateProbes

/// X and Y, and the conditions they are judged by. Further X of the same Y and the same controls may follow.
struct PairRoles: Sendable {
  /// X, Y, further X.
  var captures: [String]
  var start: String
  /// Admitted ones.
  var paraphrases: [String]
  var irrelevant: [String]
  var ceilings: [String]
  /// What is compared besides.
  var others: [String] = []

  var all: [[String]] { [captures, [start], paraphrases, irrelevant, ceilings, others] }

  /// Pairs of one Y and the same controls as one, so that Y is judged against its controls once. A ceiling is that of
  /// one X, which then stands alone.
  static func grouped(_ pairs: [PairRoles]) -> [PairRoles] {
    var groups: [PairRoles] = []
    for pair in pairs {
      let place = groups.firstIndex {
        $0.ceilings.isEmpty && pair.ceilings.isEmpty && $0.captures[1] == pair.captures[1]
          && $0.paraphrases == pair.paraphrases && $0.irrelevant == pair.irrelevant
      }
      if let place { groups[place].captures.append(pair.captures[0]) } else { groups.append(pair) }
    }
    return groups
  }
}

extension SweepFile.Metrics {
  var chosen: [Metric] {
    switch self {
    case .standard: Metric.defaults
    case .all: Metric.allCases
    case .named(let names): names.compactMap(Metric.init(rawValue:))
    }
  }
}

extension SweepRun {
  /// The pairs of the question; only admitted paraphrases count.
  func pairRoles() throws -> [PairRoles] {
    // Before anything is captured nobody knows which are admitted, and all are looked at.
    let admission = planned == nil ? try Admission.read(self) : nil
    return plan.file.pairs.map { pair in
      let controls = plan.controls(of: pair.y)
      let admitted = admission?.admitted(of: pair.y) ?? controls.paraphrases
      return PairRoles(
        captures: [pair.x, pair.y], start: plan.file.start,
        paraphrases: controls.paraphrases.filter { admitted.contains($0) && $0 != pair.x },
        irrelevant: controls.irrelevant.filter { $0 != pair.x },
        ceilings: plan.file.ceilings.filter { $0.x == pair.x && $0.ceiling != pair.y }.map(\.ceiling))
    }
  }

  /// The request for a pair or several.
  func comparison(_ roles: PairRoles, _ reading: SweepReading) throws -> Comparison {
    func states(_ names: [String]) throws -> [ConditionStates] { try names.map { try self.states($0, reading) } }
    var comparison = Comparison(try states(roles.captures))
    comparison.paraphrases = try states(roles.paraphrases)
    comparison.irrelevant = try states(roles.irrelevant)
    comparison.ceilings = try states(roles.ceilings)
    let given = roles.captures + roles.paraphrases + roles.irrelevant + roles.ceilings + roles.others
    comparison.reference =
      given.contains(roles.start) ? .named(roles.start) : .capture(try self.states(roles.start, reading))
    comparison.positions = reading.names
    comparison.resamples = plan.file.resamples
    comparison.seed = plan.file.seed
    comparison.rule.margin = plan.file.margin
    if let metric = VerdictMetric(rawValue: plan.file.verdictMetric) { comparison.verdictMetric = metric }
    comparison.metrics = plan.file.metrics.chosen
    return comparison
  }
}
