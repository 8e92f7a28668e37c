extension Comparison {
  /// A pair that can carry no verdict at a position, since it is read at different tokens there.
  public struct UnlikeTokens: Sendable, Equatable {
    public var conditionA: String
    public var conditionB: String
    public var position: String
  }

  /// Checks all that can be known without any state: prompts, groups, labels, positions, sites, layers, widths, tokens.
  /// - Returns: the pairs that `run` and `results` will compare and which cannot be judged.
  /// - Throws: what they would throw before they compute anything.
  @discardableResult
  public func check() throws(ComparisonError) -> [UnlikeTokens] {
    let plan = try ComparisonPlan(self)
    guard !(paraphrases.isEmpty && irrelevant.isEmpty && crossed == nil) else { return [] }
    let judged = try JudgedPairs(plan)
    let positions = plan.cells.map(\.position).distinct
    return (judged.questions + judged.paraphrases + judged.irrelevant).flatMap { pair in
      positions.filter { pair.alignments[$0]?.matches == false }.map { position in
        UnlikeTokens(
          conditionA: plan.conditions[pair.a].name, conditionB: plan.conditions[pair.b].name, position: position)
      }
    }
  }
}

extension ProbeSweep {
  /// Checks all that can be known without any state: labels, classes, folds, control, and that the captures belong
  /// together.
  public func check() throws(ProbeSweepError) { _ = try ProbePlan(self) }
}

extension ModeQuestion {
  /// Checks all that can be known without any state: modes, folds, and that the captures belong together.
  public func check() throws(ModeError) {
    let plan = try ModePlan(self)
    do throws(ProbeError) { _ = try FittedModes.folds(of: plan) } catch { throw .probe(error, place: "modes") }
  }
}

extension Trajectory {
  /// Checks all that can be known without any state: folds, prompts at each token, and that the captures belong
  /// together.
  public func check() throws(ModeError) { _ = try TrajectoryPlan(self) }
}
