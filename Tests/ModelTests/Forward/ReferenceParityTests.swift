import MindstateModel
import MindstateNumerics
import MindstateStore
import MindstateTestSupport
import Testing

/// Every tiny checkpoint of Tests/Fixtures/models against what transformers computed on it, tensor by tensor.
///
/// Tolerance: max |Δ| ≤ 1e-4 × rms of the tensor, floor 1e-6.
struct ReferenceParityTests {
  @Test(arguments: ModelFixture.all)
  func everySiteAgreesWithTransformers(fixture: ModelFixture) throws {
    let checkpoint = try Checkpoint(directory: fixture.directory)
    let transformer = Transformer(checkpoint)
    let expected = try SafetensorsFile(path: fixture.directory + "/expected.safetensors")
    let sequences = try fixture.sequences()
    let batch = TokenBatch(sequences: sequences)
    let sites = fixture.sites(in: expected)
    #expect(sites.contains(.resid) && sites.contains(.logits))
    let plan = CapturePlan(
      sites: sites.map { .init(site: $0, layers: Array($0.layers(in: checkpoint.spec))) },
      readings: [.rows(Array(0..<batch.rows))])
    let captured = try transformer.forward(batch, capturing: plan)

    for (s, site) in sites.enumerated() {
      let all = captured.states[0][s]  // [rows, layers · width]
      for i in sequences.indices {
        let tensor = try #require(expected["\(site.rawValue).\(i)"])
        let reference = try expected.matrix(
          tensor, rows: site.layers(in: checkpoint.spec).count * sequences[i].count,
          columns: site.width(in: checkpoint.spec))
        let difference = Difference(
          reference: reference, ours: all[rows: batch.segments[i].rows], width: site.width(in: checkpoint.spec))
        #expect(difference.isWithinTolerance, "\(fixture.name) \(site.rawValue) prompt \(i): \(difference)")
      }
    }
  }
}

/// One checkpoint directory among the fixtures.
struct ModelFixture: Sendable, CustomTestStringConvertible {
  let name: String
  var directory: String { Fixture.path("models/\(name)") }
  var testDescription: String { name }

  static let all: [ModelFixture] = [
    "gpt2-gelu-untied", "gpt2-hub", "gpt2-relu-unscaled-f16", "gpt2-silu-inverse-bf16", "gpt2-tanh-gelu",
    "gpt_neox-defaults-f16", "gpt_neox-no-bias-bf16", "gpt_neox-pythia", "gpt_neox-sequential-tied",
    "llama-defaults-f16", "llama-gqa", "llama-linear-biases", "llama-rope3-new-bf16", "llama-rope3-tied",
    "mistral-defaults-f16", "mistral-new-bf16", "mistral-no-window-tied", "mistral-window", "qwen2-layer-types-bf16",
    "qwen2-linear-f16", "qwen2-untied", "qwen2-window-tied",
  ].map(ModelFixture.init)

  func sequences() throws -> [[Int]] {
    try PromptSet.read(directory + "/prompts.jsonl").prompts.map { prompt in
      guard case .tokens(let tokens) = prompt.content else { throw FixtureError.noTokens }
      return tokens
    }
  }

  /// The sites that the reference recorded.
  func sites(in file: SafetensorsFile) -> [Site] { Site.allCases.filter { file["\($0.rawValue).0"] != nil } }

  enum FixtureError: Error { case noTokens }
}

/// The largest difference of two tensors, and where it is.
struct Difference: CustomStringConvertible {
  var largest: Float = 0
  var layer = 0
  var token = 0
  var ours: Float = 0
  var reference: Float = 0
  var tolerance: Float

  /// - Parameters:
  ///   - reference: [layers · tokens, width], layer by layer.
  ///   - ours: [tokens, layers · width].
  init(reference: Matrix, ours: Matrix, width: Int) {
    let tokens = ours.rows
    let squares = reference.elements.reduce(0.0) { $0 + Double($1) * Double($1) }
    let rms = Float((squares / Double(max(1, reference.rows * width))).squareRoot())
    tolerance = max(1e-6, 1e-4 * rms)
    for row in 0..<reference.rows {
      let (layer, token) = (row / tokens, row % tokens)
      for c in 0..<width {
        let delta = abs(ours[token, layer * width + c] - reference[row, c])
        if !(delta <= largest) {
          (largest, self.layer, self.token) = (delta, layer, token)
          (self.ours, self.reference) = (ours[token, layer * width + c], reference[row, c])
        }
      }
    }
  }

  var isWithinTolerance: Bool { largest <= tolerance }
  var description: String {
    "layer \(layer), token \(token): \(ours) here, \(reference) there, tolerance \(tolerance)"
  }
}
