import Foundation
import MindstateModel
import MindstateNumerics
import MindstateStore
import MindstateTestSupport
import Testing

/// Adapters made here: read again with the same states. With `MINDSTATE_ADAPTERS_OUT=DIR` they stay in DIR, each with the
/// logits computed here, for Tests/Fixtures/adapters/check_written.py to open with PEFT (`make peft`).
struct WrittenAdapterTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var model: String
    var settings: LoRASettings
    var format = FloatFormat.f32
    var testDescription: String { name }
  }

  static let cases: [Case] = {
    var patterned = LoRASettings(
      rank: 2, alpha: 5, targets: .pattern(".*\\.mlp\\.dense_.*|.*\\.[01]\\..*query_key_value"))
    patterned.rankOverrides = [.init(pattern: "dense_h_to_4h", value: 4)]
    patterned.alphaOverrides = [.init(pattern: "dense_4h_to_h", value: 2.5)]
    patterned.excluded = .listed(["layers.2.mlp.dense_4h_to_h"])
    patterned.usesRankStabilisedScale = true
    var upper = LoRASettings(rank: 4, alpha: 8, targets: .listed(["q_proj", "o_proj", "down_proj"]), layers: [1, 2])
    upper.layersPattern = ["layers"]
    upper.baseModel = "llama-gqa"
    return [
      Case(name: "llama-upper", model: "llama-gqa", settings: upper),
      Case(name: "gpt2-all", model: "gpt2-tanh-gelu", settings: .init(rank: 2, alpha: 6, targets: .allLinear)),
      Case(
        name: "gpt2-c_attn-f16", model: "gpt2-hub",
        settings: .init(rank: 3, alpha: 6, targets: .listed(["attn.c_attn"]), layers: [0]), format: .f16),
      Case(name: "neox-patterns", model: "gpt_neox-pythia", settings: patterned),
      Case(
        name: "qwen2-bf16", model: "qwen2-window-tied",
        settings: .init(rank: 1, alpha: 1, targets: .listed(["k_proj", "gate_proj"])), format: .bf16),
    ]
  }()

  @Test(arguments: cases)
  func anAdapterGivesTheSameLogitsWhenReadAgain(made: Case) throws {
    try withOutputDirectory { root in
      let model = ModelFixture(name: made.model)
      let checkpoint = try Checkpoint(directory: model.directory)
      var random = RandomStream(seed: 3, name: made.name)
      var adapter = try LoRA(made.settings, for: checkpoint, random: &random)
      for i in adapter.pairs.indices {
        let pair = adapter.pairs[i]
        adapter.pairs[i].a = Self.random(pair.a, &random)
        adapter.pairs[i].b = Self.random(pair.b, &random)
      }
      let directory = "\(root)/lora-\(made.name)"
      try adapter.write(to: directory, format: made.format)
      let condition = try ModelCondition(model: model.directory, adapter: directory)
      if made.format == .f32 { #expect(condition.adapter?.digest() == adapter.digest()) }
      try Self.store(condition, model: model, in: directory)
    }
  }

  @Test(arguments: ["llama-gqa", "gpt2-tanh-gelu", "gpt_neox-pythia", "mistral-window"])
  func aSoftPromptGivesTheSameLogitsWhenReadAgain(name: String) throws {
    try withOutputDirectory { root in
      let model = ModelFixture(name: name)
      let spec = try Checkpoint(directory: model.directory).spec
      var random = RandomStream(seed: 4, name: name)
      let vectors = Self.random(Matrix(rows: 6, columns: spec.width), &random)
      let prompt = SoftPrompt(vectors: vectors, origin: name == "llama-gqa" ? .text("Answer:") : .random)
      let directory = "\(root)/soft-\(name)"
      try prompt.write(to: directory, spec: spec)
      let condition = try ModelCondition(model: model.directory, softPrompt: directory)
      #expect(condition.softPrompt?.digest() == prompt.digest())
      try Self.store(condition, model: model, in: directory)
    }
  }

  // MARK: Helpers

  private static func random(_ like: Matrix, _ random: inout RandomStream) -> Matrix {
    Matrix(
      rows: like.rows, columns: like.columns,
      (0..<like.rows * like.columns).map { _ in Float(random.uniform() * 0.8 - 0.4) })
  }

  private func withOutputDirectory(_ body: (String) throws -> Void) throws {
    if let kept = ProcessInfo.processInfo.environment["MINDSTATE_ADAPTERS_OUT"] { return try body(kept) }
    try withTemporaryDirectory(body)
  }

  /// Writes the logits of every prompt, and which model they are of.
  private static func store(_ condition: ModelCondition, model: ModelFixture, in directory: String) throws {
    let sequences = try model.sequences()
    let batch = TokenBatch(sequences: sequences, virtualTokens: condition.virtualTokens)
    let plan = CapturePlan(
      sites: [.init(site: .logits, layers: [0])], readings: [.rows(Array(0..<batch.rows))])
    let logits = try condition.transformer().forward(batch, capturing: plan).states[0][0]
    #expect(logits.allFinite)
    let path = directory + "/ours.safetensors"
    var writer = try SafetensorsWriter(
      path: path,
      tensors: sequences.enumerated().map { .init("logits.\($0)", .f32, [$1.count, logits.columns]) }, metadata: [])
    try AtomicFile.write(to: path) { file in
      try writer.writeHeader(to: &file)
      for segment in batch.segments.suffix(sequences.count) { try writer.append(logits[rows: segment.rows], to: &file) }
      writer.finish()
    }
    try AtomicFile.write(to: directory + "/model.txt") { try $0.write(model.name + "\n") }
  }
}
