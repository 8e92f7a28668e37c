import Foundation
import MindstateNumerics
import MindstateProbes
import Testing

/// What numpy, scipy and scikit-learn computed; see Tests/Fixtures/probes/reference/make_reference.py.
struct ExpectedReference: Decodable {
  struct Fit: Decodable {
    var probe: String
    var standardised: Bool
    var shrinkage: Double?
    var weights: [Double]
    var bias: Double
  }
  struct Directions: Decodable {
    var name: String
    var prompts: Int
    var width: Int
    var states: [Float]
    var labels: [Int]
    var paired: [Float]
    var paired_labels: [Int]
    var fits: [Fit]
    var differences: [Double]
    var top: [Double]
  }
  struct Numbers: Decodable {
    var name: String
    var prompts: Int
    var width: Int
    var states: [Float]
    var target: [Double]
    var folds: [Int]
    var grid: [Double]
    var chosen: [Double]
    var predictions: [Double]
    var r2: Double
    var mae: Double
    var mae_baseline: Double
    var spearman: Double
  }
  var directions: [Directions]
  var numbers: [Numbers]

  static func load() throws -> ExpectedReference { try Expected.load(Self.self, "reference/reference") }
}

@Suite struct ReferenceTests {
  /// Weights and threshold, sign included: the labels give it.
  @Test func massMeanWhitenedAndReadingProbesAgreeWithNumpy() throws {
    for expected in try ExpectedReference.load().directions {
      for fit in expected.fits {
        let kind = try #require(ProbeKind(rawValue: fit.probe))
        let isPaired = kind == .reading
        let states = Matrix(
          rows: expected.prompts, columns: expected.width, isPaired ? expected.paired : expected.states)
        let settings = ProbeSettings(
          kind: kind, penalties: fit.shrinkage.map { [$0] }, standardised: fit.standardised)
        let probe = try settings.fitted(
          states, labels: isPaired ? expected.paired_labels : expected.labels, classes: 2)
        let name = "\(expected.name), \(fit.probe) \(fit.shrinkage ?? -1) standardised \(fit.standardised)"
        let distance = relativeDistance(probe.weights.elements, fit.weights)
        #expect(distance < 1e-5, "\(name): weights \(distance)")
        #expect(isClose(probe.biases[0], fit.bias, 1e-5), "\(name): \(probe.biases[0]) \(fit.bias)")
      }
    }
  }

  @Test func firstDirectionOfPairsAgreesWithNumpyUpToItsSign() throws {
    for expected in try ExpectedReference.load().directions {
      let differences = DoubleMatrix(
        rows: expected.prompts / 2, columns: expected.width, expected.differences)
      let direction = try ReadingProbe.direction(of: differences)
      let negated = expected.top.map { -$0 }
      #expect(min(relativeDistance(direction, expected.top), relativeDistance(direction, negated)) < 1e-5)
    }
  }

  @Test func probesOfNumbersAgreeWithScikitLearn() throws {
    for expected in try ExpectedReference.load().numbers {
      let states = Matrix(rows: expected.prompts, columns: expected.width, expected.states)
      let folds = Folds(assignment: expected.folds, count: 4)
      let probe = try NumberProbe(
        states, targets: DoubleMatrix(rows: expected.prompts, columns: 1, expected.target), folds: folds,
        alphas: expected.grid)
      #expect(probe.penalties.map { $0[0] } == expected.chosen, "\(expected.name)")
      let said = try probe.predictions(of: states).elements
      #expect(relativeDistance(said, expected.predictions) < 1e-5, "\(expected.name)")
      let means = (0..<4).map { fold in folds.train(fold).map { expected.target[$0] }.mean }
      let explained = try #require(
        ExplainedVariance(expected.target, predictions: said, baseline: expected.folds.map { means[$0] }))
      #expect(isClose(explained.value, expected.r2, 1e-5, floor: 1e-7), "\(expected.name) \(explained.value)")
      let ranks = RankCorrelation(
        said, expected.target, folds: expected.folds, clusters: Clusters(independent: expected.prompts))
      #expect(isClose(try #require(ranks).value, expected.spearman, 1e-5), "\(expected.name)")
    }
  }
}
