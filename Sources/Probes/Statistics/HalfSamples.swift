package import MindstateNumerics

/// Interval method B where a jackknife is not consistent, as for nearest neighbours: the clusters are split in halves at
/// random, without replacement, and the statistic is taken in both.
///
/// The halves θ₁, θ₂ of a split are independent of each other, each of variance 2·σ²/n, so SE² is the mean over splits
/// of (θ₁ − θ₂)²/4 (Politis, Romano & Wolf 1999, ch. 2, at half the size). What both halves share, as the bias of few
/// prompts, cancels. The statistic must mean the same at half the prompts.
package struct HalfSamples: Sendable {
  package static let splits = 50
  /// For each split the prompts of both halves, ascending.
  package let halves: [([Int], [Int])]
  let prompts: Int
  let clusters: Int

  package init(_ clusters: Clusters, random: inout RandomStream) {
    prompts = clusters.index.count
    self.clusters = clusters.count
    var halves: [([Int], [Int])] = []
    for _ in 0..<Self.splits {
      let order = random.permutation(of: clusters.count)
      // With an odd number one cluster is in neither.
      let size = clusters.count / 2
      var side = [Int](repeating: 2, count: clusters.count)
      for (place, cluster) in order.enumerated() where place < 2 * size { side[cluster] = place < size ? 0 : 1 }
      let members = clusters.index.indices
      halves.append(
        (members.filter { side[clusters.index[$0]] == 0 }, members.filter { side[clusters.index[$0]] == 1 }))
    }
    self.halves = halves
  }

  /// Value and t limits, with as many degrees of freedom as there are splits or clusters, whichever are fewer, less one.
  package func estimate(
    _ value: Double, in range: ClosedRange<Double>, of statistic: ([Int]) -> Double?
  ) -> Estimate {
    var estimate = Estimate(value: value, n: prompts, clusters: clusters)
    do throws(Reason) {
      if prompts < 2 { throw .nBelow2 }
      if clusters < 2 { throw .clustersBelow2 }
      var squares = 0.0
      for (first, second) in halves {
        guard let x = statistic(first), let y = statistic(second) else { throw .tooFewPrompts }
        squares += (x - y) * (x - y) / 4
      }
      estimate.interval = DeletedGroups.reach(
        of: (squares / Double(halves.count)).squareRoot(), groups: min(halves.count, clusters), around: value, range)
      estimate.method = .halfSamples
    } catch { estimate.reason = error }
    return estimate
  }
}
