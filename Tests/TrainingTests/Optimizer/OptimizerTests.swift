import MindstateNumerics
import MindstateStore
import MindstateTestSupport
import MindstateTraining
import Testing

@Suite struct OptimizerTests {
  /// Tests/Fixtures/training/make_adamw.py
  @Test func agreesWithTorch() throws {
    let file = try SafetensorsFile(path: Fixture.path("training/adamw.safetensors"))
    func matrix(_ name: String) throws -> Matrix {
      let tensor = try #require(file[name])
      return try file.matrix(tensor, rows: tensor.shape.count == 2 ? 5 : 1, columns: tensor.shape.last ?? 1)
    }
    var tensors = try [matrix("start.0"), matrix("start.1")]
    var method = AdamW()
    method.beta2 = 0.999
    method.weightDecay = 0.1
    var optimizer = Optimizer(method, clip: 3, for: tensors)
    let workers = Workers(threads: 2)
    for (index, rate) in [0.01, 0.02, 0.015, 0.01, 0.002].enumerated() {
      let step = index + 1
      let gradients = try [matrix("gradient.\(step).0"), matrix("gradient.\(step).1")]
      let norm = gradients.squaredNorm(workers).squareRoot()
      #expect(abs(norm - Double(try matrix("norm.\(step)")[0, 0])) < 1e-5)
      optimizer.update(
        &tensors, gradients: gradients, norm: norm, decays: [true, false], step: step, learningRate: rate,
        workers: workers)
      for i in 0..<2 {
        let expected = try matrix("value.\(step).\(i)").elements
        for (a, b) in zip(tensors[i].elements, expected) { #expect(abs(a - b) <= 2e-6, "step \(step)") }
      }
    }
  }

  @Test func clippingLeavesSmallGradients() {
    let optimizer = Optimizer(AdamW(), clip: 1, for: [])
    #expect(optimizer.factor(norm: 0.5) == 1)
    #expect(abs(optimizer.factor(norm: 4) - 0.25) < 1e-6)
    #expect(Optimizer(AdamW(), clip: nil, for: []).factor(norm: 1e9) == 1)
  }

  @Test func theRateRisesInALineAndFallsAlongACosine() {
    let rate = LearningRate(peak: 2, warmup: 4, floor: 0.1)
    #expect((1...4).map { rate.rate(step: $0, of: 20) } == [0.5, 1, 1.5, 2])
    #expect(abs(rate.rate(step: 12, of: 20) - 1.1) < 1e-12)
    #expect(abs(rate.rate(step: 20, of: 20) - 0.2) < 1e-12)
    let falling = (4...20).map { rate.rate(step: $0, of: 20) }
    #expect(zip(falling, falling.dropFirst()).allSatisfy { $0 > $1 })
    #expect(LearningRate(peak: 1, warmup: 0, floor: 0).rate(step: 1, of: 1) == 1)
    #expect(LearningRate(peak: 1, warmup: 10, floor: 0.5).rate(step: 3, of: 5) == 0.3)
  }
}
