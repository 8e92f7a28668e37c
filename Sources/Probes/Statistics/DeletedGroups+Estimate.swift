extension DeletedGroups {
  /// Groups for a statistic whose every look at the prompts decomposes an order × order matrix: 50, and where that
  /// costs, fewer; the t limits know.
  package static func most(order: Int) -> Int { order <= 128 ? 50 : order <= 384 ? 20 : 10 }

  /// Value and interval of a statistic with a bias of order 1/n, as spectra have.
  ///
  /// The interval stands around the value less its jackknife bias (G − 1)·(θ̄ − θ) (Quenouille 1956; Shao & Tu 1995,
  /// eq. 1.8) and is drawn out to the value, which is printed as it is.
  ///
  /// - Parameter statistic: its value over all prompts outside a group, given the group's members; nil for none.
  package func corrected(
    _ value: Double, clusters: Clusters, in range: ClosedRange<Double>, without statistic: ([Int]) -> Double?
  ) -> Estimate {
    var estimate = Estimate(value: value, n: prompts, clusters: clusters.count)
    do throws(Reason) {
      if prompts < 2 { throw .nBelow2 }
      if members.count < 2 { throw .clustersBelow2 }
      let values = members.compactMap(statistic)
      if values.count < members.count { throw .dependsOnOneCluster }
      let centre = value - Double(members.count - 1) * (values.mean - value)
      let error = ClusterJackknife.standardError(values)
      let inside = min(range.upperBound, max(range.lowerBound, centre))
      let limits = Self.reach(of: error, groups: members.count, around: inside, range)
      estimate.interval = min(limits.lowerBound, value)...max(limits.upperBound, value)
      estimate.method = method
    } catch { estimate.reason = error }
    return estimate
  }
}
