import MindstateModel
import MindstateNumerics
import MindstateTraining
import Testing

@Suite struct TrainingPassTests {
  let spec: TransformerSpec

  init() throws {
    spec = try SmallModel.spec { ($0.attention.keyValueHeads, $0.head) = (1, .untied) }
  }

  var model: Parameters { SmallModel.parameters(spec) }
  var batch: TrainingBatch { SmallModel.batch([9, 2, 200, 1, 77], vocabulary: spec.vocabulary) }

  func gradients(
    _ plan: GradientPlan? = nil, _ batch: TrainingBatch? = nil, threads: Int = 2, times: Int = 1
  ) throws -> Gradients {
    let batch = batch ?? self.batch
    let pass = TrainingPass(spec: spec, workers: Workers(threads: threads))
    var gradients = Gradients(for: model, plan: plan ?? .all(of: model))
    for _ in 0..<times {
      _ = try pass.addGradients(of: batch, model, weights: SmallModel.weights(batch), to: &gradients)
    }
    return gradients
  }

  @Test func threadsChangeNoBit() throws {
    let one = try gradients(threads: 1)
    for threads in [2, 3, 5] { #expect(try gradients(threads: threads).values == one.values) }
  }

  @Test func memoryOfTheLastPassChangesNoBit() throws {
    let pass = TrainingPass(spec: spec, workers: Workers(threads: 2))
    var gradients = Gradients(for: model, plan: .all(of: model))
    for lengths in [[200], [9, 2, 200, 1, 77], [180, 60]] {
      let batch = SmallModel.batch(lengths, vocabulary: spec.vocabulary)
      gradients.zero()
      _ = try pass.addGradients(of: batch, model, weights: SmallModel.weights(batch), to: &gradients)
      #expect(gradients.values == (try self.gradients(nil, batch).values))
    }
  }

  @Test func twoPassesAddUp() throws {
    let (once, twice) = (try gradients(), try gradients(times: 2))
    for (a, b) in zip(once.values, twice.values) {
      #expect(distance(try #require(a).elements.map { 2 * $0 }, try #require(b).elements) < 1e-6)
    }
  }

  @Test func weightsMayFollowTheForwardPass() throws {
    let pass = TrainingPass(spec: spec, workers: Workers(threads: 2))
    var gradients = Gradients(for: model, plan: .all(of: model))
    let tape = try pass.run(batch, model, plan: gradients.plan)
    #expect(tape.logProbabilities == (try pass.logProbabilities(batch, model)))
    pass.backward(tape, weights: SmallModel.weights(batch), into: &gradients)
    #expect(gradients.values == (try self.gradients().values))
  }

  /// A plan's gradients are those of the whole model, to the bit, whatever is left out.
  @Test func planOnlyLeavesOut() throws {
    let all = try gradients()
    for (index, entry) in model.entries.enumerated() {
      let one = try gradients(GradientPlan(entries: [index]))
      #expect(one[index] == all[index], "\(entry.name)")
      #expect(one.values.indices.allSatisfy { $0 == index || one[$0] == nil })
    }
  }

  @Test func withoutTargetsAllIsZero() throws {
    let batch = TrainingBatch(tokens: TokenBatch(sequences: [[1, 2], [3]]), targets: [nil, nil, nil])
    let none = try gradients(nil, batch)
    #expect(none.values.compactMap(\.self).allSatisfy { $0.elements.allSatisfy { $0 == 0 } })
    #expect(none.values.allSatisfy { $0.map { $0.allFinite } ?? false })
  }

  @Test func zeroForgets() throws {
    var some = try gradients()
    some.zero()
    #expect(some[0]?.elements.allSatisfy { $0 == 0 } == true)
  }

  @Test func chunksOfLogitsAddUp() throws {
    let spec = try SmallModel.spec { ($0.vocabulary, $0.layers) = (9000, 1) }
    let model = SmallModel.parameters(spec)
    let pass = TrainingPass(spec: spec, workers: Workers())
    func gradients(_ batches: [TrainingBatch]) throws -> Gradients {
      var gradients = Gradients(for: model, plan: .all(of: model))
      for batch in batches {
        let weights = [Float](repeating: 0.01, count: batch.targetCount)
        _ = try pass.addGradients(of: batch, model, weights: weights, to: &gradients)
      }
      return gradients
    }
    let tokens = (0..<20).map { s in (0..<100).map { ($0 * 37 + s * 11) % 9000 } }
    func batch(_ range: Range<Int>) -> TrainingBatch {
      let part = Array(tokens[range])
      return TrainingBatch(tokens: TokenBatch(sequences: part), targets: part.flatMap { $0.map { ($0 * 7) % 9000 } })
    }
    let whole = try gradients([batch(0..<20)])
    let parts = try gradients([batch(0..<9), batch(9..<20)])
    for (a, b) in zip(whole.values, parts.values) {
      #expect(distance(try #require(a).elements, try #require(b).elements) < 1e-5)
    }
  }

  @Test func refusesWhatDoesNotFit() throws {
    let pass = TrainingPass(spec: spec, workers: Workers())
    func run(_ tokens: [Int], targets: [Int?]? = nil, prompt: Matrix? = nil) throws {
      let batch = TrainingBatch(
        tokens: TokenBatch(sequences: [tokens]), targets: targets ?? tokens.map { _ in Int?.none })
      _ = try pass.logProbabilities(batch, model, softPrompt: prompt)
    }
    #expect(throws: ForwardError.tokenOutsideVocabulary(token: 13, row: 1, vocabulary: 13)) { try run([1, 13]) }
    #expect(throws: ForwardError.tokenOutsideVocabulary(token: -1, row: 0, vocabulary: 13)) { try run([-1]) }
    #expect(throws: ForwardError.tokenOutsideVocabulary(token: 13, row: 0, vocabulary: 13)) {
      try run([1], targets: [13])
    }
    let long = [Int](repeating: 1, count: 1023)
    try run(long)
    #expect(throws: ForwardError.tooLong(tokens: 1025, context: 1024)) {
      try run(long, prompt: SmallModel.softPrompt(2, width: 8))
    }
  }
}
