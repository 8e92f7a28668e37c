import MindstateModel
import MindstateNumerics
import MindstateStore
import MindstateTestSupport
import Testing

/// What transformers or PEFT generated greedily on one checkpoint of the fixtures.
struct GenerationFixture: Sendable, CustomTestStringConvertible {
  let name: String
  let model: ModelFixture
  var adapter: String?
  var softPrompt: String?
  var testDescription: String { name }

  private init(_ name: String) {
    self.name = name
    model = ModelFixture(name: name)
  }

  private init(_ name: String, on model: String, softPrompt: Bool) {
    self.name = name
    self.model = ModelFixture(name: model)
    if softPrompt {
      self.softPrompt = Fixture.path("adapters/\(name)")
    } else {
      adapter = Fixture.path("adapters/\(name)")
    }
  }

  static let models = [
    "gpt2-hub", "gpt2-tanh-gelu", "gpt_neox-pythia", "gpt_neox-sequential-tied", "llama-gqa", "llama-rope3-new-bf16",
    "mistral-window", "qwen2-layer-types-bf16", "qwen2-window-tied",
  ].map { GenerationFixture($0) }

  static let conditions = [
    GenerationFixture("llama-four-modules", on: "llama-gqa", softPrompt: false),
    GenerationFixture("neox-fused", on: "gpt_neox-pythia", softPrompt: false),
    GenerationFixture("llama-soft-5", on: "llama-gqa", softPrompt: true),
    GenerationFixture("gpt2-soft-3", on: "gpt2-tanh-gelu", softPrompt: true),
    GenerationFixture("qwen2-window-soft-9", on: "qwen2-window-tied", softPrompt: true),
  ]

  static let all = models + conditions

  /// New tokens of every continuation that no end token ends.
  static let newTokens = 22

  func condition() throws -> ModelCondition {
    try ModelCondition(model: model.directory, adapter: adapter, softPrompt: softPrompt)
  }

  func transformer(workers: Workers = Workers()) throws -> Transformer { try condition().transformer(workers: workers) }

  func generator(endTokens: Set<Int> = [], memory: Int = 1 << 29, keepsLayers: Bool? = nil) throws -> Generator {
    try Generator(
      transformer(), tokenizer: nil, endTokens: endTokens, memory: memory, keepsLayers: keepsLayers)
  }

  func expected() throws -> SafetensorsFile {
    try SafetensorsFile(path: Fixture.path("generation/\(name).safetensors"))
  }

  /// The prompts that the reference continued, with their numbers.
  func prompts(in file: SafetensorsFile) throws -> [(number: Int, tokens: [Int])] {
    try model.sequences().enumerated().filter { file["tokens.\($0.offset)"] != nil }.map { ($0.offset, $0.element) }
  }

  func integers(_ name: String, in file: SafetensorsFile) throws -> [Int] {
    guard let tensor = file[name] else { return [] }
    return tensor.count == 0 ? [] : try file.integers(tensor)
  }
}

extension Transformer {
  /// The logits after each sequence, by the forward pass that keeps nothing: [sequences, vocabulary].
  func logitsAfter(_ sequences: [[Int]]) throws -> Matrix {
    let virtual = softPrompt?.count ?? 0
    let batch = TokenBatch(sequences: sequences, virtualTokens: virtual)
    let lasts = batch.segments.suffix(sequences.count).map { $0.rows.upperBound - 1 }
    let plan = CapturePlan(sites: [.init(site: .logits, layers: [0])], readings: [.rows(lasts)])
    return try forward(batch, capturing: plan).states[0][0]
  }
}
