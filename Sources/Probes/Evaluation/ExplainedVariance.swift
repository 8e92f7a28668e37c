#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The share of a number's variation that held-out predictions explain: R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)², with ȳ the mean
/// of the train prompts of y's fold, which is what a probe without states would say.
///
/// 1 is exact, 0 no better than that mean, below 0 worse; −∞ … 1. Interval: delta method over clusters (`ClusterRatio`),
/// widened by `FoldDependence`; none where nothing shows a signal, see `Reading.init(lossOf:interval:range:_:)`.
package struct ExplainedVariance: Sendable {
  package let value: Double
  /// What each prompt adds to `value`, to first order; they sum to 0.
  package let influences: [Double]

  /// nil where y never leaves the train mean.
  ///
  /// - Parameter baseline: ȳ of each prompt.
  package init?(_ values: [Double], predictions: [Double], baseline: [Double]) {
    let errors = zip(values, predictions).map { ($0 - $1) * ($0 - $1) }
    let spread = zip(values, baseline).map { ($0 - $1) * ($0 - $1) }
    guard let ratio = ClusterRatio.value(errors, spread) else { return nil }
    let below = spread.reduce(0, +)
    value = 1 - ratio
    influences = zip(errors, spread).map { -($0 - ratio * $1) / below }
  }

  /// R² varies the less the nearer it is to 0 or 1, so above 0 limits are symmetric on Fisher's scale artanh √R²; at or
  /// below 0, where there is no root, on that of R² itself.
  package func interval(in clusters: Clusters, stretch: Double) throws(Reason) -> ClosedRange<Double> {
    let reach = try Self.reach(of: influences, in: clusters, stretch: stretch)
    if value >= 1 { throw .atEndOfScale }
    if value <= 0 { return value - reach...value + reach }
    // d√R² = dR² / 2√R²; at √R² = ½·√reach the limits are about those of R² itself, and below it would be too wide.
    let root = value.squareRoot()
    let onScale = reach / (2 * max(root, reach.squareRoot() / 2)) / (1 - value)
    func square(_ x: Double) -> Double { tanh(x) * abs(tanh(x)) }
    return min(square(atanh(root) - onScale), value)...max(square(atanh(root) + onScale), value)
  }

  /// t · SE of what sums of `influences` vary by, with one less than clusters degrees of freedom.
  package static func reach(
    of influences: [Double], in clusters: Clusters, stretch: Double
  ) throws(Reason) -> Double {
    if clusters.count < 2 { throw .clustersBelow2 }
    let count = Double(clusters.count)
    let squares = clusters.totals(of: influences).reduce(0) { $0 + $1.sum * $1.sum }
    let t = StudentT.quantile(upperTail: 0.025, degreesOfFreedom: count - 1)
    return stretch * t * (count / (count - 1) * squares).squareRoot()
  }
}
