import MindstateProbes
import MindstateReport
import MindstateStore

/// `modes.csv`: into which mode of the fitted conditions each scored one falls.
struct ModesPiece: SweepPiece {
  let modes: SweepFile.Modes

  var stage: String { "tables" }
  var name: String { "modes" }
  var files: [String] { ["modes.csv"] }

  /// Each mode's name and conditions.
  private func fitted(_ run: SweepRun) -> [(name: String, conditions: [String])] {
    modes.fit.map { name in
      let isIrrelevant = name == SweepFile.Modes.irrelevant && run.plan.condition(name) == nil
      return (name, isIrrelevant ? SweepPlan.distinct(run.plan.controls.flatMap(\.irrelevant)) : [name])
    }
  }

  func key(_ run: SweepRun) throws -> String {
    let (file, fitted) = (run.plan.file, fitted(run))
    return digest(
      [name, run.plan.singlePositions.joined(separator: ","), "\(file.resamples)", "\(file.seed)", "\(fitted)"]
        + modes.score + (try run.captureKeys(fitted.flatMap(\.conditions) + modes.score)))
  }

  func make(_ run: SweepRun, progress: any ProgressReporter) throws -> [SweepContent] {
    var table = ModeTable(rows: [])
    for question in try questions(run) { table.rows += try question.run(workers: run.plan.workers).rows }
    return [.bytes(table.csv)]
  }

  func check(_ run: SweepRun) throws { for question in try questions(run) { try question.check() } }

  private func questions(_ run: SweepRun) throws -> [ModeQuestion] {
    try run.readings().filter { !$0.singleNames.isEmpty }.map { reading in
      func states(_ names: [String]) throws -> [ConditionStates] { try names.map { try run.states($0, reading) } }
      var question = ModeQuestion(
        modes: try fitted(run).map { mode in
          ModeQuestion.Mode(name: mode.name, conditions: try states(mode.conditions))
        },
        scored: try states(modes.score))
      question.positions = reading.singleNames
      question.resamples = run.plan.file.resamples
      question.seed = run.plan.file.seed
      return question
    }
  }
}
