/// Interval method A for a ratio of two sums over prompts, Σ numerator / Σ denominator: delta method over clusters.
///
/// Cluster c adds e_c = (N_c − R·D_c) / Σ D to the ratio, to first order; SE² = C/(C − 1) · Σ e_c² (Cochran 1977, eq.
/// 6.13, for sampling of clusters with replacement), t limits with C − 1 degrees of freedom.
package enum ClusterRatio {
  /// - Returns: nil where the denominator is 0.
  package static func value(_ numerator: [Double], _ denominator: [Double]) -> Double? {
    let below = denominator.reduce(0, +)
    return below == 0 ? nil : numerator.reduce(0, +) / below
  }

  /// - Precondition: the sum of `denominator` is not 0.
  package static func interval(
    _ numerator: [Double], _ denominator: [Double], in clusters: Clusters
  ) throws(Reason) -> ClosedRange<Double> {
    if clusters.count < 2 { throw .clustersBelow2 }
    let below = denominator.reduce(0, +)
    let ratio = numerator.reduce(0, +) / below
    let influences = clusters.totals(of: zip(numerator, denominator).map { ($0 - ratio * $1) / below }).map(\.sum)
    let count = Double(clusters.count)
    let error = (count / (count - 1) * influences.reduce(0) { $0 + $1 * $1 }).squareRoot()
    return DeletedGroups.reach(of: error, groups: clusters.count, around: ratio, -.infinity ... .infinity)
  }
}
