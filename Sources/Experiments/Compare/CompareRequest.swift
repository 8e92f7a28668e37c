import MindstateNumerics
public import MindstateProbes
public import MindstateReport
import MindstateStore

/// Captures to compare, each in its role, and where the tables go. The order in which files are given changes nothing.
public struct CompareRequest: Sendable {
  /// What is asked.
  public enum Question: Sendable, Equatable {
    /// Is each X of `questions` where Y, the target, is?
    case pairs(questions: [String], target: String)
    /// Distances of all pairs of these captures; nothing is judged.
    case distances([String])
  }

  public var question: Question
  /// The capture where displacements start, whose prompts give mean and scale: what "nothing has moved" means.
  public var start: String
  public var paraphrases: [String] = []
  public var irrelevant: [String] = []
  public var ceilings: [String] = []
  /// A second tuning and the wrapper that it should belong to, for the crossed table.
  public var crossed: (tuning: String, wrapper: String)?
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

  /// X against Y, from `start`; further X are judged against the same Y.
  public init(questions: [String], target: String, start: String) {
    question = .pairs(questions: questions, target: target)
    self.start = start
  }

  /// Distances alone, of all pairs.
  public init(distances captures: [String], start: String) {
    question = .distances(captures)
    self.start = start
  }

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
    var comparison = Comparison(try compared())
    comparison.paraphrases = try states(paraphrases)
    comparison.irrelevant = try states(irrelevant)
    comparison.ceilings = try states(ceilings)
    if let crossed {
      let pair = try [crossed.tuning, crossed.wrapper].map { ConditionStates(try StateStore(path: $0), label: $0) }
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
    // A start that is one of the captures whose distances are asked for is not given twice.
    let place = try SystemCalls.realPath(start)
    let own = try comparison.captures.first { try SystemCalls.realPath($0.label) == place }
    comparison.reference =
      try own.map { .named($0.label) } ?? .capture(ConditionStates(try StateStore(path: start), label: start))
    return comparison
  }

  /// X, Y and further X; or all whose distances are asked for.
  private func compared() throws -> [ConditionStates] {
    switch question {
    case .distances(let captures): return try states(captures)
    case .pairs(let questions, let target):
      if questions.isEmpty { throw CompareError.noQuestion }
      for (role, isGiven) in [("ceiling", !ceilings.isEmpty), ("crossed pair", crossed != nil)]
      where isGiven && questions.count > 1 {
        throw CompareError.severalQuestions(questions.count, role: role)
      }
      try RoleCapture.check(try given(questions, target))
      let judged = try states(questions)
      return [judged[0], try states([target])[0]] + judged.dropFirst()
    }
  }

  private func given(_ questions: [String], _ target: String) throws -> [RoleCapture] {
    var roles = [("start", start), ("target", target)] + questions.map { ("question", $0) }
    roles += paraphrases.map { ("paraphrase", $0) } + irrelevant.map { ("irrelevant wrapper", $0) }
    roles += ceilings.map { ("ceiling", $0) }
    if let crossed { roles += [("crossed tuning", crossed.tuning), ("crossed wrapper", crossed.wrapper)] }
    return try roles.map { RoleCapture(role: $0.0, store: try StateStore(path: $0.1)) }
  }

  /// By condition, then by path: not in the order given.
  private func states(_ paths: [String]) throws -> [ConditionStates] {
    try paths.map { ConditionStates(try StateStore(path: $0), label: $0) }.sorted { a, b in
      a.condition.utf8.elementsEqual(b.condition.utf8)
        ? a.label.utf8.lexicographicallyPrecedes(b.label.utf8)
        : a.condition.utf8.lexicographicallyPrecedes(b.condition.utf8)
    }
  }
}
