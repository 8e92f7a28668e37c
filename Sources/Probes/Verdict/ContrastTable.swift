/// `contrasts.csv`: what a pair has beyond what X has with wrappers that ask for nothing.
public struct ContrastTable: Sendable, Equatable {
  public var rows: [ContrastRow]

  public init(rows: [ContrastRow]) { self.rows = rows }
}

/// What is contrasted; the raw value is the name in tables.
public enum ContrastMetric: String, Sendable, CaseIterable {
  /// Mean cosine of the two displacements of each prompt, both mean displacements removed.
  case displacementCosineSpecific = "displacement_cosine_specific"
  /// Cosine of the two mean displacements, products taken between different clusters.
  case displacementCosineMean = "displacement_cosine_mean"
  case cosineDistance = "cosine_distance"
  case cosineDistanceStandardised = "cosine_distance_standardised"
}

/// One metric of (X, Y) minus its mean over (X, irrelevant wrappers), at one site, layer and position.
public struct ContrastRow: Sendable, Equatable {
  public var conditionA: String
  public var conditionB: String
  /// The role of what is subtracted.
  public var control: Role
  public var site: String
  public var layer: Int
  public var position: String
  public var metric: ContrastMetric
  public var result: WrapperContrast
  /// Benjamini-Hochberg over all rows of the table.
  public var qValue: Double?

  public init(
    conditionA: String, conditionB: String, control: Role, site: String, layer: Int, position: String,
    metric: ContrastMetric, result: WrapperContrast, qValue: Double? = nil
  ) {
    self.conditionA = conditionA
    self.conditionB = conditionB
    self.control = control
    self.site = site
    self.layer = layer
    self.position = position
    self.metric = metric
    self.result = result
    self.qValue = qValue
  }
}

/// A value minus the mean of the same over control wrappers, with prompts and wrappers both taken as samples.
public struct WrapperContrast: Sendable, Equatable {
  /// As written in the column `ci_method`.
  public static let method = "t_prompts_wrappers"

  public var value: Double?
  /// Two-sided, 95 %.
  public var interval: ClosedRange<Double>?
  /// Two-sided p of "the contrast is 0".
  public var p: Double?
  public var n: Int
  public var controls: Int
  public var reason: Reason?

  /// No value.
  public init(n: Int, controls: Int, reason: Reason) {
    self.n = n
    self.controls = controls
    self.reason = reason
  }

  /// The mean of `pair` minus the mean over wrappers and prompts of `controls`.
  ///
  /// What shares the prompt cancels prompt by prompt. Null: Y is one more wrapper of the controls' kind. Any one wrapper
  /// differs from the mean of its kind, however many prompts there are, so Y's own deviation counts beside theirs,
  /// σ²(1 + 1/K); with prompts and controls alone as the sample, one irrelevant wrapper more would pass for agreement
  /// in direction. t interval with Satterthwaite's degrees of freedom, see `TwoWayMeans`. Cost: prompts × controls.
  /// - Parameters:
  ///   - pair: [prompts], or influence values of clusters around their value.
  ///   - controls: By wrapper, each as `pair`.
  public init(pair: [Double], controls: [[Double]], clusters: Clusters, level: Double = 0.95) {
    self.init(n: pair.count, controls: controls.count, reason: .nBelow2)
    if controls.isEmpty { reason = .noIrrelevant }
    if controls.isEmpty || pair.isEmpty { return }
    let means = TwoWayMeans(pair: pair, samples: [controls], clusters: clusters)
    let contrast = means.contrast([1, -1], pairIsDrawn: true)
    value = contrast.value
    reason =
      pair.count < 2 ? .nBelow2 : clusters.count < 2 ? .clustersBelow2 : controls.count < 2 ? .wrappersBelow2 : nil
    if reason != nil { return }
    interval = contrast.interval(tail: (1 - level) / 2)
    p = contrast.p ?? (contrast.value == 0 ? 1 : nil)
    if p == nil { reason = .nothingVaries }
  }
}
