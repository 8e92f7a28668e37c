import MindstateNumerics

/// A trajectory whose captures have been checked against each other.
struct TrajectoryPlan: Sendable {
  static let position = "prompt-all"
  private static let end = "last"

  private let trajectory: Trajectory
  /// The target, then what is scored.
  private let comparison: ComparisonPlan
  private let folds: Folds
  /// For each condition the steps of each prompt at `prompt-all`.
  private let steps: [[[Step]]]
  private let longest: Int

  /// A row of a condition, read after `tokens` tokens of a prompt.
  private struct Step: Sendable {
    var tokens: Int
    var row: Int
  }

  init(_ trajectory: Trajectory) throws(ModeError) {
    self.trajectory = trajectory
    let all = [trajectory.target] + trajectory.scored
    var request = Comparison(all.count == 1 ? [trajectory.target, trajectory.target] : all)
    request.sites = trajectory.sites
    request.layers = trajectory.layers
    func holds(_ states: ConditionStates, _ position: String) -> Bool {
      states.readings.contains { $0.position == position }
    }
    if let missing = all.first(where: { !holds($0, Self.position) }) {
      throw .noPromptTokens(condition: missing.condition.isEmpty ? missing.label : missing.condition)
    }
    request.positions = [Self.position] + (all.allSatisfy { holds($0, Self.end) } ? [Self.end] : [])
    do { comparison = try ComparisonPlan(request) } catch { throw .captures(error) }
    var random = RandomStream(seed: trajectory.seed, name: "trajectory folds")
    do {
      folds = try Folds.grouped(labels: nil, clusters: comparison.clusters, count: trajectory.folds, random: &random)
    } catch { throw .probe(error, place: "trajectory") }
    let target = comparison.conditions[0]
    steps = comparison.conditions.map { Self.steps(of: $0, along: target) }
    longest = steps[0].flatMap { $0.map(\.tokens) }.max() ?? 0
  }

  var cells: [ComparisonPlan.Cell] { comparison.cells }

  /// The rows of each prompt, in the common order, which have the same token id in the target at the same distance from
  /// the prompt's end.
  private static func steps(of condition: ComparisonPlan.Condition, along target: ComparisonPlan.Condition) -> [[Step]]
  {
    guard let own = condition.reading(at: position), let other = target.reading(at: position) else { return [] }
    return zip(condition.order, target.order).map { prompt, targetPrompt in
      let rows = own.rows(ofPrompt: prompt)
      let targets = other.rows(ofPrompt: targetPrompt)
      return (0..<min(rows.count, targets.count)).reversed().compactMap { fromEnd in
        let (row, partner) = (rows.upperBound - 1 - fromEnd, targets.upperBound - 1 - fromEnd)
        if let ids = own.tokenIDs, let partners = other.tokenIDs, ids[row] != partners[partner] { return nil }
        return Step(tokens: targets.count - fromEnd, row: row)
      }
    }
  }

  /// Every condition at every step of one site and layer.
  func rows(at cell: ComparisonPlan.Cell) throws(ModeError) -> [TrajectoryRow] {
    var states: [Matrix] = []
    for condition in comparison.conditions {
      do { states.append(try comparison.states(of: condition, at: cell)) } catch { throw .captures(error) }
    }
    var rows: [TrajectoryRow] = []
    for tokens in cell.position == Self.end ? [longest + 1] : Array(1...max(1, longest)) {
      let read = comparison.conditions.indices.map { rowsRead($0, after: tokens, at: cell) }
      let distances = Result { () throws(Reason) in try self.distances(states, read) }
      for (index, condition) in comparison.conditions.enumerated() {
        rows.append(
          TrajectoryRow(
            condition: condition.name, target: comparison.conditions[0].name, site: cell.site, layer: cell.layer,
            position: cell.position, tokensRead: tokens,
            distance: estimate(
              distances.map { $0[index] }, "\(condition.name)\u{1f}\(cell.site)\u{1f}\(cell.layer)\u{1f}\(tokens)"),
            seed: trajectory.seed))
      }
    }
    return rows
  }

  /// For each prompt the row of a condition after `tokens` tokens; nil where it has none.
  private func rowsRead(_ condition: Int, after tokens: Int, at cell: ComparisonPlan.Cell) -> [Int?] {
    if cell.position == Self.end { return comparison.conditions[condition].order }
    return steps[condition].map { $0.first { $0.tokens == tokens }?.row }
  }

  /// For each condition and prompt the distance to the target's train prompts; nil where the prompt has no such token.
  private func distances(_ states: [Matrix], _ read: [[Int?]]) throws(Reason) -> [[Double?]] {
    var result = read.map { $0.map { _ in Double?.none } }
    let width = Double(states[0].columns)
    for fold in 0..<folds.count {
      let train = folds.train(fold).compactMap { read[0][$0] }
      if train.count < Trajectory.fewestPrompts { throw .tooFewPrompts }
      guard let target = ShrunkCovariance(of: states[0].gatheringRows(train)) else { throw .referenceWithoutSpread }
      for condition in read.indices {
        let prompts = folds.heldOut(fold).filter { read[condition][$0] != nil }
        let squares = target.squaredDistances(
          of: states[condition].gatheringRows(prompts.compactMap { read[condition][$0] }))
        for (prompt, square) in zip(prompts, squares) { result[condition][prompt] = (square / width).squareRoot() }
      }
    }
    return result
  }

  /// The mean over the prompts that got so far.
  private func estimate(_ result: Result<[Double?], Reason>, _ name: String) -> Estimate {
    guard case .success(let values) = result else {
      return Estimate(value: nil, n: 0, clusters: 0, reason: result.failure)
    }
    let present = values.indices.filter { values[$0] != nil }
    if present.isEmpty { return Estimate(value: nil, n: 0, clusters: 0, reason: .tokensNotAligned) }
    let clusters = Clusters(groups: present.map { String(comparison.clusters.index[$0]) })
    let own = present.compactMap { values[$0] }
    var random = RandomStream(seed: trajectory.seed, name: "trajectory bootstrap\u{1f}\(name)")
    let interval = ClusterBootstrap(resamples: trajectory.resamples).interval(of: own, in: clusters, random: &random)
    return Estimate(
      value: own.mean, interval: interval, n: own.count, clusters: clusters.count,
      reason: interval == nil ? .clustersBelow2 : nil)
  }
}

extension Result where Failure == Reason {
  fileprivate var failure: Reason? { if case .failure(let reason) = self { reason } else { nil } }
}
