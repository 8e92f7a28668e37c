package import MindstateNumerics
package import MindstateStore

/// Takes a trainer to its last step, and keeps on disk what must not be lost.
package struct TrainingRun {
  /// The directory of the result; checkpoints on the way lie in it as `step-N`.
  package var output: String
  /// The directory of the state to go on from.
  package var state: String
  /// The CSV file of the losses.
  package var log: String
  /// How weights are stored.
  package var format = FloatFormat.f32
  /// Steps after which the model is written on the way.
  package var checkpoints: Set<Int> = []
  /// The state is kept every so many steps, and every so many seconds.
  package var stateSteps: Int?
  package var stateSeconds = 600.0
  /// What decides the result, for the state.
  package var settings: JSONObject

  package enum Outcome: Sendable, Equatable {
    case finished
    /// Stopped on request; the state of the last step done is kept.
    case stopped
  }

  package init(output: String, settings: JSONObject) {
    self.output = output
    self.settings = settings
    state = output + ".state"
    log = output + "/loss.csv"
  }

  /// Trains to the end, or until `stop` says so.
  ///
  /// The state is kept now and then, when stopped and at the end. An error leaves checkpoints and the last kept state
  /// as they are; where it is about writing a checkpoint, the state is kept first.
  /// - Parameter progress: called after each step.
  package func run(
    _ trainer: Trainer, stop: () -> Bool = { false }, progress: (LossLog.Row) -> Void = { _ in }
  ) throws -> Outcome {
    var kept = trainer.step
    var keptAt = ContinuousClock.now
    func keep() throws {
      try TrainingState.write(trainer, settings: settings, to: state)
      try writeLog(of: trainer)
      kept = trainer.step
      keptAt = .now
    }
    while !trainer.isFinished {
      if stop() {
        try keep()
        return .stopped
      }
      do { try trainer.advance() } catch TrainingError.notFinite(let step, let what, _) {
        try? writeLog(of: trainer)
        throw TrainingError.notFinite(step: step, what: what, lastKept: kept > 0 ? kept : nil)
      }
      if let row = trainer.log.rows.last { progress(row) }
      if checkpoints.contains(trainer.step) {
        try keepingState(keep) {
          try WholeDirectory.write(to: "\(output)/step-\(trainer.step)") { directory in
            try trainer.trainable.write(to: directory, format: format)
          }
        }
      }
      let isDue = stateSteps.map { trainer.step % $0 == 0 } ?? false
      if (isDue || keptAt.secondsSince > stateSeconds) && !trainer.isFinished { try keep() }
    }
    try keep()
    try trainer.trainable.write(to: output, format: format)
    return .finished
  }

  /// Runs `body`; when it fails, the state is kept before the error goes on.
  private func keepingState(_ keep: () throws -> Void, _ body: () throws -> Void) throws {
    do { try body() } catch {
      try? keep()
      throw error
    }
  }

  private func writeLog(of trainer: Trainer) throws {
    let directory = FileSystem.directory(of: log)
    try FileSystem.createDirectory(directory)
    try AtomicFile.write(to: log) { try $0.write(trainer.log.csv) }
  }
}
