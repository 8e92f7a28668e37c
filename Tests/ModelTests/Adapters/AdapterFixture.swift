import MindstateModel
import MindstateNumerics
import MindstateStore
import MindstateTestSupport
import Testing

/// One adapter or soft prompt among the fixtures, the checkpoint that it is for, and what PEFT computed.
struct AdapterFixture: Sendable, CustomTestStringConvertible {
  let name: String
  let model: ModelFixture

  var directory: String { Fixture.path("adapters/\(name)") }
  var testDescription: String { name }

  init(_ name: String, on model: String) {
    self.name = name
    self.model = ModelFixture(name: model)
  }

  static let loras = [
    AdapterFixture("llama-four-modules", on: "llama-gqa"),
    AdapterFixture("llama-last-layer-rslora", on: "llama-rope3-tied"),
    AdapterFixture("llama-one-layer-of-pattern", on: "llama-gqa"),
    AdapterFixture("gpt2-all-linear", on: "gpt2-tanh-gelu"),
    AdapterFixture("gpt2-fused-and-both-outputs", on: "gpt2-hub"),
    AdapterFixture("neox-fused", on: "gpt_neox-pythia"),
    AdapterFixture("qwen2-patterns", on: "qwen2-untied"),
    AdapterFixture("mistral-gaussian", on: "mistral-window"),
  ]
  static let softPrompts = [
    AdapterFixture("llama-soft-5", on: "llama-gqa"), AdapterFixture("gpt2-soft-3", on: "gpt2-tanh-gelu"),
    AdapterFixture("neox-soft-1", on: "gpt_neox-pythia"),
    AdapterFixture("qwen2-window-soft-9", on: "qwen2-window-tied"),
  ]

  func condition(softPrompt: Bool) throws -> ModelCondition {
    try ModelCondition(
      model: model.directory, adapter: softPrompt ? nil : directory, softPrompt: softPrompt ? directory : nil)
  }

  /// Compares logits and the last state of every prompt with what PEFT computed: max |Δ| ≤ 1e-4 × rms.
  func expectAgreement(_ condition: ModelCondition, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let expected = try SafetensorsFile(path: directory + "/expected.safetensors")
    let sequences = try model.sequences()
    let batch = TokenBatch(sequences: sequences, virtualTokens: condition.virtualTokens)
    let spec = condition.spec
    let plan = CapturePlan(
      sites: [.init(site: .logits, layers: [0]), .init(site: .resid, layers: [spec.layers])],
      readings: [.rows(Array(0..<batch.rows))])
    let states = try condition.transformer().forward(batch, capturing: plan).states[0]
    let segments = batch.segments.suffix(sequences.count)
    for (i, segment) in segments.enumerated() {
      for (s, site) in [Site.logits, .resid].enumerated() {
        let tensor = try #require(expected["\(site.rawValue).\(i)"])
        let width = site.width(in: spec)
        let reference = try expected.matrix(tensor, rows: sequences[i].count, columns: width)
        let difference = Difference(reference: reference, ours: states[s][rows: segment.rows], width: width)
        #expect(
          difference.isWithinTolerance, "\(name) \(site.rawValue) prompt \(i): \(difference)",
          sourceLocation: sourceLocation)
      }
    }
  }
}
