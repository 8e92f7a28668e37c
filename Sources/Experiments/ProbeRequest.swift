import MindstateNumerics
public import MindstateProbes
public import MindstateReport
import MindstateStore

/// Captures to probe for labels, and where the tables go.
public struct ProbeRequest: Sendable {
  /// Capture files over the same prompts, one or more.
  public var captures: [String]
  /// Names of labels.
  public var targets: [String]
  /// Targets that are quantities, and targets that are classes, whatever their values look like; see `ProbeSweep`.
  public var numbers: [String] = []
  public var classes: [String] = []
  public var probes: [ProbeKind] = [.logistic]
  /// The label that gives the types of the control task, or `group`.
  public var control: String?
  public var folds = 5
  public var balance = ClassBalance.none
  public var measures = ProbeMeasure.allCases
  public var sites: [String]?
  public var layers: [Int]?
  public var positions: [String]?
  public var resamples = 2000
  public var seed: UInt64 = 0
  public var threads: Int?
  /// A file ending in `.csv`, or a directory that gets `probes.csv` and `directions.csv`; nil writes neither.
  public var output: String?
  /// How names stand in the tables.
  public var texts = CSVTexts.guarded
  /// A safetensors file for the fitted directions.
  public var directions: String?

  public init(captures: [String], targets: [String]) {
    self.captures = captures
    self.targets = targets
  }

  /// The files that `run` writes, in this order: the table, the cosines of directions, the directions.
  public var files: [String] { [table, cosines, directions].compactMap { $0 } }

  private var table: String? { output.map { TableFile($0, name: "probes.csv").path } }
  private var cosines: String? {
    output.flatMap { $0.hasSuffix(".csv") ? nil : TableFile($0, name: "directions.csv").path }
  }

  /// Reads the captures, computes the table, and writes every file whole.
  public func run() throws -> ProbeTable {
    for file in files where FileSystem.kind(of: FileSystem.directory(of: file)) != nil { try AtomicFile.check(file) }
    let result = try sweep().run(workers: Workers(threads: threads))
    if let output { try TableFile(output, name: "probes.csv", texts: texts).write(result.csv) }
    if let cosines { try TableFile(cosines, name: "", texts: texts).write(result.directionsCSV) }
    if let directions {
      try FileSystem.createDirectory(FileSystem.directory(of: directions))
      try ProbeDirection.write(result.directions, to: directions)
    }
    return result
  }

  private func sweep() throws -> ProbeSweep {
    var sweep = ProbeSweep(
      try captures.map { ConditionStates(try StateStore(path: $0), label: $0) }, targets: targets)
    sweep.numbers = numbers
    sweep.classes = classes
    sweep.probes = probes
    sweep.control = control
    sweep.folds = folds
    sweep.balance = balance
    sweep.measures = measures
    sweep.sites = sites
    sweep.layers = layers
    sweep.positions = positions
    sweep.resamples = resamples
    sweep.seed = seed
    return sweep
  }
}
