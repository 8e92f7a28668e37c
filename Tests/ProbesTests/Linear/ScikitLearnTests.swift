import Foundation
import MindstateNumerics
import MindstateProbes
import Testing

/// Every probe against scikit-learn at the same penalty and on the same folds.
@Suite struct ScikitLearnTests {
  static let available: Set = ["logistic", "ridge", "lda"]

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

  /// All folds and penalties fitted together are each penalty cross-validated alone.
  @Test(arguments: [ProbeKind.logistic, .ridge]) func curveIsTheHeldOutLossOfEachPenalty(kind: ProbeKind) throws {
    let expected = try #require(try ExpectedLinear.load().cases.first)
    var settings = ProbeSettings(kind: kind, penalties: kind == .logistic ? [0.01, 1] : [300, 10])
    let curve = try validationCurve(
      settings, states: expected.matrix, labels: expected.labels, classes: expected.classes, folds: expected.split)
    for (index, penalty) in (settings.penalties ?? []).enumerated() {
      settings.penalties = [penalty]
      let alone = try crossValidated(
        settings, states: expected.matrix, labels: expected.labels, classes: expected.classes, folds: expected.split)
      var loss = 0.0
      for fold in 0..<expected.split.count {
        let held = expected.split.heldOut(fold)
        for prompt in held {
          let row = alone.logits.row(prompt)
          let own =
            kind == .logistic
            ? -log(softmax(row)[expected.labels[prompt]])
            : squaredError(row, label: expected.labels[prompt])
          loss += own / Double(held.count * expected.split.count)
        }
      }
      #expect(isClose(curve[index], loss, 1e-5), "\(kind) \(penalty)")
    }
  }

  private func softmax(_ scores: [Double]) -> [Double] {
    let weights = scores.map { exp($0 - (scores.max() ?? 0)) }
    return weights.map { $0 / weights.reduce(0, +) }
  }

  private func squaredError(_ scores: [Double], label: Int) -> Double {
    if scores.count == 2 { return (scores[1] - (label == 1 ? 1 : -1)) * (scores[1] - (label == 1 ? 1 : -1)) }
    return scores.enumerated().reduce(0) { sum, score in
      let error = score.element - (score.offset == label ? 1 : -1)
      return sum + error * error
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

extension ScikitLearnTests {
  @Test func ridgePathAgreesWithRidgeCV() throws {
    for expected in try ExpectedLinear.load().cases {
      let ridge = expected.ridge
      let path = try RidgePath(
        expected.matrix, targets: DoubleMatrix(rows: expected.prompts, columns: 1, ridge.target), alphas: ridge.alphas)
      let scale = Standardisation(of: expected.matrix).scale
      for (i, alpha) in ridge.alphas.enumerated() {
        let weights = zip(path.weights[i].elements, scale).map(*)
        #expect(relativeDistance(weights, ridge.weights[i]) < 1e-6, "\(expected.name) alpha \(alpha)")
        #expect(isClose(path.leaveOneOut[i][0], ridge.errors[i], 1e-6), "\(expected.name) alpha \(alpha)")
      }
      #expect(path.best(target: 0) == ridge.best)
    }
  }

  @Test func shrinkageAgreesWithLedoitWolf() throws {
    for expected in try ExpectedLinear.load().cases {
      let scaling = Standardisation(of: expected.matrix)
      let elements = (0..<expected.prompts).flatMap { row in
        expected.matrix.row(row).enumerated().map { (Double($1) - scaling.mean[$0]) / scaling.scale[$0] }
      }
      let rows = DoubleMatrix(rows: expected.prompts, columns: expected.width, elements)
      let shrunk = try #require(ShrunkCovariance(centred: rows, mean: scaling.mean))
      #expect(isClose(shrunk.shrinkage, expected.ledoit_wolf, 1e-6), "\(expected.name)")
    }
  }

  @Test func contrastLossAgreesWithNumpy() throws {
    let expected = try ExpectedLinear.load().ccs
    let sides = [expected.first, expected.second].map { elements in
      let states = Matrix(rows: expected.prompts, columns: expected.width, elements)
      let scaling = Standardisation(of: states)
      return DoubleMatrix(
        rows: states.rows, columns: states.columns,
        elements.enumerated().map {
          (Double($1) - scaling.mean[$0 % expected.width]) / scaling.scale[$0 % expected.width]
        })
    }
    let (loss, gradient) = ContrastLoss(first: sides[0], second: sides[1]).evaluated(expected.weights + [expected.bias])
    #expect(isClose(loss, expected.loss, 1e-8))
    #expect(relativeDistance(gradient, expected.gradient) < 1e-6)
  }
}
