import MindstateModel
import MindstateNumerics
import MindstateTraining
import Testing

/// Every feature's gradients against the loss itself: going h along the gradient g of one tensor and h back must change
/// the loss by 2h‖g‖. A wrong gradient fails, for its own direction then promises more than the loss keeps.
@Suite struct FiniteDifferenceTests {
  @Test(arguments: Feature.all) func gradientPredictsLoss(feature: Feature) throws {
    let spec = try SmallModel.spec(feature.change)
    var model = SmallModel.parameters(spec)
    if spec.mlp.activation == .relu { keepFromKinks(&model) }
    let batch = SmallModel.batch(feature.lengths, vocabulary: spec.vocabulary)
    let prompt = feature.vectors > 0 ? SmallModel.softPrompt(feature.vectors, width: spec.width) : nil
    let weights = SmallModel.weights(batch)
    let pass = TrainingPass(spec: spec, workers: Workers(threads: 2))
    var plan = GradientPlan.all(of: model)
    plan.softPrompt = prompt != nil
    var gradients = Gradients(for: model, plan: plan, softPromptVectors: feature.vectors)
    _ = try pass.addGradients(of: batch, model, softPrompt: prompt, weights: weights, to: &gradients)

    func loss(_ model: Parameters, _ prompt: Matrix?) throws -> Double {
      let logs = try pass.logProbabilities(batch, model, softPrompt: prompt)
      return zip(weights, logs).reduce(0) { $0 - Double($1.0) * Double($1.1) }
    }
    for (index, entry) in model.entries.enumerated() {
      let gradient = try #require(gradients[index])
      try expectPrediction("\(feature.testDescription): \(entry.name)", gradient) { step in
        var moved = model
        moved.entries[index].value.add(gradient, times: step)
        return try loss(moved, prompt)
      }
    }
    if let prompt, let gradient = gradients.softPrompt {
      try expectPrediction("\(feature.testDescription): soft prompt", gradient) { step in
        var moved = prompt
        moved.add(gradient, times: step)
        return try loss(model, moved)
      }
    }
  }

  /// Moves what a rectifier reads away from 0, where it has no slope to measure, to both sides.
  func keepFromKinks(_ model: inout Parameters) {
    let role = model.spec.mlp.gated ? TensorRole.gateBias : .upBias
    for i in model.entries.indices where model.entries[i].role == role {
      let hidden = model.spec.mlp.hidden
      model.entries[i].value = Matrix(rows: 1, columns: hidden, (0..<hidden).map { $0 % 3 == 0 ? -3 : 3 })
    }
  }

  /// - Parameter loss: at a step along the gradient, in units of its length.
  func expectPrediction(_ name: String, _ gradient: Matrix, loss: (Float) throws -> Double) throws {
    let squares = (0..<gradient.rows).reduce(0) { $0 + gradient.squaredNorm($1) }
    let norm = squares.squareRoot()
    if norm < 1e-6 { return }  // A bias of keys without rotation moves all scores alike: nothing to measure.
    func quotient(_ h: Double) throws -> Double {
      (try loss(Float(h / norm)) - loss(Float(-h / norm))) / (2 * h)
    }
    let measured = (4 * (try quotient(0.01)) - (try quotient(0.02))) / 3  // cancels the error that grows with h²
    let tolerance = 0.003 * norm + 1e-4
    #expect(abs(measured - norm) < tolerance, "\(name): \(measured) measured, \(norm) by the gradient")
  }
}

/// A small model with a batch.
struct Feature: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var lengths: [Int]
  /// Of a soft prompt.
  var vectors: Int
  /// Makes the feature out of the plain small model.
  var change: @Sendable (inout TransformerSpec) -> Void

  init(
    _ name: String, lengths: [Int] = [7, 1, 12], vectors: Int = 0,
    _ change: @escaping @Sendable (inout TransformerSpec) -> Void = { _ in }
  ) {
    testDescription = name
    self.lengths = lengths
    self.vectors = vectors
    self.change = change
  }

  static let all: [Feature] =
    activations + [
      Feature("plain"),
      Feature("layer norm") { $0.norm = .layer(epsilon: 1e-5) },
      Feature("learned positions") { $0.positions = .learned(count: 20) },
      Feature("learned positions, soft prompt", vectors: 3) { $0.positions = .learned(count: 20) },
      Feature("soft prompt", vectors: 4),
      Feature("partial rotary") { $0.setFrequencies([0.8]) },
      Feature("grouped queries") { $0.attention.keyValueHeads = 1 },
      Feature("window") { $0.attention.windows = [3, nil] },
      Feature("biases") {
        ($0.attention.inputBias, $0.attention.outputBias, $0.mlp.bias) = (true, true, true)
      },
      Feature("plain MLP with biases") { ($0.mlp.gated, $0.mlp.bias) = (false, true) },
      Feature("parallel branches") { $0.parallelBranches = true },
      Feature("fused projections") { ($0.attention.inputLayout, $0.attention.inputBias) = (.fused, true) },
      Feature("fused, grouped") { ($0.attention.inputLayout, $0.attention.keyValueHeads) = (.fused, 1) },
      Feature("fused by head") { ($0.attention.inputLayout, $0.attention.inputBias) = (.fusedPerHead, true) },
      Feature("untied head") { $0.head = .untied },
      Feature("inputs by outputs") { $0.linearLayout = .inputsByOutputs },
      Feature("heads wider than the stream") { $0.attention.headWidth = 6 },
      Feature("many parts of vocabulary") { $0.vocabulary = 9000 },
      Feature("several blocks of queries", lengths: [150, 3]),
      Feature("several blocks in a window", lengths: [150]) { $0.attention.windows = [70, 5] },
      Feature("several pieces of rows", lengths: [400, 300]),
    ]

  private static let activations = Activation.allCases.flatMap { activation in
    [true, false].map { gated in
      Feature("\(activation)\(gated ? ", gated" : "")") {
        ($0.mlp.activation, $0.mlp.gated, $0.mlp.bias) = (activation, gated, true)
      }
    }
  }
}
