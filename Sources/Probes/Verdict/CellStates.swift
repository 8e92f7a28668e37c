import MindstateNumerics

/// The states of one cell under every condition it is asked for, each read once.
struct CellStates {
  let plan: ComparisonPlan
  let cell: ComparisonPlan.Cell
  let scale: ReferenceScale
  /// By condition, in the capture's own order.
  private var known: [Int: Matrix] = [:]

  init(plan: ComparisonPlan, cell: ComparisonPlan.Cell, scale: ReferenceScale) {
    self.plan = plan
    self.cell = cell
    self.scale = scale
  }

  private mutating func own(_ condition: Int) throws(ComparisonError) -> Matrix {
    if let states = known[condition] { return states }
    let states = try plan.states(of: plan.conditions[condition], at: cell)
    known[condition] = states
    return states
  }

  /// One state a prompt, in the common order; `raggedPosition` where there are several.
  mutating func aligned(_ condition: Int) throws(ComparisonError) -> Result<Matrix, Reason> {
    if plan.conditions[condition].reading(at: cell.position)?.isRagged != false { return .failure(.raggedPosition) }
    return .success(try own(condition).gatheringRows(plan.conditions[condition].order))
  }

  /// The distance of each prompt between two conditions: over several tokens a prompt, the mean of those that have
  /// equal ids in both.
  mutating func distances(
    _ pair: ComparisonPlan.Pair, _ metric: VerdictMetric
  ) throws(ComparisonError) -> Result<[Double], Reason> {
    guard let alignment = pair.alignments[cell.position], alignment.unaligned == 0 else {
      return .failure(.tokensNotAligned)
    }
    let a = try own(pair.a).gatheringRows(alignment.rowsA)
    let b = try own(pair.b).gatheringRows(alignment.rowsB)
    return Result { () throws(Reason) in
      let values = try metric.perRow(a, b, scale: scale)
      guard let offsets = alignment.offsets else { return values }
      return zip(offsets, offsets.dropFirst()).map { Array(values[$0..<$1]).mean }
    }
  }
}

extension Result where Success == [[Double]], Failure == Reason {
  /// All lists, or the first reason why there are not all.
  init(_ lists: [Result<[Double], Reason>]) {
    self = Result { () throws(Reason) in
      var values: [[Double]] = []
      for list in lists { values.append(try list.get()) }
      return values
    }
  }
}
