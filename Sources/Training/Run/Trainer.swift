import MindstateModel
package import MindstateNumerics

/// One training run in memory: what is trained, on what, and how far it is.
///
/// A step is: examples, a pass forward, what each target weighs, the pass back, one change of the trainable tensors.
/// What comes out does not depend on the number of threads, nor on whether the run was stopped in between.
package final class Trainer {
  package struct Settings: Sendable {
    package var objective = Objective.nextToken
    package var steps: Int
    /// Examples a step.
    package var batch: Int
    /// Passes over which a step's examples are spread: memory, not results but for rounding.
    package var accumulate = 1
    package var optimizer = AdamW()
    package var learningRate: LearningRate
    package var clip: Double? = 1

    package init(steps: Int, batch: Int, learningRate: LearningRate) {
      self.steps = steps
      self.batch = batch
      self.learningRate = learningRate
    }
  }

  package let settings: Settings
  package let workers: Workers
  package internal(set) var trainable: any Trainable
  package internal(set) var optimizer: Optimizer
  package internal(set) var log = LossLog()
  /// log p of chosen and rejected answer of every pair under the model that training began with; else empty.
  package internal(set) var reference: [Double] = []

  private var stream: ExampleStream
  private let pass: TrainingPass
  private var gradients: Gradients

  package init(_ trainable: any Trainable, on stream: ExampleStream, settings: Settings, workers: Workers) {
    self.trainable = trainable
    self.stream = stream
    self.settings = settings
    self.workers = workers
    optimizer = Optimizer(settings.optimizer, clip: settings.clip, for: trainable.tensors)
    pass = TrainingPass(spec: trainable.parameters.spec, workers: workers)
    gradients = Gradients(
      for: trainable.parameters, plan: trainable.plan, softPromptVectors: trainable.softPrompt?.rows ?? 0)
  }

  /// Steps done.
  package var step: Int { log.rows.count }
  package var isFinished: Bool { step >= settings.steps }

  /// Makes the next step.
  /// - Throws: `TrainingError.notFinite`, before anything is changed.
  package func advance() throws {
    let start = ContinuousClock.now
    let step = step + 1
    let examples = stream.examples(of: step - 1)
    let totals = StepTotals(examples)
    gradients.zero()
    var loss = 0.0
    for part in parts(of: examples) { loss += try addGradients(of: part, totals) }
    let changes = trainable.gradients(from: gradients, workers: workers)
    let norm = changes.squaredNorm(workers).squareRoot()
    if !loss.isFinite { throw TrainingError.notFinite(step: step, what: "loss", lastKept: nil) }
    if !norm.isFinite { throw TrainingError.notFinite(step: step, what: "gradients' norm", lastKept: nil) }
    let rate = settings.learningRate.rate(step: step, of: settings.steps)
    let decays = trainable.decays
    trainable.change(workers: workers) { tensors in
      optimizer.update(
        &tensors, gradients: changes, norm: norm, decays: decays, step: step, learningRate: rate, workers: workers)
    }
    log.rows.append(
      LossLog.Row(
        step: step, tokens: (log.rows.last?.tokens ?? 0) + totals.tokens, loss: loss, learningRate: rate,
        gradientNorm: norm, tokensPerSecond: Double(totals.tokens) / start.secondsSince))
  }

  /// The examples in as many runs as there are passes, none empty.
  private func parts(of examples: [ExampleStream.Drawn]) -> [ArraySlice<ExampleStream.Drawn>] {
    let count = min(settings.accumulate, examples.count)
    return (0..<count).map { part in
      examples[examples.count * part / count..<examples.count * (part + 1) / count]
    }
  }

  /// One pass there and back; returns these examples' part of the loss.
  private func addGradients(of examples: ArraySlice<ExampleStream.Drawn>, _ totals: StepTotals) throws -> Double {
    let examples = Array(examples)
    let batch = TrainingBatch(examples.flatMap(\.sequences))
    func weighted(_ logProbabilities: [Float]) -> Weighted {
      settings.objective.weighted(examples, logProbabilities: logProbabilities, totals: totals, reference: reference)
    }
    switch settings.objective {
    case .nextToken:
      // What a target weighs does not depend on how likely it is, so one pass does both.
      let weights = weighted([Float](repeating: 0, count: batch.targetCount)).weights
      let logProbabilities = try pass.addGradients(
        of: batch, trainable.parameters, softPrompt: trainable.softPrompt, weights: weights, to: &gradients)
      return weighted(logProbabilities).loss
    case .preference:
      let tape = try pass.run(
        batch, trainable.parameters, softPrompt: trainable.softPrompt, plan: gradients.plan)
      let result = weighted(tape.logProbabilities)
      pass.backward(tape, weights: result.weights, into: &gradients)
      return result.loss
    }
  }

  /// Sets what preferences are measured against.
  /// - Precondition: two values for every pair of the data, or none.
  package func setReference(_ values: [Double]) { reference = values }

  /// log p of every sequence's learned tokens under the model as it is, in order.
  package func logProbabilities(of sequences: [TrainingSequence]) throws -> [Double] {
    let all = try pass.logProbabilities(
      TrainingBatch(sequences), trainable.parameters, softPrompt: trainable.softPrompt)
    var place = 0
    return sequences.map { sequence in
      defer { place += sequence.learned.count }
      return all[place..<place + sequence.learned.count].sum
    }
  }
}

extension TrainingBatch {
  /// Sequences as segments, one after the other, without padding.
  package init(_ sequences: [TrainingSequence]) {
    self.init(
      tokens: TokenBatch(sequences: sequences.map { Array($0.fed) }), targets: sequences.flatMap(\.targets))
  }
}

extension ContinuousClock.Instant {
  /// Seconds from here to now, never 0.
  var secondsSince: Double {
    let elapsed = duration(to: .now)
    return max(1e-9, Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18)
  }
}
