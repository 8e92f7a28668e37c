package import MindstateModel
package import MindstateNumerics

/// How fast training steps are on a model: for benchmarks.
///
/// Tokens are random and every row learns its next one; what is done does not depend on them.
package struct StepSpeed: Sendable {
  package var sequences: Int
  /// Tokens of each sequence.
  package var length: Int
  /// Vectors of a soft prompt, which then are all that learns; 0: all weights learn.
  package var softPromptVectors: Int

  package init(sequences: Int, length: Int, softPromptVectors: Int = 0) {
    self.sequences = sequences
    self.length = length
    self.softPromptVectors = softPromptVectors
  }

  /// Seconds of each of `steps` steps after one to warm up: forward, backward, and `update` with the gradients.
  package func measure(
    _ parameters: inout Parameters, steps: Int, workers: Workers,
    update: (inout Parameters, inout Gradients) -> Void = { _, gradients in gradients.zero() }
  ) throws -> [Double] {
    let pass = TrainingPass(spec: parameters.spec, workers: workers)
    let plan = softPromptVectors > 0 ? GradientPlan(softPrompt: true) : .all(of: parameters)
    var gradients = Gradients(for: parameters, plan: plan, softPromptVectors: softPromptVectors)
    let prompt =
      softPromptVectors > 0
      ? Matrix(rows: softPromptVectors, columns: parameters.spec.width, repeating: 0.02) : nil
    let batch = batch(vocabulary: parameters.spec.vocabulary)
    let weights = [Float](repeating: 1 / Float(batch.targetCount), count: batch.targetCount)
    return try (0...steps).map { _ in
      let start = ContinuousClock.now
      _ = try pass.addGradients(of: batch, parameters, softPrompt: prompt, weights: weights, to: &gradients)
      update(&parameters, &gradients)
      return start.duration(to: .now) / .seconds(1)
    }.dropFirst().map { $0 }
  }

  private func batch(vocabulary: Int) -> TrainingBatch {
    var random = RandomStream(seed: 0, name: "step speed")
    let tokens = (0..<sequences).map { _ in (0...length).map { _ in random.index(below: vocabulary) } }
    return TrainingBatch(
      tokens: TokenBatch(sequences: tokens.map { Array($0.dropLast()) }), targets: tokens.flatMap { $0.dropFirst() })
  }
}
