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
    switch self {
    case .cosineDistance: try CosineDistance.perRow(RowProducts(a, b))
    case .cosineDistanceStandardised: try CosineDistance.perRow(RowProducts(a, b, in: scale.frame()))
    case .euclideanRelative: try EuclideanRelative.perRow(RowProducts(a, b), unit: scale.unit())
    case .retrievalAt1: try RetrievalAtOne.table(CosineTable(a, b, in: scale.frame())).perPrompt
    }
  }
}
