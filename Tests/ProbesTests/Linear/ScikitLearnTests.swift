import MindstateNumerics
import MindstateProbes
import Testing

/// Every probe against scikit-learn at the same penalty and on the same folds.
@Suite struct ScikitLearnTests {
  static let available: Set = ["logistic"]

  @Test func weightsAgreeWithScikitLearn() throws {
    for expected in try ExpectedLinear.load().cases {
      for fit in expected.fits where Self.available.contains(fit.probe) {
        let probe = try #require(fit.settings).fitted(
          expected.matrix, labels: expected.labels, classes: expected.classes)
        let distance = relativeDistance(probe.weights.elements, fit.weights)
        #expect(distance < 1e-3, "\(expected.name), \(fit.name): weights \(distance)")
        let biases = relativeDistance(probe.biases, fit.biases)
        #expect(biases < 1e-3, "\(expected.name), \(fit.name): biases \(biases), \(probe.biases) \(fit.biases)")
        #expect(probe.convergence?.converged ?? true, "\(fit.name) \(String(describing: probe.convergence))")
      }
    }
  }

  @Test func outOfFoldPredictionsAgreeWithScikitLearn() throws {
    for expected in try ExpectedLinear.load().cases {
      for fit in expected.fits where Self.available.contains(fit.probe) {
        let result = try crossValidated(
          try #require(fit.settings), states: expected.matrix, labels: expected.labels, classes: expected.classes,
          folds: expected.split)
        #expect(FittedProbe.classes(of: result.logits) == fit.predictions, "\(expected.name), \(fit.name)")
      }
    }
  }

  @Test func nearestCentroidAgreesWithScikitLearn() throws {
    for expected in try ExpectedLinear.load().cases {
      let result = try crossValidated(
        ProbeSettings(kind: .nearestCentroid), states: expected.matrix, labels: expected.labels,
        classes: expected.classes, folds: expected.split)
      #expect(FittedProbe.classes(of: result.logits) == expected.centroid, "\(expected.name)")
    }
  }

  @Test func nestedChoiceOfCAgreesWithScikitLearn() throws {
    for expected in try ExpectedLinear.load().cases {
      let result = try crossValidated(
        ProbeSettings(kind: .logistic, penalties: expected.choice.grid), states: expected.matrix,
        labels: expected.labels, classes: expected.classes, folds: expected.split)
      #expect(result.probes.map(\.penalty) == expected.choice.chosen, "\(expected.name)")
    }
  }
}
