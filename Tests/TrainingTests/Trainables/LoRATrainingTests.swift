import MindstateModel
import MindstateNumerics
import MindstateStore
import MindstateTestSupport
import MindstateTraining
import Testing

@Suite struct LoRATrainingTests {
  /// Gradients of A and B against differences of the loss, for either layout of matrices on disk.
  @Test(arguments: ["llama-gqa", "gpt2-hub", "gpt_neox-pythia"])
  func gradientsAreThoseOfTheLoss(model: String) throws {
    let checkpoint = try Checkpoint(directory: Fixture.path("models/\(model)"))
    let base = try Parameters(checkpoint)
    var random = RandomStream(seed: 5, name: "lora")
    let settings = LoRASettings(rank: 2, alpha: 3, targets: .allLinear)
    var adapter = try LoRA(settings, for: checkpoint, random: &random)
    // B is zero at first, which would leave A without a gradient.
    for i in adapter.pairs.indices {
      let b = adapter.pairs[i].b
      adapter.pairs[i].b = Matrix(rows: b.rows, columns: b.columns, uniform: 0.05, &random)
    }
    var training = LoRATraining(adapter, base: base)
    let workers = Workers(threads: 2)
    let pass = TrainingPass(spec: base.spec, workers: workers)
    let batch = TrainingBatch([TrainingSequence(tokens: [3, 17, 5, 40, 8, 22], learned: 2..<6)])
    let weights = [Float](repeating: 0.25, count: batch.targetCount)
    var gradients = Gradients(for: base, plan: training.plan)
    _ = try pass.addGradients(of: batch, training.parameters, weights: weights, to: &gradients)
    let all = training.gradients(from: gradients, workers: workers)

    func loss() throws -> Double {
      -(try pass.logProbabilities(batch, training.parameters).reduce(0) { $0 + Double($1) }) / 4
    }
    // Along one random direction for each matrix: the slope is the sum of products.
    for (index, gradient) in all.enumerated() {
      let direction = Matrix(rows: gradient.rows, columns: gradient.columns, uniform: 1, &random)
      let slope = zip(gradient.elements, direction.elements).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      let step: Float = 2e-3
      training.change(workers: workers) { $0[index].add(direction, times: step) }
      let above = try loss()
      training.change(workers: workers) { $0[index].add(direction, times: -2 * step) }
      let below = try loss()
      training.change(workers: workers) { $0[index].add(direction, times: step) }
      let measured = (above - below) / Double(2 * step)
      #expect(abs(measured - slope) < 3e-3 + 0.03 * abs(slope), "\(training.names[index]): \(measured), \(slope)")
    }
  }

  @Test func beginsAsTheModelItself() throws {
    let checkpoint = try Checkpoint(directory: Fixture.path("models/llama-gqa"))
    let base = try Parameters(checkpoint)
    var random = RandomStream(seed: 5, name: "lora")
    let adapter = try LoRA(
      LoRASettings(rank: 2, alpha: 3, targets: .listed(["q_proj"]), layers: [1]), for: checkpoint, random: &random)
    var training = LoRATraining(adapter, base: base)
    #expect(zip(training.parameters.entries, base.entries).allSatisfy { $0.value == $1.value })
    training.change(workers: Workers(threads: 1)) { tensors in
      tensors[1] = Matrix(rows: tensors[1].rows, columns: tensors[1].columns, repeating: 0.1)
    }
    let changed = zip(training.parameters.entries, base.entries).filter { $0.value != $1.value }.map(\.0.name)
    #expect(changed == ["model.layers.1.self_attn.q_proj.weight"])
  }
}
