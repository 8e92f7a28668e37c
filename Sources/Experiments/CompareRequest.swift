import MindstateNumerics
public import MindstateProbes
public import MindstateReport
import MindstateStore

/// Captures to compare and where the tables go.
public struct CompareRequest: Sendable {
  /// Capture files: all pairs of them are compared; the first is X, the second Y.
  public var captures: [String]
  public var paraphrases: [String] = []
  public var irrelevant: [String] = []
  public var ceilings: [String] = []
  /// A second tuning and the wrapper that it should belong to, for the crossed table.
  public var crossed: (tuning: String, wrapper: String)?
  /// The condition or file that gives mean, sd and scale; nil is the first capture.
  public var reference: String?
  public var metrics = Metric.defaults
  public var sites: [String]?
  public var layers: [Int]?
  public var positions: [String]?
  /// The s that counts as the same, declared before looking.
  public var margin = 0.25
  public var verdictMetric = VerdictMetric.cosineDistanceStandardised
  public var resamples = 2000
  public var seed: UInt64 = 0
  public var threads: Int?
  /// A file ending in `.csv`, which gets the similarity table only, or a directory that gets `similarity.csv` and, where
  /// the controls allow them, `contrasts.csv`, `verdicts.csv` and `crossed.csv`; nil writes nothing.
  public var output: String?
  /// How names stand in the tables.
  public var texts = CSVTexts.guarded

  public init(captures: [String]) { self.captures = captures }

  /// The similarity table's file.
  public var file: String? { output.map { TableFile($0, name: Self.similarityName).path } }

  private static let similarityName = "similarity.csv"
  private static let otherNames = ["contrasts.csv", "verdicts.csv", "crossed.csv"]

  /// The other tables' files, of those that `results` holds.
  public func otherFiles(_ results: ComparisonResults) -> [String] { others(results).map(\.file.path) }

  private func others(_ results: ComparisonResults) -> [(file: TableFile, bytes: [UInt8])] {
    guard let output, !output.hasSuffix(".csv") else { return [] }
    let tables = [results.contrasts?.csv, results.verdicts?.csv, results.crossed?.csv]
    return zip(Self.otherNames, tables).compactMap { name, bytes in
      bytes.map { (TableFile(output, name: name, texts: texts), $0) }
    }
  }

  /// Reads the captures, computes the tables, and writes each of them whole.
  public func run() throws -> ComparisonResults {
    let file = output.map { TableFile($0, name: Self.similarityName, texts: texts) }
    try file?.check()
    if let output, !output.hasSuffix(".csv") {
      for name in Self.otherNames { try TableFile(output, name: name).check() }
    }
    let results = try comparison().results(workers: Workers(threads: threads))
    try file?.write(results.similarity.csv)
    for (file, bytes) in others(results) { try file.write(bytes) }
    return results
  }

  private func comparison() throws -> Comparison {
    func states(_ paths: [String]) throws -> [ConditionStates] {
      try paths.map { ConditionStates(try StateStore(path: $0), label: $0) }
    }
    var comparison = Comparison(try states(captures))
    comparison.paraphrases = try states(paraphrases)
    comparison.irrelevant = try states(irrelevant)
    comparison.ceilings = try states(ceilings)
    if let crossed {
      let pair = try states([crossed.tuning, crossed.wrapper])
      comparison.crossed = .init(tuning: pair[0], wrapper: pair[1])
    }
    comparison.rule.margin = margin
    comparison.verdictMetric = verdictMetric
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
