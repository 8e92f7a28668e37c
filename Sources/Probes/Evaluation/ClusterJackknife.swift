#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Interval method B for a statistic between 0 and 1: delete-a-cluster jackknife, t limits on the logit scale.
///
/// SE² = (G − 1)/G · Σ_g (θ₋g − θ̄)² over G clusters (Miller 1974; for an area under the curve this is, to first order,
/// the clustered variance of Obuchowski 1997). The logit keeps limits inside 0 … 1 and follows the skew near its ends.
/// Rows are never copied. What finished scores do not show, that probes share train prompts, `stretch` brings in
/// (`FoldDependence`).
package enum ClusterJackknife {
  /// As written in the column `ci_method`.
  package static let name = "jackknife_cluster"

  /// - Parameters:
  ///   - without: the statistic without each cluster in turn; nil where it has no value then.
  ///   - stretch: the standard error is this many times that of finished scores.
  package static func interval(
    around value: Double, without: [Double?], stretch: Double = 1, level: Double = 0.95
  ) throws(Reason) -> ClosedRange<Double> {
    if without.count < 2 { throw .clustersBelow2 }
    let values = without.compactMap { $0 }
    if values.count < without.count { throw .dependsOnOneCluster }
    // At an end of the scale nothing varies, and what does not vary has no width to tell.
    if value <= 0 || value >= 1 { throw .atEndOfScale }
    let error = stretch * standardError(values)
    let reach = StudentT.quantile(upperTail: (1 - level) / 2, degreesOfFreedom: Double(values.count - 1)) * error
    let centre = log(value / (1 - value))
    let width = reach / (value * (1 - value))
    let (low, high) = (logistic(centre - width), logistic(centre + width))
    return min(low, value)...max(high, value)
  }

  /// √((G − 1)/G · Σ (θ₋g − θ̄)²).
  package static func standardError(_ without: [Double]) -> Double {
    let (count, centre) = (Double(without.count), without.mean)
    return ((count - 1) / count * without.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }).squareRoot()
  }

  private static func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
}
