public import MindstateNumerics

/// How states come near those of a target condition while the prompt is read.
///
/// At each token of the prompt the target's states at that token, of the train prompts, give a mean and a Ledoit-Wolf
/// covariance; a held-out prompt's state under a scored condition is as far as √((x − μ)ᵀ Σ⁻¹ (x − μ) / d). The target
/// itself is scored too: what is like it lies where its own held-out prompts lie, near 1 with many prompts.
///
/// Prompts are aligned at their ends and counted from their starts in the target: a wrapper may merge the first token
/// with what stands before it. Tokens with another id are left out. Where all captures hold `last` it is one more
/// step.
public struct Trajectory: Sendable {
  /// A capture at `prompt-all`.
  public var target: ConditionStates
  public var scored: [ConditionStates]
  public var sites: [String]?
  public var layers: [Int]?
  public var folds = 5
  public var resamples = 2000
  public var seed: UInt64 = 0

  public init(target: ConditionStates, scored: [ConditionStates]) {
    self.target = target
    self.scored = scored
  }

  /// Fewer train prompts than this at a token give no covariance worth the name.
  public static let fewestPrompts = 10

  /// Cost: layers × tokens × folds × (prompts·d² + d³/3).
  public func run(workers: Workers = Workers()) throws(ModeError) -> TrajectoryTable {
    let plan = try TrajectoryPlan(self)
    let rows = try workers.results(plan.cells.count) { index throws(ModeError) in try plan.rows(at: plan.cells[index]) }
    return TrajectoryTable(rows: rows.flatMap { $0 })
  }
}

/// `trajectory.csv` row by row.
public struct TrajectoryTable: Sendable, Equatable {
  public var rows: [TrajectoryRow]
}

/// The mean distance of one condition to the target after some tokens.
public struct TrajectoryRow: Sendable, Equatable {
  public var condition: String
  public var target: String
  public var site: String
  public var layer: Int
  /// `prompt-all`, or `last` for the step after the prompt.
  public var position: String
  /// Tokens of the prompt that have been read, 1 after its first; for `last` one more than the longest prompt has.
  public var tokensRead: Int
  public var distance: Estimate
  public var seed: UInt64
}
