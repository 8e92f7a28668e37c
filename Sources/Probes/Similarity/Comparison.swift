public import MindstateNumerics

/// What a pair of conditions is compared for; the raw value is the column `role`.
public enum Role: String, Sendable, CaseIterable {
  /// The question itself.
  case pair
  /// Y against a harmless rewording of its wrapper.
  case paraphrase
  /// Y against a wrapper of like length that asks for nothing.
  case irrelevant
  /// X against a second fine-tune of its kind.
  case ceiling
}

/// A request to compare conditions over the same prompts.
///
/// All unordered pairs of `captures` are compared. The first of them is X and the second Y: paraphrases and irrelevant
/// wrappers are compared with Y, ceilings with X.
public struct Comparison: Sendable {
  /// Where mean, sd and distance between prompts are taken from.
  public enum Reference: Sendable {
    /// The first capture: for distances. A verdict names its start.
    case first
    /// One of those given, by condition or label.
    case named(String)
    /// One which is not compared itself.
    case capture(ConditionStates)
  }

  /// The second tuning, which should belong to the second wrapper as X belongs to Y.
  public struct Crossed: Sendable {
    public var tuning: ConditionStates
    public var wrapper: ConditionStates

    public init(tuning: ConditionStates, wrapper: ConditionStates) {
      self.tuning = tuning
      self.wrapper = wrapper
    }
  }

  public var captures: [ConditionStates]
  public var paraphrases: [ConditionStates] = []
  public var irrelevant: [ConditionStates] = []
  public var ceilings: [ConditionStates] = []
  /// A second tuning and a second wrapper: with X and Y they make the crossed table.
  public var crossed: Crossed?
  public var reference = Reference.first
  public var metrics = Metric.defaults
  /// nil: what all captures hold, which must then be the same in each.
  public var sites: [String]?
  public var layers: [Int]?
  public var positions: [String]?
  /// What the verdict rests on.
  public var verdictMetric = VerdictMetric.cosineDistanceStandardised
  /// Margin and level of the verdict.
  public var rule = VerdictRule()
  /// Draws of each bootstrap and of each null.
  public var resamples = 2000
  public var seed: UInt64 = 0

  public init(_ captures: [ConditionStates]) { self.captures = captures }

  /// Checks everything, then computes every row. The same request gives the same table with any number of threads.
  public func run(workers: Workers = Workers()) throws(ComparisonError) -> SimilarityTable {
    let plan = try ComparisonPlan(self)
    return try similarity(plan, scales: plan.referenceScales(workers: workers), workers: workers)
  }

  /// All tables: similarity, and what the controls allow of contrasts, verdicts and the crossed table.
  public func results(workers: Workers = Workers()) throws(ComparisonError) -> ComparisonResults {
    let plan = try ComparisonPlan(self)
    let scales = try plan.referenceScales(workers: workers)
    let similarity = try similarity(plan, scales: scales, workers: workers)
    let judged = try plan.judged(scales: scales, workers: workers)
    return ComparisonResults(
      similarity: similarity, contrasts: judged.contrasts, verdicts: judged.verdicts, crossed: judged.crossed)
  }

  private func similarity(
    _ plan: ComparisonPlan, scales: [ReferenceScale], workers: Workers
  ) throws(ComparisonError) -> SimilarityTable {
    let inspection = try Inspection(plan, workers: workers)
    var rows = try plan.rows(scales: scales, workers: workers)
    for (index, q) in BenjaminiHochberg.adjusted(rows.map(\.estimate.null?.p)).enumerated() { rows[index].qValue = q }
    return SimilarityTable(rows: rows, caveats: plan.caveats + inspection.caveats(of: plan))
  }
}

/// Everything a comparison gives, a value for each file.
public struct ComparisonResults: Sendable, Equatable {
  public var similarity: SimilarityTable
  /// nil: no irrelevant wrappers, so nothing to contrast with.
  public var contrasts: ContrastTable?
  /// nil: neither paraphrases nor irrelevant wrappers.
  public var verdicts: VerdictTable?
  /// nil: not asked for.
  public var crossed: CrossedTable?
}

extension Comparison {
  /// The request with every metric that another brings along.
  var withCompanions: Comparison {
    var copy = self
    copy.metrics = Metric.complete(metrics)
    return copy
  }
}
