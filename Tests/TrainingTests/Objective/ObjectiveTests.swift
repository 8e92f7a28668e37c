import MindstateModel
import MindstateNumerics
import MindstateStore
import MindstateTestSupport
import MindstateTraining
import Testing

@Suite struct ObjectiveTests {
  @Test func nextTokenIsTheMeanOverTargets() {
    let examples = [drawn(targets: 3, index: 0), drawn(targets: 1, index: 1)]
    let result = Objective.nextToken.weighted(
      examples, logProbabilities: [-1, -2, -3, -6], totals: StepTotals(examples), reference: [])
    #expect(result == Weighted(loss: 3, weights: [0.25, 0.25, 0.25, 0.25]))
  }

  @Test func whatIsMixedInCountsByItsShareOfExamples() {
    let examples = [drawn(targets: 2, index: 0), drawn(targets: 4, index: nil)]
    let result = Objective.nextToken.weighted(
      examples, logProbabilities: [-1, -1, -2, -2, -2, -2], totals: StepTotals(examples), reference: [])
    #expect(result.loss == 1.5)
    #expect(result.weights == [0.25, 0.25, 0.125, 0.125, 0.125, 0.125])
  }

  @Test func partsOfAStepAddUpToTheWhole() {
    let examples = [drawn(targets: 2, index: 0), drawn(targets: 4, index: nil), drawn(targets: 3, index: 1)]
    let totals = StepTotals(examples)
    let values = (1...9).map { -Float($0) }
    let whole = Objective.nextToken.weighted(examples, logProbabilities: values, totals: totals, reference: [])
    let parts = [(0, 0..<2), (1, 2..<6), (2, 6..<9)].map { index, range in
      Objective.nextToken.weighted(
        [examples[index]], logProbabilities: Array(values[range]), totals: totals, reference: [])
    }
    #expect(abs(parts.reduce(0) { $0 + $1.loss } - whole.loss) < 1e-12)
    #expect(parts.flatMap(\.weights) == whole.weights)
  }

  @Test func aPreferenceWithoutMarginCostsTheLogarithmOfTwo() {
    let preference = DirectPreference()
    let result = preference.weighted(
      chosen: [-1, -2], rejected: [-5], reference: (-3, -5), pairWeight: 1, tokenWeight: 0.5)
    #expect(abs(result.loss - 0.6931471805599453) < 1e-15)
    #expect(result.weights == [0.05, 0.05, -0.05])
  }

  @Test func hugeMarginsStayFinite() {
    var preference = DirectPreference()
    preference.beta = 1
    for chosen: Float in [-10_000, 0] {
      let result = preference.weighted(
        chosen: [chosen], rejected: [-5000], reference: (0, 0), pairWeight: 1, tokenWeight: 1)
      #expect(result.loss.isFinite && result.weights.allSatisfy(\.isFinite))
      #expect(result.loss == (chosen == 0 ? 0 : 5000))
    }
  }

  /// Tests/Fixtures/training/make_dpo.py
  @Test func preferenceAgreesWithPyTorch() throws {
    let file = try SafetensorsFile(path: Fixture.path("training/dpo.safetensors"))
    func doubles(_ name: String) throws -> [Double] {
      let tensor = try #require(file[name])
      return try file.matrix(tensor, rows: 1, columns: tensor.count).elements.map(Double.init)
    }
    let examples = try (0..<3).map { pair in
      let prompt = try file.integers(try #require(file["prompt.\(pair)"]))[0]
      return ExampleStream.Drawn(
        sequences: try (0..<2).map { answer in
          let tokens = try file.integers(try #require(file["tokens.\(pair).\(answer)"]))
          return TrainingSequence(tokens: tokens, learned: prompt..<tokens.count)
        }, index: pair)
    }
    var preference = DirectPreference()
    preference.beta = 0.3
    preference.chosenWeight = 0.2
    let parameters = try Parameters(Checkpoint(directory: Fixture.path("models/llama-gqa")))
    let pass = TrainingPass(spec: parameters.spec, workers: Workers(threads: 2))
    var gradients = Gradients(for: parameters, plan: .all(of: parameters))
    let tape = try pass.run(TrainingBatch(examples.flatMap(\.sequences)), parameters, plan: gradients.plan)
    let result = Objective.preference(preference).weighted(
      examples, logProbabilities: tape.logProbabilities, totals: StepTotals(examples),
      reference: try (0..<3).flatMap { try doubles("reference.\($0)") })
    #expect(abs(result.loss - (try doubles("loss")[0])) < 1e-5)
    pass.backward(tape, weights: result.weights, into: &gradients)
    for (index, entry) in parameters.entries.enumerated() {
      let expected = try doubles("gradient.\(entry.name)")
      let got = try #require(gradients[index]).elements.map(Double.init)
      let distance = zip(got, expected).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
      let size = expected.reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(distance <= 1e-4 * size, "\(entry.name): \(distance / size)")
    }
  }

  private func drawn(targets: Int, index: Int?) -> ExampleStream.Drawn {
    ExampleStream.Drawn(
      sequences: [TrainingSequence(tokens: Array(0...targets), learned: 1..<targets + 1)], index: index)
  }
}
