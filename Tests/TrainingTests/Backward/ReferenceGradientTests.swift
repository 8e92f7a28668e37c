import Foundation
import MindstateModel
import MindstateNumerics
import MindstateStore
import MindstateTestSupport
import MindstateTraining
import Testing

/// Every tiny checkpoint of Tests/Fixtures/models against what PyTorch's automatic differentiation gives on it.
///
/// Tolerance: ‖ours − reference‖ ≤ 1e-4 · ‖reference‖, every parameter by name.
@Suite struct ReferenceGradientTests {
  @Test(arguments: GradientFixture.all)
  func everyParameterAgreesWithPyTorch(fixture: GradientFixture) throws {
    let parameters = try fixture.parameters()
    var gradients = Gradients(for: parameters, plan: .all(of: parameters))
    let pass = TrainingPass(spec: parameters.spec, workers: Workers())
    let batch = try fixture.batch()
    let logProbabilities = try pass.addGradients(of: batch, parameters, weights: fixture.weights(), to: &gradients)

    #expect(distance(logProbabilities, try fixture.vector("log_probabilities")) < 1e-5)
    for (entry, gradient) in zip(parameters.entries, gradients.values) {
      let reference = try fixture.gradient(of: entry)
      let ours = try #require(gradient)
      let error = distance(ours.elements, reference)
      #expect(error < 1e-4, "\(entry.name): relative error \(error)")
    }
  }

  @Test(arguments: GradientFixture.withSoftPrompt)
  func softPromptAgreesWithPyTorch(fixture: GradientFixture) throws {
    let parameters = try fixture.parameters()
    let width = parameters.spec.width
    let vectors = try fixture.vector("soft_prompt.vectors")
    let prompt = Matrix(rows: vectors.count / width, columns: width, vectors)
    var gradients = Gradients(
      for: parameters, plan: GradientPlan(softPrompt: true), softPromptVectors: prompt.rows)
    let pass = TrainingPass(spec: parameters.spec, workers: Workers())
    let logProbabilities = try pass.addGradients(
      of: fixture.batch(), parameters, softPrompt: prompt, weights: fixture.weights(), to: &gradients)

    #expect(distance(logProbabilities, try fixture.vector("soft_prompt.log_probabilities")) < 1e-5)
    let ours = try #require(gradients.softPrompt)
    #expect(distance(ours.elements, try fixture.vector("soft_prompt.gradient")) < 1e-4)
    #expect(gradients.values.allSatisfy { $0 == nil })
  }
}

/// ‖a − b‖ / ‖b‖; where b is 0, ‖a‖.
func distance(_ a: [Float], _ b: [Float]) -> Double {
  guard a.count == b.count else { return .infinity }
  let difference = zip(a, b).reduce(0) { $0 + pow(Double($1.0) - Double($1.1), 2) }
  let norm = b.reduce(0) { $0 + pow(Double($1), 2) }
  return (difference / (norm == 0 ? 1 : norm)).squareRoot()
}

/// A checkpoint with its reference gradients, made by Tests/Fixtures/training/make_gradients.py.
struct GradientFixture: Sendable, CustomTestStringConvertible {
  let name: String
  var testDescription: String { name }

  static let all: [GradientFixture] = {
    let files = try? FileManager.default.contentsOfDirectory(atPath: Fixture.path("training/gradients"))
    return (files ?? []).sorted().map { GradientFixture(name: String($0.dropLast(".safetensors".count))) }
  }()

  static let withSoftPrompt = ["gpt2-tanh-gelu", "llama-gqa"].map(GradientFixture.init)

  private var directory: String { Fixture.path("models/\(name)") }

  private var file: SafetensorsFile {
    get throws { try SafetensorsFile(path: Fixture.path("training/gradients/\(name).safetensors")) }
  }

  func parameters() throws -> Parameters { try Parameters(Checkpoint(directory: directory)) }

  func vector(_ name: String) throws -> [Float] {
    let file = try file
    let tensor = try #require(file[name], "\(name) is not in \(file.path)")
    return try file.matrix(tensor, rows: 1, columns: tensor.count).elements
  }

  /// Base models are stored without the prefix that the whole model's names have, and the class of GPT-NeoX gives its
  /// head another name than the checkpoint.
  func gradient(of entry: Parameters.Entry) throws -> [Float] {
    let file = try file
    let names = ["", "transformer.", "model.", "gpt_neox."].map { $0 + entry.name } + ["lm_head.weight"]
    return try vector(names.first { file[$0] != nil } ?? entry.name)
  }

  private func sequences() throws -> [[Int]] {
    try PromptSet.read(directory + "/prompts.jsonl").prompts.compactMap { prompt in
      if case .tokens(let tokens) = prompt.content { tokens } else { nil }
    }
  }

  func batch() throws -> TrainingBatch {
    TrainingBatch(
      tokens: TokenBatch(sequences: try sequences()),
      targets: try vector("input.targets").map { $0 < 0 ? nil : Int($0) })
  }

  /// Of the rows with targets.
  func weights() throws -> [Float] {
    zip(try vector("input.weights"), try vector("input.targets")).filter { $0.1 >= 0 }.map(\.0)
  }
}
