import MindstateNumerics

extension Calibration {
  /// Metrics of `compare`, through the request that the command makes.
  static let similarity = [
    study("apart", .apart, Metric.allCases.filter(isCounted)),
    study("alike", .alike, Metric.allCases.filter { isCounted($0) && !isByMean($0) }),
    study("gapless", .gapless, [.procrustes, .frechet, .svcca, .pwcca, .principalAngles]),
  ]

  /// Left out: `cka_debiased`, which has checks of its own; what has no interval; entropies and the raw cosine, means of
  /// plain values as `mean_distance_bca` is.
  private static func isCounted(_ metric: Metric) -> Bool {
    switch metric {
    case .ckaDebiased, .frechetSplitHalf, .twoSampleAUC1, .twoSampleAUC2, .twoSampleAUC4, .twoSampleAUC8,
      .entropyA, .entropyB, .entropyDifference, .cosineDistance:
      false
    default: true
    }
  }

  /// Mean displacements are the same in both populations.
  private static func isByMean(_ metric: Metric) -> Bool { metric.startsAtReference }

  private static func study(
    _ name: String, _ planted: PlantedConditions, _ metrics: [Metric]
  ) -> CalibrationStudy {
    let statistics = metrics.map { metric in
      CalibrationStudy.Statistic(
        name: "\(metric.rawValue) \(name)", measured: metric.rawValue, truth: truth(of: metric, planted),
        verdict: verdict(of: metric, name))
    }
    return CalibrationStudy(name: name, statistics: statistics) { measured, prompts, random in
      let drawn = planted.drawn(prompts: prompts, &random)
      var request = Comparison([
        ConditionStates(simulated: "a", drawn.a), ConditionStates(simulated: "b", drawn.b),
      ])
      request.reference = .capture(ConditionStates(simulated: "reference", drawn.reference))
      request.metrics = measured.compactMap(Metric.init)
      request.resamples = resamples
      request.seed = random.next()
      let rows = (try? request.run(workers: Workers(threads: 1)))?.rows ?? []
      return Dictionary(
        rows.map { ($0.metric.rawValue, CalibrationStudy.Finding($0.estimate.value, $0.estimate.interval)) }
      ) { first, _ in first }
    }
  }

  private static func truth(of metric: Metric, _ planted: PlantedConditions) -> CalibrationStudy.Truth {
    switch metric {
    case .displacementProjection: .known(planted.projection)
    case .displacementOrthogonal: .known(planted.orthogonal)
    case .displacementCosineMean: .known(planted.cosineMean)
    case .displacementRecovered: .known(planted.recovered)
    case .meanCosineWhitened: .known(planted.cosineWhitened)
    // Their intervals take the bias of few prompts away, so they aim at all prompts.
    case .procrustes: .known(planted.procrustes)
    case .frechet: .known(planted.frechet)
    default: .average
    }
  }

  private static func verdict(of metric: Metric, _ population: String) -> CalibrationRow.Verdict {
    switch metric {
    // The last axes change places from sample to sample, of which halves see slightly too little: just below the range.
    case .principalAngles where population == "gapless": .reported
    // Halves have half as many neighbours, which makes the overlap of each prompt coarser: of the variance of single
    // overlaps, twice as much is in a half as its size alone would bring.
    case .mutualKNN: .conservative
    // What two prompts do to each other as neighbours counts for both: `Crowding`.
    case .retrievalAt1: .conservative
    default: .exact
    }
  }
}
