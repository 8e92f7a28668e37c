import MindstateNumerics

/// The two sets of states as samples of two distributions: Fréchet distance, and a probe that tells them apart.
extension Measurement {
  mutating func frechet() throws(Reason) -> Estimate {
    let distance = try frechetDistance()
    let groups = deletedGroups(atMost: DeletedGroups.most(order: distance.order))
    let unit = try scale.unit()
    return try distance.estimate(groups: groups) { [scale] group in
      (try? scale.unit(without: group)).map { unit / $0 } ?? 1
    }
  }

  mutating func frechetSplitHalf() throws(Reason) -> Estimate {
    var random = RandomStream(seed: 0, name: "halves of clusters")
    return try frechetDistance().splitHalf(random: &random)
  }

  private mutating func frechetDistance() throws(Reason) -> FrechetDistance {
    if let knownFrechet { return try knownFrechet.get() }
    let made = Result { [a, b, scale, clusters] () throws(Reason) in
      try FrechetDistance(a, b, unit: scale.unit(), clusters: clusters)
    }
    knownFrechet = made
    return try made.get()
  }

  func wholeArea(_ stream: (String) -> RandomStream) throws(Reason) -> Estimate {
    var random = stream("bootstrap")
    return try twoSampleProbe().contributions([nil])[0]
      .estimate(clusters: clusters, resamples: resamples, random: &random)
  }

  mutating func area(within components: Int) throws(Reason) -> Estimate {
    let counts = [1, 2, 4, 8]
    let known =
      knownComponentAreas ?? Result { [self] () throws(Reason) in try twoSampleProbe().contributions(counts) }
    knownComponentAreas = known
    let area = try known.get()[counts.firstIndex(of: components) ?? 0]
    return Estimate(value: area.area, n: a.rows, clusters: clusters.count, reason: .noIntervalMethod)
  }

  /// The folds are the same for all metrics of a place.
  private func twoSampleProbe() throws(Reason) -> TwoSampleProbe {
    var random = RandomStream(seed: 0, name: "folds of clusters")
    return try TwoSampleProbe(a, b, clusters: clusters, random: &random)
  }
}
