/// The result of a comparison: `similarity.csv` row by row, and what to keep in mind when reading it.
public struct SimilarityTable: Sendable, Equatable {
  public var rows: [SimilarityRow]
  public var caveats: [Caveat]

  public init(rows: [SimilarityRow], caveats: [Caveat]) {
    self.rows = rows
    self.caveats = caveats
  }
}

/// One metric of one pair at one site, layer and position.
public struct SimilarityRow: Sendable, Equatable {
  public var conditionA: String
  public var conditionB: String
  public var role: Role
  /// The reference condition; nil where the metric does not depend on it.
  public var reference: String?
  public var site: String
  /// 0 for a site that has one layer only.
  public var layer: Int
  public var position: String
  /// Whether every prompt was read at equal token ids in both; nil where a capture does not tell them.
  public var tokenMatch: Bool?
  public var metric: Metric
  public var estimate: Estimate
  /// Benjamini-Hochberg over all rows of the table.
  public var qValue: Double?
  public var resamples: Int
  public var seed: UInt64

  public init(
    conditionA: String, conditionB: String, role: Role, reference: String?, site: String, layer: Int,
    position: String, tokenMatch: Bool?, metric: Metric, estimate: Estimate, qValue: Double? = nil, resamples: Int,
    seed: UInt64
  ) {
    self.conditionA = conditionA
    self.conditionB = conditionB
    self.role = role
    self.reference = reference
    self.site = site
    self.layer = layer
    self.position = position
    self.tokenMatch = tokenMatch
    self.metric = metric
    self.estimate = estimate
    self.qValue = qValue
    self.resamples = resamples
    self.seed = seed
  }
}
