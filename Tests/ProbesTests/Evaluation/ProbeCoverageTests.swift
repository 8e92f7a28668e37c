import MindstateNumerics
import MindstateProbes
import Testing

/// Intervals of out-of-fold scores: two classes `signal` sds apart along one of the dimensions, nearest centroid. The
/// truth is what the procedure gives on average, which is unbiased for probes fitted on as many prompts.
@Suite struct ProbeCoverageTests {
  static let measures = [ProbeMeasure.accuracy, .balancedAccuracy, .auc]

  /// The share of data sets whose interval holds the truth, and of those whose lower limit is above 0.5.
  private func coverage(
    prompts: Int, width: Int = 4, signal: Float, folds: Int = 5, sets: Int = 600
  ) throws -> [(measure: ProbeMeasure, covered: Double, aboveChance: Double)] {
    let tables = try Workers().results(sets) { seed in
      var sweep = ProbeSweep(
        [Labelled.condition("a", prompts: prompts, width: width, signal: signal, seed: UInt64(seed) + 100)],
        targets: ["kind"])
      sweep.probes = [.nearestCentroid]
      sweep.measures = Self.measures
      sweep.folds = folds
      sweep.resamples = 400
      sweep.seed = UInt64(seed)
      return try sweep.run(workers: Workers(threads: 1))
    }
    return Self.measures.map { measure in
      let rows = tables.compactMap { $0.row(measure) }
      let truth = signal == 0 ? 0.5 : rows.compactMap(\.value).mean
      let covered = rows.count { $0.interval?.contains(truth) ?? false }
      let above = rows.count { ($0.interval?.lowerBound ?? 0) > 0.5 }
      return (measure, Double(covered) / Double(sets), Double(above) / Double(sets))
    }
  }

  @Test(arguments: [3, 5, 10])
  func intervalsCoverWithoutSignalWhateverTheFolds(folds: Int) throws {
    for (measure, covered, above) in try coverage(prompts: 200, signal: 0, folds: folds) {
      #expect((0.93...0.98).contains(covered), "\(measure), \(folds) folds: \(covered)")
      #expect(above <= 0.04, "\(measure), \(folds) folds: \(above) above chance")
    }
  }

  @Test(arguments: [Float(0.5), 1, 2])
  func intervalsCoverWithSignal(signal: Float) throws {
    for (measure, covered, _) in try coverage(prompts: 200, signal: signal) {
      #expect((0.93...0.985).contains(covered), "\(measure) \(signal): \(covered)")
    }
  }

  /// States are wider than many in a language model, so the noise of the fit is large.
  @Test(arguments: [Float(0), 2])
  func intervalsCoverInWideStates(signal: Float) throws {
    for (measure, covered, _) in try coverage(prompts: 100, width: 200, signal: signal, sets: 400) {
      #expect((0.93...0.985).contains(covered), "\(measure) \(signal): \(covered)")
    }
  }
}

@Suite struct FoldDependenceTests {
  /// `separation` moves the positives' scores.
  private func dependence(separation: Double, prompts: Int = 200) throws -> FoldDependence {
    var random = RandomStream(seed: 3, name: "dependence")
    let labels = (0..<prompts).map { $0 % 2 }
    let logits = labels.flatMap { label -> [Double] in [0, random.normal() + separation * Double(label)] }
    let scored = ScoredPrompts(logits: DoubleMatrix(rows: prompts, columns: 2, logits), labels: labels)
    let area = MeanArea(scored, clusters: Clusters(independent: prompts))
    let known: MeanArea = try #require(area)
    return FoldDependence(known)
  }

  @Test func isFullAtChanceAndFallsWithTheSignal() throws {
    let shares = try [0, 0.2, 1, 2, 4].map { try dependence(separation: $0).share }
    #expect(shares[0] == 1 && shares == shares.sorted(by: >=) && shares[2] < 0.6 && shares[4] < 0.1, "\(shares)")
  }

  @Test func withoutAnAreaItIsTakenAsFull() {
    #expect(FoldDependence(nil) == .full)
    let one = ScoredPrompts(logits: DoubleMatrix(rows: 4, columns: 2), labels: [1, 1, 1, 1])
    #expect(MeanArea(one, clusters: Clusters(independent: 4)) == nil)
  }

  @Test func limitsMoveAwayFromTheEstimateAndStayInRange() {
    #expect(FoldDependence.none.widened(0.4...0.7, around: 0.5, in: 0...1) == 0.4...0.7)
    let wide = FoldDependence.full.widened(0.4...0.9, around: 0.5, in: 0...1)
    #expect(isClose(wide.lowerBound, 0.5 - 0.1 * 2.0.squareRoot(), 1e-12) && wide.upperBound == 1)
  }
}
