public import MindstateNumerics

/// What `compare` measures between two conditions; the raw value is the name in tables and on the command line.
public enum Metric: String, Sendable, CaseIterable {
  case cosineDistance = "cosine_distance"
  case cosineDistanceStandardised = "cosine_distance_standardised"
  case euclideanRelative = "euclidean_relative"
  case retrievalAt1 = "retrieval_at_1"

  /// Whether the value depends on the reference condition.
  public var usesReference: Bool { self != .cosineDistance }

  /// The value of each prompt; the metric is their mean.
  ///
  /// - Parameters:
  ///   - a: [prompts, width], the states of one condition.
  ///   - b: The states of the same prompts, in the same order, under the other condition.
  ///   - scale: Taken from the reference condition at the same site, layer and position.
  /// - Throws: Why there is no value.
  public func perPrompt(_ a: Matrix, _ b: Matrix, scale: ReferenceScale) throws(Reason) -> [Double] {
    let (a, b) = (DoubleMatrix(a), DoubleMatrix(b))
    switch self {
    case .cosineDistance:
      return try CosineDistance.perRow(a, b)
    case .cosineDistanceStandardised:
      return try CosineDistance.perRow(scale.standardised(a), scale.standardised(b))
    case .euclideanRelative:
      return try EuclideanRelative.perRow(a, b, unit: scale.unit())
    case .retrievalAt1:
      return try RetrievalAtOne.table(CosineTable(scale.standardised(a), scale.standardised(b))).perPrompt
    }
  }
}
