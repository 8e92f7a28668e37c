import MindstateNumerics

extension ProbePlan {
  static func target(
    _ name: String, of request: ProbeSweep, _ plan: ComparisonPlan
  ) throws(ProbeSweepError) -> Target {
    switch try LabelColumn(name, of: plan).content(as: try kind(of: name, request)) {
    case .classes(let names, let ofPrompt):
      let prompts = ofPrompt.indices.filter { ofPrompt[$0] != nil }
      if names.count < 2 { throw .oneClass(name, value: names.first, prompts: prompts.count, of: ofPrompt.count) }
      let target = try split(name, prompts, labels: ofPrompt.compactMap { $0 }, classes: names, request, plan)
      for train in target.trainLabels {
        guard let missing = names.indices.first(where: { !train.contains($0) }) else { continue }
        throw .rareClass(
          name, value: names[missing], prompts: target.labels.count { $0 == missing }, folds: request.folds)
      }
      try checkInnerFolds(of: target, request)
      return target
    case .numbers(let values):
      let prompts = values.indices.filter { values[$0] != nil }
      let numbers = values.compactMap { $0 }
      guard let first = numbers.first else { throw .oneClass(name, value: nil, prompts: 0, of: values.count) }
      if numbers.allSatisfy({ $0 == first }) { throw .oneNumber(name, value: "\(first)", prompts: numbers.count) }
      var target = try split(name, prompts, labels: nil, classes: [], request, plan)
      target.numbers = numbers
      return target
    }
  }

  /// A penalty is chosen inside each train part, so a class must be left there without one fold more.
  private static func checkInnerFolds(of target: Target, _ request: ProbeSweep) throws(ProbeSweepError) {
    let chooses = request.probes.contains { $0.hasPenalty && (request.penalties ?? $0.defaultPenalties).count > 1 }
    guard chooses, target.folds.count > 2 else { return }
    let pairs = PenaltyChoice.pairs(of: target.folds, labels: target.labels, classes: target.classes.count)
    for fold in 0..<target.folds.count where !pairs.contains(where: { $0.0 == fold || $0.1 == fold }) {
      throw .probe(.noInnerFold(fold: fold, folds: target.folds.count), target: target.name)
    }
  }

  /// As the request says, nil where it leaves that to the values.
  private static func kind(of name: String, _ request: ProbeSweep) throws(ProbeSweepError) -> LabelColumn.Kind? {
    if request.numbers.contains(name) && request.classes.contains(name) { throw .twoKinds(name) }
    return request.numbers.contains(name) ? .numbers : request.classes.contains(name) ? .classes : nil
  }

  /// The prompts that have the label in folds; of a number (nil `labels`) balanced by size alone.
  private static func split(
    _ name: String, _ prompts: [Int], labels: [Int]?, classes: [String], _ request: ProbeSweep, _ plan: ComparisonPlan
  ) throws(ProbeSweepError) -> Target {
    let clusters = Clusters(groups: prompts.map { String(plan.clusters.index[$0]) })
    let control = try request.control.map { label throws(ProbeSweepError) in
      try ControlTask(types: types(label, of: prompts, target: name, plan))
    }
    var random = RandomStream(seed: request.seed, name: "probe folds\u{1f}\(name)")
    let folds: Folds
    do {
      folds = try Folds.grouped(labels: labels, clusters: clusters, count: request.folds, random: &random)
    } catch { throw .probe(error, target: name) }
    let own = labels ?? [Int](repeating: 0, count: prompts.count)
    let spread =
      clusters.count == prompts.count ? control?.spreadFolds(labels: own, count: folds.count, random: &random) : nil
    var draws = RandomStream(seed: request.seed, name: "probe bootstrap\u{1f}\(name)")
    return Target(
      name: name, classes: classes, prompts: prompts, labels: own, clusters: clusters,
      folds: spread.map { Folds(assignment: $0, count: folds.count) } ?? folds,
      draws: ClusterDraws(of: clusters, resamples: request.resamples, random: &draws), control: control)
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
}
