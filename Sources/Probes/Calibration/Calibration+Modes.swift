import MindstateNumerics

extension Calibration {
  /// The share of prompts that a mode probe puts in one of two modes: of a condition in that mode, and of one half-way,
  /// where it hangs on where the probe draws the line. Log-odds are left out: their interval is about the fitted probes.
  static let modes = [
    modes("in_the_mode", place: 1),
    // Prompts that lie far to one side move the line of the other folds to that side, so folds make up for each other.
    modes("half_way", place: 0.5, .conservative),
  ]

  /// - Parameter place: of the scored condition, from one mode at 0 to the other at 1.
  private static func modes(
    _ name: String, place: Float, _ verdict: CalibrationRow.Verdict = .exact
  ) -> CalibrationStudy {
    let share = CalibrationStudy.Statistic(
      name: "mode_share \(name)", measured: "share", truth: .average, verdict: verdict)
    return CalibrationStudy(name: name, statistics: [share]) { _, prompts, random in
      let common = Matrix(rows: prompts, columns: 8, normal: 1, &random)
      func states(_ place: Float) -> Matrix {
        var states = Matrix(rows: prompts, columns: 8, normal: 1, &random)
        for row in 0..<prompts {
          for c in 0..<8 { states[row, c] += common[row, c] }
          states[row, 0] += 3 * place
        }
        return states
      }
      let (near, far, between) = (
        ConditionStates(simulated: "near", states(0)), ConditionStates(simulated: "far", states(1)),
        ConditionStates(simulated: "scored", states(place)),
      )
      var question = ModeQuestion(
        modes: [.init(name: "near", conditions: [near]), .init(name: "far", conditions: [far])], scored: [between])
      question.resamples = resamples
      question.seed = random.next()
      let row = (try? question.run(workers: Workers(threads: 1)))?.rows
        .first { $0.scoredCondition == "scored" && $0.mode == "far" }
      return ["share": .init(row?.share.value, row?.share.interval)]
    }
  }
}
