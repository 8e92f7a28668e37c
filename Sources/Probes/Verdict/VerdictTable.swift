/// `verdicts.csv` row by row, and whether the assay passed its test on itself.
public struct VerdictTable: Sendable, Equatable {
  /// The pairs, then ceilings, then the self-test: each paraphrase and each irrelevant wrapper against the others.
  public var rows: [VerdictRow]
  /// By site and position; empty where there are no controls to test.
  public var selfTests: [SelfTest]

  /// nil: there was nothing to test, no verdict is to be had either.
  public var selfTestPassed: Bool? { selfTests.isEmpty ? nil : selfTests.allSatisfy(\.passed) }

  public init(rows: [VerdictRow], selfTests: [SelfTest]) {
    self.rows = rows
    self.selfTests = selfTests
  }
}

/// One pair at one site, layer and position.
public struct VerdictRow: Sendable, Equatable {
  public var conditionA: String
  /// Y; for a ceiling the other fine-tune, for the self-test the wrapper that is tried.
  public var conditionB: String
  public var role: Role
  public var site: String
  /// nil: joint over the layers that have a value.
  public var layer: Int?
  public var position: String
  public var metric: VerdictMetric
  public var margin: Double
  public var result: LayerVerdict
  /// s of the ceilings at the same place, their mean; nil: there is none, or it has no value.
  public var ceiling: Double?
  /// Whether a ceiling belongs to this pair.
  public var hasCeiling = false
  /// Of the site and position; nil: not made.
  public var selfTestPassed: Bool?

  public init(
    conditionA: String, conditionB: String, role: Role, site: String, layer: Int?, position: String,
    metric: VerdictMetric, margin: Double, result: LayerVerdict, ceiling: Double? = nil, selfTestPassed: Bool? = nil
  ) {
    self.conditionA = conditionA
    self.conditionB = conditionB
    self.role = role
    self.site = site
    self.layer = layer
    self.position = position
    self.metric = metric
    self.margin = margin
    self.result = result
    self.ceiling = ceiling
    self.selfTestPassed = selfTestPassed
  }

  /// Everything that is to be known about what is missing, `;` between: `ceiling=none` where no ceiling is drawn.
  public var reasons: [Reason] { result.reasons + (role == .pair && !hasCeiling ? [.noCeiling] : []) }
}
