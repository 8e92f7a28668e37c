/// The examples of every step: those of the task, and among them a fixed share of another source.
package struct ExampleStream: Sendable {
  /// One example of a step.
  package struct Drawn: Sendable {
    package var sequences: [TrainingSequence]
    /// Its index in the task's data; nil for one that is mixed in.
    package var index: Int?

    package init(sequences: [TrainingSequence], index: Int?) {
      self.sequences = sequences
      self.index = index
    }
  }

  private let data: any TrainingData
  private let mixed: (any TrainingData)?
  private let share: Double
  private let batch: Int
  private var order: DataOrder
  private var mixedOrder: DataOrder?

  /// - Parameters:
  ///   - batch: examples a step.
  ///   - mixed: what is mixed in, as `share` of the examples, 0 ..< 1.
  package init(_ data: any TrainingData, mixed: (any TrainingData)? = nil, share: Double = 0, batch: Int, seed: UInt64)
  {
    self.data = data
    self.mixed = mixed
    self.share = mixed == nil ? 0 : share
    self.batch = batch
    order = DataOrder(count: data.count, seed: seed, name: "task")
    mixedOrder = mixed.map { DataOrder(count: $0.count, seed: seed, name: "mixed") }
  }

  /// The examples of step `step`, counted from 0.
  package mutating func examples(of step: Int) -> [Drawn] {
    (step * batch..<(step + 1) * batch).map { place in
      // Spread evenly: after n examples, ⌊n · share⌋ were mixed in.
      let before = Int(Double(place) * share)
      if let mixed, Int(Double(place + 1) * share) > before, let index = mixedOrder?.example(at: before) {
        return Drawn(sequences: mixed.example(index), index: nil)
      }
      let index = order.example(at: place - before)
      return Drawn(sequences: data.example(index), index: index)
    }
  }
}
