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
    /// The first capture.
    case first
    /// One of those given, by condition or label.
    case named(String)
    /// One which is not compared itself.
    case capture(ConditionStates)
  }

  public var captures: [ConditionStates]
  public var paraphrases: [ConditionStates] = []
  public var irrelevant: [ConditionStates] = []
  public var ceilings: [ConditionStates] = []
  public var reference = Reference.first
  public var metrics = Metric.allCases
  /// nil: what all captures hold, which must then be the same in each.
  public var sites: [String]?
  public var layers: [Int]?
  public var positions: [String]?
  /// Draws of each bootstrap and of each null.
  public var resamples = 2000
  public var seed: UInt64 = 0

  public init(_ captures: [ConditionStates]) { self.captures = captures }

  /// Checks everything, then computes every row. The same request gives the same table with any number of threads.
  public func run(workers: Workers = Workers()) throws(ComparisonError) -> SimilarityTable {
    let plan = try ComparisonPlan(self)
    let inspection = try Inspection(plan, workers: workers)
    let scales = try plan.referenceScales(workers: workers)
    var rows = try plan.rows(scales: scales, workers: workers)
    for (index, q) in BenjaminiHochberg.adjusted(rows.map(\.estimate.null?.p)).enumerated() { rows[index].qValue = q }
    return SimilarityTable(rows: rows, caveats: plan.caveats + inspection.caveats(of: plan))
  }
}
