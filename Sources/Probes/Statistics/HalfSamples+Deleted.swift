extension HalfSamples {
  /// Value and limits of a statistic that is not smooth, as principal axes and canonical correlations are not where
  /// variances or correlations are about equal: the delete-half jackknife.
  ///
  /// SE² = m/(C − m) · the variance over halves of the statistic, m of C clusters being in a half (Shao & Wu 1989: a
  /// jackknife is consistent for such statistics where it deletes many at a time). Leaving out few at a time is far too
  /// wide here, and the bias which it would correct is noise: an axis that turns a little changes its place. So the
  /// interval stands around the value and holds what so many prompts give on average; the statistic must mean the same
  /// at half of them.
  ///
  /// - Parameter most: halves at most, since each can cost a decomposition; the t limits know.
  package func estimate(
    _ value: Double, in range: ClosedRange<Double>, most: Int, around statistic: ([Int]) -> Double?
  ) -> Estimate {
    var estimate = Estimate(value: value, n: prompts, clusters: clusters)
    do throws(Reason) {
      if prompts < 2 { throw .nBelow2 }
      if clusters < 4 { throw .clustersBelow2 }
      let values = halves.prefix(most).compactMap { statistic($0.0) }
      if values.count < min(most, halves.count) { throw .tooFewPrompts }
      let (half, centre) = (Double(clusters / 2), values.mean)
      let spread = values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / Double(values.count - 1)
      estimate.interval = DeletedGroups.reach(
        of: (half / (Double(clusters) - half) * spread).squareRoot(), groups: min(values.count, clusters),
        around: value, range)
      estimate.method = .deletedHalves
    } catch { estimate.reason = error }
    return estimate
  }
}
