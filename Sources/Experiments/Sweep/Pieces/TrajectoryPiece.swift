import MindstateProbes
import MindstateReport
import MindstateStore

/// `trajectory.csv`: how near each condition comes to the target while the prompt is read.
struct TrajectoryPiece: SweepPiece {
  let trajectory: SweepFile.Trajectory

  var stage: String { "tables" }
  var name: String { "trajectory" }
  var files: [String] { ["trajectory.csv"] }

  func key(_ run: SweepRun) throws -> String {
    let file = run.plan.file
    let names = [trajectory.target] + trajectory.conditions
    return digest([name, "\(file.resamples)", "\(file.seed)"] + names + (try run.captureKeys(names)))
  }

  func make(_ run: SweepRun, progress: any ProgressReporter) throws -> [SweepContent] {
    [.bytes(try request(run).run(workers: run.plan.workers).csv)]
  }

  func check(_ run: SweepRun) throws { try request(run).check() }

  private func request(_ run: SweepRun) throws -> Trajectory {
    var request = Trajectory(
      target: try run.states(trajectory.target), scored: try trajectory.conditions.map { try run.states($0) })
    request.resamples = run.plan.file.resamples
    request.seed = run.plan.file.seed
    return request
  }
}
