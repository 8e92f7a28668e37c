import MindstateNumerics
public import MindstateProbes
import MindstateReport
import MindstateStore

/// Captures to compare and where the table goes.
public struct CompareRequest: Sendable {
  /// Capture files: all pairs of them are compared; the first is X, the second Y.
  public var captures: [String]
  public var paraphrases: [String] = []
  public var irrelevant: [String] = []
  public var ceilings: [String] = []
  /// The condition or file that gives mean, sd and scale; nil is the first capture.
  public var reference: String?
  public var metrics = Metric.allCases
  public var sites: [String]?
  public var layers: [Int]?
  public var positions: [String]?
  public var resamples = 2000
  public var seed: UInt64 = 0
  public var threads: Int?
  /// A file ending in `.csv`, or a directory that gets `similarity.csv`; nil writes nothing.
  public var output: String?

  public init(captures: [String]) { self.captures = captures }

  /// The file that `run` writes.
  public var file: String? {
    guard let output else { return nil }
    return output.hasSuffix(".csv") ? output : output + "/similarity.csv"
  }

  /// Reads the captures, computes the table, and writes it whole.
  public func run() throws -> SimilarityTable {
    if let file, FileSystem.kind(of: FileSystem.directory(of: file)) != nil { try AtomicFile.check(file) }
    let table = try comparison().run(workers: Workers(threads: threads))
    if let file {
      // Only now, so that a refused comparison leaves no empty directory.
      if output != file { try FileSystem.createDirectory(FileSystem.directory(of: file)) }
      try AtomicFile.write(to: file) { try $0.write(table.csv) }
    }
    return table
  }

  private func comparison() throws -> Comparison {
    func states(_ paths: [String]) throws -> [ConditionStates] {
      try paths.map { ConditionStates(try StateStore(path: $0), label: $0) }
    }
    var comparison = Comparison(try states(captures))
    comparison.paraphrases = try states(paraphrases)
    comparison.irrelevant = try states(irrelevant)
    comparison.ceilings = try states(ceilings)
    comparison.metrics = metrics
    comparison.sites = sites
    comparison.layers = layers
    comparison.positions = positions
    comparison.resamples = resamples
    comparison.seed = seed
    if let reference {
      // A path leads to a capture of its own, unless it is one of those compared; anything else is a name.
      let isFile = FileSystem.kind(of: reference) == .file && !captures.contains(reference)
      comparison.reference =
        isFile ? .capture(ConditionStates(try StateStore(path: reference), label: reference)) : .named(reference)
    }
    return comparison
  }
}
