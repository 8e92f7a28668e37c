import MindstateNumerics

/// The geometry of the prompts: Procrustes, distances, neighbours, subspaces.
extension Measurement {
  func procrustes(_ stream: (String) -> RandomStream) throws(Reason) -> Estimate {
    let shapes = try Procrustes(a, b)
    let groups = deletedGroups(atMost: DeletedGroups.most(order: shapes.order))
    var estimate = shapes.estimate(groups: groups, clusters: clusters)
    var random = stream("re-pairing")
    estimate.null = shapes.null(draws: resamples, random: &random)
    return estimate
  }

  func representationalSimilarity(_ stream: (String) -> RandomStream) throws(Reason) -> Estimate {
    let distances = try RepresentationalSimilarity(a, b, clusters: clusters)
    var estimate = try distances.estimate(groups: deletedGroups(atMost: Self.groups))
    var random = stream("re-pairing")
    estimate.null = distances.null(draws: resamples, random: &random)
    return estimate
  }

  func mutualNeighbours(_ stream: (String) -> RandomStream) throws(Reason) -> Estimate {
    let neighbours = try MutualNeighbours(a, b, clusters: clusters)
    var (halves, random) = (stream("halves"), stream("re-pairing"))
    var estimate = neighbours.estimate(random: &halves)
    estimate.null = neighbours.null(draws: resamples, random: &random)
    return estimate
  }

  mutating func canonicalCorrelations(_ metric: CanonicalCorrelations.Metric) throws(Reason) -> Estimate {
    try CanonicalCorrelations(try subspaces()).estimate(of: metric, halves: halves)
  }

  mutating func principalAngles() throws(Reason) -> Estimate {
    try PrincipalAngles(try subspaces()).estimate(halves: halves)
  }

  /// From one fixed stream: all metrics of this place see the same halves.
  private var halves: HalfSamples {
    var random = RandomStream(seed: 0, name: "halves of clusters")
    return HalfSamples(clusters, random: &random)
  }

  private mutating func subspaces() throws(Reason) -> PrincipalSubspaces {
    if let knownSubspaces { return try knownSubspaces.get() }
    let made = Result { [a, b] () throws(Reason) in try PrincipalSubspaces(a, b) }
    knownSubspaces = made
    return try made.get()
  }
}
