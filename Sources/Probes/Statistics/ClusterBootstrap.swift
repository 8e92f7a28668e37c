public import MindstateNumerics

/// Interval method A: the mean of per-prompt values, clusters drawn with replacement, BCa limits.
///
/// The statistic is Σ values / Σ prompts over the drawn clusters, so clusters of unequal size keep their weight. Limits
/// are bias-corrected and accelerated (Efron 1987), with the acceleration from deleting one cluster at a time. A limit
/// is never on the wrong side of the estimate. Draws from k clusters vary by √((k − 1)/k) of what they should and know
/// no t distribution; so limits reach √(k/(k − 1))·t instead of the normal quantile (Hesterberg 2015: expanded
/// percentiles), which matters where clusters are few. Only for means of per-prompt values: what is computed from pairs
/// or neighbours must not see copies of a row.
public struct ClusterBootstrap: Sendable {
  /// As written in the column `ci_method`.
  public static let name = "bca_cluster"

  public var resamples: Int
  public var level: Double

  /// - Precondition: at least one resample, a level inside 0...1.
  public init(resamples: Int = 2000, level: Double = 0.95) {
    precondition(resamples >= 1 && level > 0 && level < 1)
    self.resamples = resamples
    self.level = level
  }

  /// The interval of the mean of `values`; nil with fewer than two clusters. If all values are equal it is a point.
  /// Cost: resamples × clusters.
  public func interval(
    of values: [Double], in clusters: Clusters, random: inout RandomStream
  ) -> ClosedRange<Double>? {
    guard clusters.count >= 2, let first = values.first else { return nil }
    if values.allSatisfy({ $0 == first }) { return first...first }
    let totals = clusters.totals(of: values)
    return Self.limits(
      around: values.mean, distribution: distribution(of: totals, random: &random),
      jackknife: Self.jackknife(of: totals), reach: Self.reach(level, clusters: clusters.count))
  }

  /// How many standard errors from the estimate limits lie: √(k/(k − 1))·t.
  static func reach(_ level: Double, clusters: Int) -> Double {
    let k = Double(clusters)
    return StudentT.quantile(upperTail: (1 - level) / 2, degreesOfFreedom: k - 1) * (k / (k - 1)).squareRoot()
  }

  /// The means of `resamples` draws of clusters, ascending.
  package func distribution(of totals: [ClusterTotal], random: inout RandomStream) -> [Double] {
    let sums = totals.map(\.sum)
    let prompts = totals.map(\.prompts)
    var means = [Double](repeating: 0, count: resamples)
    for draw in 0..<resamples {
      var sum = 0.0
      var count = 0.0
      for _ in 0..<sums.count {
        let cluster = random.index(below: sums.count)
        sum += sums[cluster]
        count += prompts[cluster]
      }
      means[draw] = sum / count
    }
    means.sort()
    return means
  }

  /// The mean without each cluster in turn.
  package static func jackknife(of totals: [ClusterTotal]) -> [Double] {
    let sum = totals.reduce(0) { $0 + $1.sum }
    let prompts = totals.reduce(0) { $0 + $1.prompts }
    return totals.map { (sum - $0.sum) / (prompts - $0.prompts) }
  }
}

extension Array<Double> {
  /// Not a number for an empty array.
  package var mean: Double { reduce(0, +) / Double(count) }
}
