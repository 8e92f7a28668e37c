import Foundation
import MindstateExperiments
import MindstateModel
import MindstateStore
import MindstateTestSupport
import Testing

/// `--adapter`, `--soft-prompt` and `inspect` on what PEFT wrote, as a person uses them.
struct AdapterCommandTests {
  private static let model = Fixture.path("models/llama-gqa")
  private static let adapter = Fixture.path("adapters/llama-one-layer-of-pattern")
  private static let softPrompt = Fixture.path("adapters/llama-soft-5")

  private static func store(_ more: [String], in directory: String) throws -> StateStore {
    let path = "\(directory)/\(more.count)-\(more.joined().utf8.reduce(0) { $0 &* 31 &+ Int($1) }).safetensors"
    let result = try Program.run(
      ["capture", "--model", model, "--prompts", "\(model)/prompts.jsonl", "--output", path] + more)
    #expect(result.status == 0, "\(result.errors)")
    return try StateStore(path: path)
  }

  @Test func conditionAndDigestNameAdapterAndSoftPrompt() throws {
    try withTemporaryDirectory { directory in
      let options: [[String]] = [
        [], ["--adapter", Self.adapter], ["--soft-prompt", Self.softPrompt],
        ["--adapter", Self.adapter, "--soft-prompt", Self.softPrompt],
      ]
      let stores = try options.map { try Self.store($0, in: directory) }
      #expect(
        stores.map(\.condition) == [
          "llama-gqa/raw", "llama-gqa+llama-one-layer-of-pattern/raw", "llama-gqa+llama-soft-5/raw",
          "llama-gqa+llama-one-layer-of-pattern+llama-soft-5/raw",
        ])
      #expect(Set(stores.map(\.model)).count == 4)
      #expect(stores[0].model == (try Checkpoint(directory: Self.model).digest()))
    }
  }

  /// The adapter adapts layer 2 alone.
  @Test func levelsBelowTheAdaptedLayerAreTheSameBits() throws {
    try withTemporaryDirectory { directory in
      let base = try Self.store([], in: directory)
      let adapted = try Self.store(["--adapter", Self.adapter], in: directory)
      for level in 0...3 {
        let a = try base.states(site: "resid", position: "last", layerIndex: level)
        let b = try adapted.states(site: "resid", position: "last", layerIndex: level)
        #expect((a == b) == (level < 3), "level \(level)")
      }
    }
  }

  @Test func positionsCountTheRealTokensOnly() throws {
    try withTemporaryDirectory { directory in
      let positions = ["--position", "first,last,all,-1,mean", "--batch-tokens", "20"]
      let plain = try Self.store(positions, in: directory)
      let soft = try Self.store(positions + ["--soft-prompt", Self.softPrompt], in: directory)
      for (a, b) in zip(plain.readings, soft.readings) {
        #expect(a.position == b.position && a.tokenIDs == b.tokenIDs && a.tokenPositions == b.tokenPositions)
      }
      let embedded = try plain.states(site: "resid", position: "all", layerIndex: 0)
      #expect(embedded == (try soft.states(site: "resid", position: "all", layerIndex: 0)), "rotary positions")
      let (a, b) = (
        try plain.states(site: "resid", position: "last", layerIndex: 1),
        try soft.states(site: "resid", position: "last", layerIndex: 1)
      )
      #expect(a != b)
    }
  }

  @Test func aLoRABesideTheWeightsIsShownAndRecorded() throws {
    try withTemporaryDirectory { directory in
      let both = "\(directory)/both"
      try FileManager.default.copyItem(atPath: Self.model, toPath: both)
      for file in ["adapter_config.json", "adapter_model.safetensors"] {
        try FileManager.default.copyItem(atPath: "\(Self.adapter)/\(file)", toPath: "\(both)/\(file)")
      }
      let shown = try JSON(parsing: try Program.run(["inspect", both, "--json"]).output)
      #expect(shown["adapter"]?.stringValue == "LoRA beside the weights, applied")
      let path = "\(directory)/both.safetensors"
      let result = try Program.run(
        ["capture", "--model", both, "--prompts", "\(Self.model)/prompts.jsonl", "--output", path])
      #expect(result.status == 0, "\(result.errors)")
      let (store, named) = (
        try StateStore(path: path), try Self.store(["--adapter", Self.adapter], in: directory)
      )
      #expect(store.condition == "both+both/raw" && store.model == named.model)
      #expect(shown["digest"]?.stringValue == store.model)
      let level = 3
      #expect(
        try store.states(site: "resid", position: "last", layerIndex: level)
          == named.states(site: "resid", position: "last", layerIndex: level))
      let train = try Program.run(
        [
          "train", "--model", both, "--tokenizer", "\(Fixture.repository)/data/tiny/base", "--corpus",
          "\(both)/config.json", "--output", "\(directory)/out",
        ])
      #expect(train.status == 1 && train.errors.contains("training begins with a model alone"), "\(train.errors)")
    }
  }

  @Test func inspectSaysWhatAnAdapterIs() throws {
    func facts(_ name: String) throws -> JSON {
      let result = try Program.run(["inspect", Fixture.path("adapters/\(name)"), "--json"])
      #expect(result.status == 0, "\(result.errors)")
      return try JSON(parsing: Array(result.output.utf8))
    }
    let lora = try facts("llama-last-layer-rslora")
    #expect(lora["kind"]?.stringValue == "LoRA" && lora["rank"] == .integer(2) && lora["modules"] == .integer(3))
    #expect(lora["layers"] == .array([.integer(1)]) && lora["base_model"]?.stringValue == "llama-rope3-tied")
    let soft = try facts("gpt2-soft-3")
    #expect(soft["virtual_tokens"] == .integer(3) && soft["parameters"] == .integer(96))
    let result = try Program.run(["inspect", Fixture.path("adapters/llama-four-modules")])
    #expect(result.output.contains("q_proj") && result.output.contains("alpha / rank"))
  }
}
