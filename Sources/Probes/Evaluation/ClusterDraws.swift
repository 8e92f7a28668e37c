package import MindstateNumerics

/// Interval method A for many means over the same prompts: the clusters are drawn once, and what each draw makes of
/// every mean is one matrix product. The limits are those of `ClusterBootstrap`.
///
/// All means of a target share the draws, so their differences are not blurred by the drawing. Cost: resamples ×
/// clusters, once, and that times the number of means in dgemm.
package struct ClusterDraws: Sendable {
  private let clusters: Clusters
  /// [resamples, clusters]: how often each is drawn. nil with fewer than two clusters.
  private let counts: DoubleMatrix?
  /// Prompts in each draw.
  private let prompts: [Double]

  package init(of clusters: Clusters, resamples: Int, random: inout RandomStream) {
    self.clusters = clusters
    let groups = clusters.count
    guard groups >= 2 else {
      (counts, prompts) = (nil, [])
      return
    }
    var counts = DoubleMatrix(rows: resamples, columns: groups)
    for draw in 0..<resamples {
      for _ in 0..<groups { counts.elements[draw * groups + random.index(below: groups)] += 1 }
    }
    let sizes = clusters.totals(of: [Double](repeating: 1, count: clusters.index.count)).map(\.prompts)
    prompts = counts.times(DoubleMatrix(rows: groups, columns: 1, sizes)).elements
    self.counts = counts
  }

  /// The interval of the mean of each list of per-prompt values; nil with fewer than two clusters.
  package func intervals(of lists: [[Double]]) -> [ClosedRange<Double>?] {
    guard let counts, !lists.isEmpty else { return lists.map { _ in nil } }
    let totals = lists.map { clusters.totals(of: $0) }
    let sums = DoubleMatrix(rows: lists.count, columns: counts.columns, totals.flatMap { $0.map(\.sum) })
    let drawn = sums.times(counts, .transposed)  // [lists, resamples]
    let reach = ClusterBootstrap.reach(0.95, clusters: clusters.count)
    return lists.indices.map { index in
      let values = lists[index]
      if let first = values.first, values.allSatisfy({ $0 == first }) { return first...first }
      let means = zip(drawn.row(index), prompts).map { $0 / $1 }.sorted()
      return ClusterBootstrap.limits(
        around: values.mean, distribution: means, jackknife: ClusterBootstrap.jackknife(of: totals[index]), reach: reach
      )
    }
  }
}
