/// What training makes small.
package enum Objective: Sendable, Equatable {
  /// Cross-entropy of the next token: −log p, mean over the learned tokens.
  case nextToken
  /// Direct preference optimisation: examples are pairs, and the model is kept near where it began.
  case preference(DirectPreference)
}

/// The loss of some of a step's examples, and what each target's −log p weighs in it.
package struct Weighted: Sendable, Equatable {
  /// Their part of the step's loss.
  package var loss: Double
  /// d loss / d (−log p), one for every target in row order.
  package var weights: [Float]

  package init(loss: Double, weights: [Float]) {
    self.loss = loss
    self.weights = weights
  }
}

/// How often things occur in one step: what means are taken over.
package struct StepTotals: Sendable, Equatable {
  /// Share of the examples, and of the loss, that is mixed in.
  package var mixedShare: Double
  package var mixedTargets: Int
  package var taskExamples: Int
  /// Targets of the task's examples; of a pair those of the chosen answer alone.
  package var taskTargets: Int
  /// Tokens that go through the model.
  package var tokens: Int

  package init(_ examples: [ExampleStream.Drawn]) {
    let mixed = examples.filter { $0.index == nil }
    let task = examples.filter { $0.index != nil }
    mixedShare = Double(mixed.count) / Double(max(1, examples.count))
    mixedTargets = mixed.reduce(0) { $0 + $1.sequences.reduce(0) { $0 + $1.learned.count } }
    taskExamples = task.count
    taskTargets = task.reduce(0) { $0 + ($1.sequences.first?.learned.count ?? 0) }
    tokens = examples.reduce(0) { $0 + $1.sequences.reduce(0) { $0 + $1.fed.count } }
  }
}

extension Objective {
  /// Loss and weights of `examples`, which are some or all of a step's.
  ///
  /// - Parameters:
  ///   - logProbabilities: of every target, example by example and sequence by sequence.
  ///   - reference: log p of chosen and rejected answer of every pair of the data under the model that training began
  ///     with; empty where no preference is learned.
  package func weighted(
    _ examples: [ExampleStream.Drawn], logProbabilities: [Float], totals: StepTotals, reference: [Double]
  ) -> Weighted {
    var result = Weighted(loss: 0, weights: [])
    result.weights.reserveCapacity(logProbabilities.count)
    var place = 0
    func take(_ sequence: TrainingSequence) -> ArraySlice<Float> {
      defer { place += sequence.learned.count }
      return logProbabilities[place..<place + sequence.learned.count]
    }
    let taskShare = 1 - totals.mixedShare
    for example in examples {
      switch (self, example.index) {
      case (.preference(let preference), .some(let index)):
        let (chosen, rejected) = (take(example.sequences[0]), take(example.sequences[1]))
        let pair = preference.weighted(
          chosen: chosen, rejected: rejected, reference: (reference[2 * index], reference[2 * index + 1]),
          pairWeight: taskShare / Double(totals.taskExamples), tokenWeight: taskShare / Double(totals.taskTargets))
        result.append(pair)
      case (.nextToken, .some), (_, nil):
        let isMixed = example.index == nil
        let weight =
          isMixed ? totals.mixedShare / Double(totals.mixedTargets) : taskShare / Double(totals.taskTargets)
        for sequence in example.sequences { result.append(take(sequence), weight: weight) }
      }
    }
    return result
  }
}

extension Weighted {
  fileprivate mutating func append(_ other: Weighted) {
    loss += other.loss
    weights += other.weights
  }

  /// Adds −weight · Σ log p.
  fileprivate mutating func append(_ logProbabilities: ArraySlice<Float>, weight: Double) {
    loss -= weight * logProbabilities.sum
    weights += repeatElement(Float(weight), count: logProbabilities.count)
  }
}

extension ArraySlice<Float> {
  /// In double precision, first to last.
  var sum: Double { reduce(0) { $0 + Double($1) } }
}
