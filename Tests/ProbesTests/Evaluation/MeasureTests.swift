import Foundation
import MindstateNumerics
import MindstateProbes
import Testing

/// What scikit-learn and scipy computed; see Tests/Fixtures/probes/evaluation/make_evaluation.py.
struct ExpectedMeasures: Decodable {
  struct Case: Decodable, CustomTestStringConvertible {
    var name: String
    var classes: Int
    var logits: [Double]
    var labels: [Int]
    var expected: [String: Double]
    var testDescription: String { name }

    var scored: ScoredPrompts {
      ScoredPrompts(
        logits: DoubleMatrix(rows: labels.count, columns: classes, logits), labels: labels)
    }
  }
  struct Clustered: Decodable {
    var scores: [Double]
    var labels: [Int]
    var groups: [String]
    var area: Double
    var standard_error: Double
  }
  var cases: [Case]
  var clustered: Clustered

  static func load() throws -> ExpectedMeasures { try Expected.load(Self.self, "evaluation/measures") }
}

@Suite struct MeasureTests {
  @Test func agreeWithScikitLearn() throws {
    for expected in try ExpectedMeasures.load().cases {
      let scored = expected.scored
      let own: [String: Double?] = [
        "accuracy": scored.hits.mean, "balanced_accuracy": scored.balancedAccuracy, "log_loss": scored.logLosses.mean,
        "brier": scored.brierScores.mean, "calibration_error": scored.calibrationError(),
        "auc": scored.areas.map(\.value).mean, "tpr_at_1_fpr": try? scored.tprAt1Fpr(),
      ]
      for (name, value) in expected.expected {
        let computed = try #require(own[name] ?? nil, "\(expected.name): \(name)")
        #expect(isClose(computed, value, 1e-9, floor: 1e-12), "\(expected.name): \(name) \(computed) \(value)")
      }
    }
  }

  @Test func hugeLogitsStayFinite() {
    let scored = ScoredPrompts(
      logits: DoubleMatrix(rows: 2, columns: 2, [0, 1e6, 0, -1e6]), labels: [0, 0])
    #expect(scored.logLosses == [1e6, 0] && scored.brierScores == [1, 0])
  }

  @Test func tprNeedsAHundredNegatives() {
    func scored(negatives: Int) -> ScoredPrompts {
      let labels = [Int](repeating: 0, count: negatives) + [1, 1]
      return ScoredPrompts(
        logits: DoubleMatrix(rows: labels.count, columns: 2, labels.indices.flatMap { [0, Double($0)] }), labels: labels
      )
    }
    #expect(throws: Reason.negativesBelow100) { try scored(negatives: 99).tprAt1Fpr() }
    #expect((try? scored(negatives: 100).tprAt1Fpr()) == 1)
  }

  /// 100 prompts of class 0 and 50 of class 1, all with one score: no threshold tells them apart.
  @Test func tiesDoNotRaiseTheTpr() throws {
    let labels = (0..<150).map { $0 % 3 == 0 ? 1 : 0 }
    let scored = ScoredPrompts(
      logits: DoubleMatrix(rows: 150, columns: 2, labels.flatMap { _ in [0, 0.25] }), labels: labels)
    #expect(try scored.tprAt1Fpr() == 0)
  }

  @Test func majorityIsThatOfTheTrainPrompts() {
    let scored = ScoredPrompts(
      logits: DoubleMatrix(rows: 4, columns: 2), labels: [0, 1, 1, 0], folds: [0, 0, 1, 1])
    #expect(scored.majorityHits(train: [[1, 0, 1], [0, 1]]) == [0, 1, 0, 1])
  }

  @Test func predictionsAtATieAreTheFirstClass() {
    let scored = ScoredPrompts(logits: DoubleMatrix(rows: 2, columns: 3, [1, 1, 0, 0, 2, 2]), labels: [0, 1])
    #expect(scored.predictions == [0, 1] && scored.balancedAccuracy == 1)
  }
}

@Suite struct AreaUnderCurveTests {
  @Test func jackknifeAgreesWithObuchowski() throws {
    let expected = try ExpectedMeasures.load().clustered
    let area = try #require(
      AreaUnderCurve(
        scores: expected.scores, isPositive: expected.labels.map { $0 == 1 },
        folds: expected.labels.map { _ in 0 }))
    #expect(isClose(area.value, expected.area, 1e-12))
    let without = area.withoutEach(of: Clusters(groups: expected.groups)).compactMap { $0 }
    // Equal to first order in 1/clusters.
    #expect(isClose(ClusterJackknife.standardError(without), expected.standard_error, 0.05))
  }

  @Test func takingAClusterOutIsCountingAnew() throws {
    var random = RandomStream(seed: 1, name: "area")
    let scores = (0..<60).map { _ in (2 * random.normal()).rounded() }
    let positive = (0..<60).map { _ in random.uniform() < 0.4 }
    let folds = (0..<60).map { $0 % 3 }
    let clusters = Clusters(groups: (0..<60).map { "g\($0 % 7)" })
    let area = try #require(AreaUnderCurve(scores: scores, isPositive: positive, folds: folds))
    for (cluster, value) in area.withoutEach(of: clusters).enumerated() {
      let kept = (0..<60).filter { clusters.index[$0] != cluster }
      let anew = AreaUnderCurve(
        scores: kept.map { scores[$0] }, isPositive: kept.map { positive[$0] }, folds: kept.map { folds[$0] })
      #expect(isClose(try #require(value), try #require(anew?.value), 1e-12))
    }
  }

  @Test func scoresOfTwoFoldsAreNotCompared() throws {
    let area = try #require(
      AreaUnderCurve(scores: [0, 1, 10, 11], isPositive: [false, true, false, true], folds: [0, 0, 1, 1]))
    #expect(area.value == 1)
    #expect(AreaUnderCurve(scores: [0, 1], isPositive: [false, true], folds: [0, 1]) == nil)
  }

  /// Scores shared within clusters of two, true area Φ(1/√2) = 0.7602; 40 clusters.
  @Test func intervalCoversNinetyFivePercent() {
    let truth = NormalDistribution.cdf(1 / 2.0.squareRoot())
    let covered = Workers().count(1000) { data in
      var random = RandomStream(seed: 7, name: "area \(data)")
      var (scores, positive) = ([Double](), [Bool]())
      for _ in 0..<60 {
        let shared = random.normal()
        for member in 0..<2 {
          positive.append(member == 0)
          scores.append((shared + random.normal()) / 2.0.squareRoot() + (member == 0 ? 1 : 0))
        }
      }
      let area = AreaUnderCurve(scores: scores, isPositive: positive, folds: scores.map { _ in 0 })
      let clusters = Clusters(groups: (0..<120).map { "g\($0 / 2)" })
      guard let area else { return false }
      let interval = try? ClusterJackknife.interval(around: area.value, without: area.withoutEach(of: clusters))
      return interval?.contains(truth) ?? false
    }
    #expect((0.93...0.97).contains(Double(covered) / 1000), "\(covered) of 1000")
  }

  @Test func whatHasNoIntervalHasAReason() {
    #expect(throws: Reason.clustersBelow2) { try ClusterJackknife.interval(around: 0.5, without: [0.5]) }
    #expect(throws: Reason.dependsOnOneCluster) { try ClusterJackknife.interval(around: 0.5, without: [0.5, nil]) }
    #expect(throws: Reason.atEndOfScale) { try ClusterJackknife.interval(around: 1, without: [1, 1]) }
  }
}
