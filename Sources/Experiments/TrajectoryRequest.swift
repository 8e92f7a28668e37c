import MindstateNumerics
public import MindstateProbes
public import MindstateReport
import MindstateStore

/// Captures at `prompt-all` and where the table goes.
public struct TrajectoryRequest: Sendable {
  public var target: String
  public var score: [String]
  public var sites: [String]?
  public var layers: [Int]?
  public var folds = 5
  public var resamples = 2000
  public var seed: UInt64 = 0
  public var threads: Int?
  /// A file ending in `.csv`, or a directory that gets `trajectory.csv`; nil writes nothing.
  public var output: String?
  /// How names stand in the tables.
  public var texts = CSVTexts.guarded

  public init(target: String, score: [String]) {
    self.target = target
    self.score = score
  }

  /// The file that `run` writes.
  public var file: String? { output.map { TableFile($0, name: "trajectory.csv").path } }

  /// Reads the captures, computes the table, and writes it whole.
  public func run() throws -> TrajectoryTable {
    let file = output.map { TableFile($0, name: "trajectory.csv", texts: texts) }
    try file?.check()
    func states(_ path: String) throws -> ConditionStates { ConditionStates(try StateStore(path: path), label: path) }
    var trajectory = Trajectory(target: try states(target), scored: try score.map(states))
    trajectory.sites = sites
    trajectory.layers = layers
    trajectory.folds = folds
    trajectory.resamples = resamples
    trajectory.seed = seed
    let table = try trajectory.run(workers: Workers(threads: threads))
    try file?.write(table.csv)
    return table
  }
}
