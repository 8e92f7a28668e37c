import MindstateModel
import MindstateNumerics
import MindstateStore
import MindstateTraining

extension TrainRequest {
  /// Trains and writes the result to the directory `output`.
  ///
  /// - Parameters:
  ///   - stop: asked for between steps; the state is then kept, and `resumes` goes on from it.
  ///   - progress: told how many steps are done, with the loss and the rate.
  @discardableResult
  public func run(
    writingTo output: String, stop: StopRequest = StopRequest(), progress: any ProgressReporter = SilentProgress()
  ) throws -> TrainSummary {
    let start = ContinuousClock.now
    var run = TrainingRun(output: output, settings: JSONObject())
    if let state { run.state = state }
    if let log { run.log = log }
    run.format = format
    run.checkpoints = Set(checkpoints)
    run.stateSteps = stateSteps
    let hasState = try checkOutput(of: run)

    let setup = try TrainSetup(self)
    run.settings = setup.settings
    let trainer = setup.trainer
    if hasState {
      try TrainingState.read(into: trainer, settings: run.settings, from: run.state)
    } else if case .preferences = source {
      guard try trainer.computeReference(setup.data, stop: stop, progress: progress) else {
        return summary(trainer, run, isFinished: false, resumedFrom: 0, since: start)
      }
    }
    let before = trainer.step
    let outcome = try run.run(trainer, stop: { stop.isRequested }) { row in
      // The steps of this run alone, or the rate would count those of earlier ones.
      progress.report(done: row.step - before, total: trainer.settings.steps - before, what: row.words)
    }
    progress.finish()
    return summary(trainer, run, isFinished: outcome == .finished, resumedFrom: before, since: start)
  }

  /// Throws where nothing could be written in the end, or something is there already; says whether a state is there
  /// to go on from.
  private func checkOutput(of run: TrainingRun) throws -> Bool {
    let hasState = FileSystem.kind(of: TrainingState.path(in: run.state)) == .file
    let hasResult = ["model.safetensors", "adapter_config.json"].contains {
      FileSystem.kind(of: "\(run.output)/\($0)") == .file
    }
    if !resumes && (hasState || hasResult) { throw TrainingError.outputInUse(path: run.output) }
    if resumes && hasResult && !hasState { throw TrainingError.noState(path: run.state) }
    for file in ["\(run.output)/config.json", run.log, TrainingState.path(in: run.state)] {
      try checkWritable(file)
    }
    return hasState
  }

  /// Throws what writing `file` would soon throw, directories still to be made included; makes none.
  private func checkWritable(_ file: String) throws {
    var directory = FileSystem.directory(of: file)
    if FileSystem.kind(of: directory) == .directory { return try AtomicFile.check(file) }
    while FileSystem.kind(of: directory) == nil, directory != FileSystem.directory(of: directory) {
      directory = FileSystem.directory(of: directory)
    }
    try AtomicFile.check(directory + "/" + FileSystem.name(of: file))
  }

  private func summary(
    _ trainer: Trainer, _ run: TrainingRun, isFinished: Bool, resumedFrom: Int, since start: ContinuousClock.Instant
  ) -> TrainSummary {
    let elapsed = start.duration(to: .now)
    return TrainSummary(
      isFinished: isFinished, steps: trainer.step, totalSteps: trainer.settings.steps, resumedFrom: resumedFrom,
      tokens: trainer.log.rows.last?.tokens ?? 0, loss: trainer.log.rows.last?.loss,
      trained: trainer.trainable.tensors.reduce(0) { $0 + $1.rows * $1.columns },
      seconds: Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18,
      output: run.output, state: run.state)
  }
}

extension Trainer {
  /// The reference's log probabilities of all pairs; false where a stop was asked for.
  fileprivate func computeReference(
    _ data: any TrainingData, stop: StopRequest, progress: any ProgressReporter
  ) throws -> Bool {
    var values: [Double] = []
    for start in stride(from: 0, to: data.count, by: settings.batch) {
      if stop.isRequested { return false }
      let range = start..<min(start + settings.batch, data.count)
      values += try logProbabilities(of: range.flatMap { data.example($0) })
      progress.report(done: range.upperBound, total: data.count, what: "pairs under the reference")
    }
    setReference(values)
    return true
  }
}

extension LossLog.Row {
  /// For a line of progress.
  fileprivate var words: String {
    "steps, loss \((loss * 1e4).rounded() / 1e4), \(Int(tokensPerSecond.rounded())) tokens/s"
  }
}
