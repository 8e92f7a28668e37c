import MindstateModel
package import MindstateNumerics

/// How long training steps take: for benchmarks. A step is forward, backward, clipping to norm 1 and AdamW.
package struct StepSpeed {
  private var trainable: any Trainable
  private let batch: TrainingBatch
  private let workers: Workers

  /// - Parameter sequences: what is learned: of each, every token but the first. At least two tokens each.
  package init(_ trainable: any Trainable, sequences: [[Int]], workers: Workers) {
    self.trainable = trainable
    self.workers = workers
    batch = TrainingBatch(
      tokens: TokenBatch(sequences: sequences.map { Array($0.dropLast()) }),
      targets: sequences.flatMap { $0.dropFirst() })
  }

  package var tokens: Int { batch.tokens.rows }

  /// Seconds of each of `steps` steps, after two to warm up, and the loss before the first.
  package mutating func measure(steps: Int) throws -> (seconds: [Double], loss: Double) {
    let pass = TrainingPass(spec: trainable.parameters.spec, workers: workers)
    var gradients = Gradients(
      for: trainable.parameters, plan: trainable.plan, softPromptVectors: trainable.softPrompt?.rows ?? 0)
    var optimizer = Optimizer(AdamW(), clip: 1, for: trainable.tensors)
    let warmUp = 2
    var (seconds, losses): ([Double], [Double]) = ([], [])
    for step in 1...steps + warmUp {
      let start = ContinuousClock.now
      losses.append(try advance(step, pass, &gradients, &optimizer))
      seconds.append(start.secondsSince)
    }
    return (Array(seconds.dropFirst(warmUp)), losses[0])
  }

  private mutating func advance(
    _ step: Int, _ pass: TrainingPass, _ gradients: inout Gradients, _ optimizer: inout Optimizer
  ) throws -> Double {
    let count = batch.targetCount
    gradients.zero()
    let logs = try pass.addGradients(
      of: batch, trainable.parameters, softPrompt: trainable.softPrompt,
      weights: [Float](repeating: 1 / Float(count), count: count), to: &gradients)
    let changes = trainable.gradients(from: gradients, workers: workers)
    let (norm, decays, workers) = (changes.squaredNorm(workers).squareRoot(), trainable.decays, workers)
    trainable.change(workers: workers) { tensors in
      optimizer.update(
        &tensors, gradients: changes, norm: norm, decays: decays, step: step, learningRate: 1e-4, workers: workers)
    }
    return -logs.reduce(0) { $0 + Double($1) } / Double(count)
  }
}
