public import MindstateNumerics

/// What `compare` measures between two conditions; the raw value is the name in tables and on the command line.
public enum Metric: String, Sendable, CaseIterable {
  case cosineDistance = "cosine_distance"
  case cosineDistanceStandardised = "cosine_distance_standardised"
  case euclideanRelative = "euclidean_relative"
  case retrievalAt1 = "retrieval_at_1"
  /// Displacements from the reference, t of a and w of b: see `Displacements`.
  case displacementProjection = "displacement_projection"
  case displacementOrthogonal = "displacement_orthogonal"
  case displacementCosineMean = "displacement_cosine_mean"
  case displacementCosineSpecific = "displacement_cosine_specific"
  case displacementRecovered = "displacement_recovered"
  case displacementRecoveredMean = "displacement_recovered_mean"
  case displacementRecoveredSpecific = "displacement_recovered_specific"
  /// See `WhitenedCosine`.
  case meanCosineWhitened = "mean_cosine_whitened"
  /// Geometry of the prompts, whatever the basis: see `GramPair`.
  case ckaDebiased = "cka_debiased"
  case gramDistance = "gram_distance"
  case effectiveRankA = "effective_rank_a"
  case effectiveRankB = "effective_rank_b"
  case effectiveRankRatio = "effective_rank_ratio"
  /// See `Procrustes`, `RepresentationalSimilarity` and `MutualNeighbours`.
  case procrustes
  case rsa
  case mutualKNN = "mutual_knn"
  /// Of the principal dimensions: see `CanonicalCorrelations` and `PrincipalAngles`.
  case svcca
  case pwcca
  case principalAngles = "principal_angles"
  /// Are the two sets of states from one distribution? See `PairedDiscrepancy`, `FrechetDistance` and `TwoSampleProbe`.
  case mmd
  case energyDistance = "energy_distance"
  case frechet
  case frechetSplitHalf = "frechet_split_half"
  case twoSampleAUC = "two_sample_auc"
  case twoSampleAUC1 = "two_sample_auc_pc1"
  case twoSampleAUC2 = "two_sample_auc_pc2"
  case twoSampleAUC4 = "two_sample_auc_pc4"
  case twoSampleAUC8 = "two_sample_auc_pc8"
  /// How far states lie from their centroid, and how open the next token is: see `Dispersion` and `NextTokenEntropy`.
  case dispersionA = "dispersion_a"
  case dispersionB = "dispersion_b"
  case dispersionRatio = "dispersion_ratio"
  case entropyA = "entropy_a"
  case entropyB = "entropy_b"
  case entropyDifference = "entropy_difference"

  /// The means of one value a prompt that compare a state of a with one of b: those with a `PairTable`.
  public static let paired: [Metric] = [
    .cosineDistance, .cosineDistanceStandardised, .euclideanRelative, .retrievalAt1,
  ]

  /// What is computed when nothing is asked for: all that costs no more than the re-pairing null of `paired`. The
  /// others (two-sample tests, shapes, ranks) are asked for by name, or all together with `allCases`.
  public static let defaults: [Metric] =
    paired + [
      .displacementProjection, .displacementOrthogonal, .displacementCosineMean, .displacementCosineSpecific,
      .displacementRecovered, .displacementRecoveredMean, .displacementRecoveredSpecific, .ckaDebiased,
    ]

  /// Whether the value depends on the reference condition.
  public var usesReference: Bool {
    switch self {
    case .cosineDistance, .ckaDebiased, .gramDistance, .effectiveRankA, .effectiveRankB, .effectiveRankRatio,
      .procrustes, .rsa, .mutualKNN, .svcca, .pwcca, .principalAngles, .mmd, .twoSampleAUC, .twoSampleAUC1,
      .twoSampleAUC2, .twoSampleAUC4, .twoSampleAUC8, .entropyA, .entropyB, .entropyDifference:
      false
    default: true
    }
  }

  /// Metrics that are never printed alone: the recovered share of a displacement comes with its parts, and with how far
  /// along and how far off it is; a Fréchet distance with its floor.
  public var companions: [Metric] {
    switch self {
    case .displacementRecovered, .displacementRecoveredMean, .displacementRecoveredSpecific:
      [
        .displacementRecovered, .displacementRecoveredMean, .displacementRecoveredSpecific, .displacementProjection,
        .displacementOrthogonal,
      ]
    case .frechet: [.frechetSplitHalf]
    default: []
    }
  }

  /// Whether it needs the states of the reference's prompts, and not only their scale.
  var startsAtReference: Bool { rawValue.hasPrefix("displacement_") || self == .meanCosineWhitened }

  /// `metrics` with the companions of each behind it, nothing twice.
  static func complete(_ metrics: [Metric]) -> [Metric] {
    var result: [Metric] = []
    for metric in metrics {
      for next in [metric] + metric.companions.filter({ !metrics.contains($0) }) where !result.contains(next) {
        result.append(next)
      }
    }
    return result
  }

  /// The value of each prompt; the metric is their mean. For the metrics of `paired`.
  ///
  /// - Parameters:
  ///   - a: [prompts, width], the states of one condition.
  ///   - b: The states of the same prompts, in the same order, under the other condition.
  ///   - scale: Taken from the reference condition at the same site, layer and position.
  /// - Throws: Why there is no value.
  public func perPrompt(_ a: Matrix, _ b: Matrix, scale: ReferenceScale) throws(Reason) -> [Double] {
    switch self {
    case .cosineDistance: try CosineDistance.perRow(RowProducts(a, b))
    case .cosineDistanceStandardised: try CosineDistance.perRow(RowProducts(a, b, in: scale.frame()))
    case .euclideanRelative: try EuclideanRelative.perRow(RowProducts(a, b), unit: scale.unit())
    case .retrievalAt1: try RetrievalAtOne.table(CosineTable(a, b, in: scale.frame())).perPrompt
    default: throw .notPerPrompt
    }
  }
}
