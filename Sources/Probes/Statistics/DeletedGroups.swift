package import MindstateNumerics

/// Interval method B: what is left out together in a jackknife over clusters, and the interval that follows.
///
/// For statistics of pairs, neighbours and spectra. No row is ever there twice: a copy would be its own neighbour.
package struct DeletedGroups: Sendable {
  /// The prompts of each group, ascending. Together they are all prompts, each once.
  package let members: [[Int]]
  package let prompts: Int
  package let method: IntervalMethod

  /// A cluster is a group; with more than `most` clusters they are dealt out at random into that many groups, which
  /// differ by one cluster at most (Shao & Tu 1995, §2.3: the grouped jackknife).
  package init(_ clusters: Clusters, atMost most: Int, random: inout RandomStream) {
    let order = clusters.count > most ? random.permutation(of: clusters.count) : Array(0..<clusters.count)
    let count = min(most, clusters.count)
    var group = [Int](repeating: 0, count: clusters.count)
    for (place, cluster) in order.enumerated() { group[cluster] = place % max(1, count) }
    var members = [[Int]](repeating: [], count: count)
    for (prompt, cluster) in clusters.index.enumerated() { members[group[cluster]].append(prompt) }
    self.members = members
    prompts = clusters.index.count
    method = clusters.count > most ? .jackknifeGroups : .jackknifeCluster
  }

  /// The prompts outside group `index`, ascending.
  package func rest(without index: Int) -> [Int] {
    var isOut = [Bool](repeating: false, count: prompts)
    for prompt in members[index] { isOut[prompt] = true }
    return (0..<prompts).filter { !isOut[$0] }
  }

  /// value ± t · SE with SE² = (G − 1)/G · Σ (θ₋g − θ̄)², clipped to `range`, which it never leaves the value out of.
  ///
  /// - Parameter without: the statistic without each group in turn; nil where it has no value then.
  package static func interval(
    around value: Double, without: [Double?], in range: ClosedRange<Double> = -.infinity ... .infinity,
    level: Double = 0.95
  ) throws(Reason) -> ClosedRange<Double> {
    if without.count < 2 { throw .clustersBelow2 }
    let values = without.compactMap { $0 }
    if values.count < without.count { throw .dependsOnOneCluster }
    return reach(of: ClusterJackknife.standardError(values), groups: values.count, around: value, range, level)
  }

  /// value ± t · `error` with `groups` − 1 degrees of freedom.
  static func reach(
    of error: Double, groups: Int, around value: Double, _ range: ClosedRange<Double>, _ level: Double = 0.95
  ) -> ClosedRange<Double> {
    let t = StudentT.quantile(upperTail: (1 - level) / 2, degreesOfFreedom: Double(groups - 1))
    let low = max(range.lowerBound, value - t * error)
    let high = min(range.upperBound, value + t * error)
    return min(low, value)...max(high, value)
  }
}
