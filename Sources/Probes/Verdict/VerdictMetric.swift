package import MindstateNumerics

/// The distances a verdict can rest on: 0 for equal states, a mean over prompts. The raw value is the name in tables.
public enum VerdictMetric: String, Sendable, CaseIterable {
  case cosineDistanceStandardised = "cosine_distance_standardised"
  case cosineDistance = "cosine_distance"
  case euclideanRelative = "euclidean_relative"

  /// By row of a and b, [rows, width] both.
  package func perRow(_ a: Matrix, _ b: Matrix, scale: ReferenceScale) throws(Reason) -> [Double] {
    switch self {
    case .cosineDistanceStandardised: try CosineDistance.perRow(RowProducts(a, b, in: scale.frame()))
    case .cosineDistance: try CosineDistance.perRow(RowProducts(a, b))
    case .euclideanRelative: try EuclideanRelative.perRow(RowProducts(a, b), unit: scale.unit())
    }
  }
}
