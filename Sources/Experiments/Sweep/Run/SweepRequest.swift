import MindstateModel
import MindstateNumerics
import MindstateStore

/// A sweep to be planned or run.
public struct SweepRequest: Sendable {
  /// The sweep file.
  public var path: String
  /// The run directory; nil takes the file's.
  public var output: String?
  /// Prompts to use, in place of the file's `limit`.
  public var limit: Int?
  /// Writes names as they are, whatever the file says of `plain_csv`.
  public var plainCSV = false
  /// Makes only a share of captures and continuations; a request without it finishes the run.
  public var shard: SweepShard?
  /// Threads; nil takes the machine's.
  public var threads: Int?

  public init(path: String) { self.path = path }

  func plan() throws -> SweepPlan {
    var file = try SweepFile(path: path)
    if let limit { file.limit = limit }
    if plainCSV { file.texts = .plain }
    return try SweepPlan(file, directory: output ?? file.output, workers: Workers(threads: threads))
  }

  /// What would be done, nothing of which is.
  public func estimate() throws -> SweepEstimate {
    let plan = try plan()
    try checkDisk(SweepRun(plan: plan, directory: RunDirectory(plan.directory)))
    return try SweepEstimate(plan)
  }

  /// Checks everything, then makes what is missing or was made from something else. Killed at any point and called
  /// again it ends with the same bytes.
  /// - Throws: `IncompleteSweep`, which has the summary of all that is finished, where a table could not be made.
  @discardableResult
  public func run(_ reporter: any SweepReporter = SilentSweep()) throws -> SweepSummary {
    let plan = try plan()
    for line in plan.file.notices + plan.warnings { reporter.note(line) }
    let directory = RunDirectory(plan.directory)
    try checkDisk(SweepRun(plan: plan, directory: directory))
    // Held until the end: the system lets go of it when the value is.
    let lock = try directory.lock(shared: shard != nil)
    defer { withExtendedLifetime(lock) {} }
    let run = SweepRun(plan: plan, directory: directory)
    for note in plan.notes { reporter.note(note) }
    if let shard { return try share(of: run, shard, reporter) }

    let pieces = plan.pieces
    let known = Set(pieces.flatMap(\.files) + [SweepManifest.file])
    for file in try directory.clean(keeping: known) {
      reporter.note("\(file) is no part of this sweep any more: removed")
    }
    var (made, failures) = try bring(pieces, run, reporter)
    do { try SweepManifest(run, failures: failures).write() } catch  where !failures.isEmpty {
      // What made the tables fail, as a full disk, must not hide what is there.
      failures.append("\(SweepManifest.file): \(error)")
    }
    let summary = try SweepSummary(run, made: made, kept: pieces.count - made - failures.count)
    if !failures.isEmpty {
      throw IncompleteSweep(summary: summary, directory: plan.directory, failures: failures)
    }
    return summary
  }

  /// One table that cannot be made is no reason to go without the others.
  private func bring(
    _ pieces: [any SweepPiece], _ run: SweepRun, _ reporter: any SweepReporter
  ) throws -> (made: Int, failures: [String]) {
    var (made, failures) = (0, [String]())
    for (index, piece) in pieces.enumerated() {
      do {
        if try run.bring(piece, reporter, index: index + 1, of: pieces.count) { made += 1 }
      } catch  where piece.isTable {
        // Told at the end, after what is finished.
        failures.append("\(piece.name): \(error)")
        // What an earlier run made of other inputs is not this run's.
        for file in piece.files { _ = try? run.directory.remove(file) }
      }
    }
    let kept = pieces.count - made - failures.count
    if kept > 0 { reporter.note("\(kept) of \(pieces.count) pieces were there already, made from the same") }
    return (made, failures)
  }

  /// Captures that do not fit on the disk are refused before the first.
  private func checkDisk(_ run: SweepRun) throws {
    let missing = run.plan.conditions.filter { condition in
      let piece = CapturePiece(condition, run.plan)
      // A key that waits for answers is that of a capture which is not there.
      return (try? piece.key(run)).map { !run.directory.isCurrent(condition.captureFile, key: $0) } ?? true
    }
    let needed = missing.reduce(0) { $0 + run.plan.stateBytes(of: $1) }
    try SweepError.checkFits(bytes: needed, free: FileSystem.freeBytes(at: run.directory.path), in: run.directory.path)
  }

  /// Answers that captures wait for are made by every shard that needs them: the same bytes from each.
  private func share(
    of run: SweepRun, _ shard: SweepShard, _ reporter: any SweepReporter
  ) throws -> SweepSummary {
    let tasks = run.plan.shardable
    let own = shard.share(of: tasks.map(\.cost))
    let first = run.plan.answerPieces
    let pieces =
      first
      + tasks.indices.filter(own.contains).map { tasks[$0].piece }
      .filter { piece in !first.contains { $0.files == piece.files } }
    let (made, _) = try bring(pieces, run, reporter)
    return SweepSummary(directory: run.directory.path, shard: shard, made: made, kept: pieces.count - made)
  }
}

/// A sweep some of whose tables could not be made. All others are there, and so is what they say.
public struct IncompleteSweep: Error, Sendable, CustomStringConvertible {
  public var summary: SweepSummary
  public var directory: String
  /// Each table with its reason.
  public var failures: [String]

  public var description: String {
    "\(directory): all is done but \(failures.joined(separator: "; and "))"
  }
}
