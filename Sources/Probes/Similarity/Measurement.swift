import MindstateNumerics

/// The states of two conditions at one place, and every metric that is no mean of paired values.
struct Measurement {
  let a: Matrix
  let b: Matrix
  let clusters: Clusters
  let scale: ReferenceScale
  let resamples: Int
  let isRagged: Bool
  let isLogits: Bool
  /// The reference's states, in the same order of prompts.
  var reference: Result<Matrix, Reason> = .failure(.referenceIsCompared)
  /// The mean squared distance of Y's paraphrases.
  var paraphraseSquare: Double?
  /// Groups of a jackknife at most, where each costs a look at all prompts.
  static let groups = 50

  private var knownDisplacements: Displacements?
  private var knownGrams: GramPair?
  var knownFrechet: Result<FrechetDistance, Reason>?
  var knownSubspaces: Result<PrincipalSubspaces, Reason>?
  var knownComponentAreas: Result<[Contributions], Reason>?

  init(
    a: Matrix, b: Matrix, clusters: Clusters, scale: ReferenceScale, resamples: Int, isRagged: Bool, isLogits: Bool
  ) {
    self.a = a
    self.b = b
    self.clusters = clusters
    self.scale = scale
    self.resamples = resamples
    self.isRagged = isRagged
    self.isLogits = isLogits
  }

  mutating func estimate(of metric: Metric, _ stream: (String) -> RandomStream) throws(Reason) -> Estimate {
    if isRagged { throw .raggedPosition }
    switch metric {
    case .displacementProjection: return try displacements().estimate(of: .projection)
    case .displacementOrthogonal: return try displacements().estimate(of: .orthogonal)
    case .displacementCosineMean: return try displacements().estimate(of: .cosine)
    case .displacementCosineSpecific:
      return mean(of: try displacements().specificCosines(), stream)
    case .displacementRecovered: return try displacements().recovered(.whole, floor: paraphraseSquare)
    case .displacementRecoveredMean: return try displacements().recovered(.meanShift, floor: paraphraseSquare)
    case .displacementRecoveredSpecific: return try displacements().recovered(.perPrompt, floor: paraphraseSquare)
    case .meanCosineWhitened:
      return try WhitenedCosine.estimate(a, b, from: try reference.get(), clusters: clusters)
    case .ckaDebiased: return try geometry(.cka, stream)
    case .gramDistance: return try geometry(.distance, stream)
    case .effectiveRankA: return try geometry(.effectiveRankA, stream)
    case .effectiveRankB: return try geometry(.effectiveRankB, stream)
    case .effectiveRankRatio: return try geometry(.effectiveRankRatio, stream)
    case .procrustes: return try procrustes(stream)
    case .rsa: return try representationalSimilarity(stream)
    case .mutualKNN: return try mutualNeighbours(stream)
    case .svcca: return try canonicalCorrelations(.mean)
    case .pwcca: return try canonicalCorrelations(.projectionWeighted)
    case .principalAngles: return try principalAngles()
    case .mmd: return try twoSample(.mmd, stream)
    case .energyDistance: return try twoSample(.energy, stream)
    case .frechet: return try frechet()
    case .frechetSplitHalf: return try frechetSplitHalf()
    case .twoSampleAUC: return try wholeArea(stream)
    case .twoSampleAUC1: return try area(within: 1)
    case .twoSampleAUC2: return try area(within: 2)
    case .twoSampleAUC4: return try area(within: 4)
    case .twoSampleAUC8: return try area(within: 8)
    case .dispersionA: return try dispersion(a, stream)
    case .dispersionB: return try dispersion(b, stream)
    case .dispersionRatio: return try Dispersion.ratio(a, b, clusters: clusters)
    case .entropyA: return mean(of: try entropies(a), stream)
    case .entropyB: return mean(of: try entropies(b), stream)
    case .entropyDifference:
      let (x, y) = (try entropies(a), try entropies(b))
      return mean(of: zip(x, y).map { $0 - $1 }, stream)
    case .cosineDistance, .cosineDistanceStandardised, .euclideanRelative, .retrievalAt1: throw .notPerPrompt
    }
  }

  private mutating func displacements() throws(Reason) -> Displacements {
    if let knownDisplacements { return knownDisplacements }
    let made = Displacements(a, b, from: try reference.get(), clusters: clusters)
    knownDisplacements = made
    return made
  }

  private mutating func geometry(
    _ metric: GramPair.Metric, _ stream: (String) -> RandomStream
  ) throws(Reason) -> Estimate {
    let grams = self.grams()
    var estimate = try grams.estimate(of: metric, clusters: clusters)
    var random = stream("re-pairing")
    estimate.null = grams.null(of: metric, draws: resamples, random: &random)
    return estimate
  }

  private mutating func grams() -> GramPair {
    if let knownGrams { return knownGrams }
    let made = GramPair(a, b, groups: deletedGroups(atMost: Self.groups))
    knownGrams = made
    return made
  }

  /// From one fixed stream: all metrics of this place leave out the same groups.
  func deletedGroups(atMost most: Int) -> DeletedGroups {
    var random = RandomStream(seed: 0, name: "groups of clusters")
    return DeletedGroups(clusters, atMost: most, random: &random)
  }

  private func entropies(_ states: Matrix) throws(Reason) -> [Double] {
    if !isLogits { throw .notLogits }
    return NextTokenEntropy.perPrompt(states)
  }

  private func twoSample(
    _ kind: PairedDiscrepancy.Kind, _ stream: (String) -> RandomStream
  ) throws(Reason) -> Estimate {
    let unit = kind == .energy ? try scale.unit() : 1
    let discrepancy = try PairedDiscrepancy(
      a, b, kind, centre: scale.standardisation.mean, unit: unit, clusters: clusters)
    var random = stream("label swap")
    var stretches: [Double]?
    if kind == .energy {
      stretches = []
      for members in clusters.members { stretches?.append(unit / (try scale.unit(without: members))) }
    }
    return discrepancy.estimate(draws: resamples, stretches: stretches, random: &random)
  }

  private func dispersion(_ states: Matrix, _ stream: (String) -> RandomStream) throws(Reason) -> Estimate {
    mean(of: scale.withInfluence(on: Dispersion.perPrompt(states, unit: try scale.unit())), stream)
  }

  /// Interval method A.
  private func mean(of values: [Double], _ stream: (String) -> RandomStream) -> Estimate {
    var random = stream("bootstrap")
    let interval = ClusterBootstrap(resamples: resamples).interval(of: values, in: clusters, random: &random)
    let reason: Reason? = values.count < 2 ? .nBelow2 : interval == nil ? .clustersBelow2 : nil
    return Estimate(
      value: values.mean, interval: interval, n: values.count, clusters: clusters.count, reason: reason)
  }
}
