import Foundation
import MindstateModel
import MindstateNumerics
import MindstateTestSupport
import Testing

/// What a directory is, and what of it a condition, an adapter or a tokenizer takes.
struct ModelDirectoryTests {
  private static let model = Fixture.path("models/llama-gqa")
  private static let lora = Fixture.path("adapters/llama-four-modules")
  private static let softPrompt = Fixture.path("adapters/llama-soft-5")

  private static func copy(_ files: [String], of source: String, to directory: String) throws {
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    for file in files {
      try FileManager.default.copyItem(atPath: "\(source)/\(file)", toPath: "\(directory)/\(file)")
    }
  }

  private static func copyModel(to directory: String) throws {
    try copy(["config.json", "model.safetensors"], of: model, to: directory)
  }

  private static func copyAdapter(_ adapter: String, to directory: String) throws {
    try copy(["adapter_config.json", "adapter_model.safetensors"], of: adapter, to: directory)
  }

  private static func message(_ body: () throws -> Void) -> String {
    do { try body() } catch { return "\(error)" }
    return "no error"
  }

  @Test func aLoRABesideTheWeightsIsAppliedAsIfItWereNamed() throws {
    try withTemporaryDirectory { root in
      let both = "\(root)/both"
      try Self.copyModel(to: both)
      try Self.copyAdapter(Self.lora, to: both)
      #expect(try ModelDirectory(both).content == .modelWithAdapter(.lora))
      let named = try ModelCondition(model: Self.model, adapter: Self.lora)
      for condition in [
        try ModelCondition(model: both), try ModelCondition(model: both, adapter: both),
        try ModelCondition(model: both, adapter: both + "/."), try ModelCondition(model: Self.model, adapter: both),
      ] {
        #expect(condition.digest() == named.digest())
        #expect(condition.adapter?.digest() == named.adapter?.digest())
      }
      #expect(try ModelCondition(model: both).name == "both+both")
      #expect(named.digest() != (try ModelCondition(model: Self.model).digest()))
    }
  }

  @Test func whatWouldBeLeftOutBesideTheWeightsIsAnError() throws {
    try withTemporaryDirectory { root in
      let (both, soft) = ("\(root)/both", "\(root)/soft")
      try Self.copyModel(to: both)
      try Self.copyAdapter(Self.lora, to: both)
      try Self.copyModel(to: soft)
      try Self.copyAdapter(Self.softPrompt, to: soft)
      let two = Self.message { _ = try ModelCondition(model: both, adapter: Self.lora) }
      #expect(two.contains("holds a LoRA beside the model") && two.contains(Self.lora))
      #expect(Self.message { _ = try ModelCondition(model: soft) }.contains("a model and a soft prompt"))
      #expect(try ModelCondition(model: soft, softPrompt: soft).virtualTokens == 5)
      let json = "\(both)/adapter_config.json"
      try "{\"peft_type\": \"IA3\"}".write(toFile: json, atomically: true, encoding: .utf8)
      #expect(try ModelDirectory(both).content == .modelWithAdapter(nil))
      #expect(Self.message { _ = try ModelCondition(model: both) }.contains("IA3"))
    }
  }

  @Test func anAdapterGivenAsAModelSaysWhatItIs() throws {
    try withTemporaryDirectory { root in
      let repository = "\(root)/adapter"
      try Self.copyAdapter(Self.lora, to: repository)
      // Many such repositories hold the configuration of the base.
      try Self.copy(["config.json"], of: Self.model, to: repository)
      for directory in [Self.lora, repository] {
        #expect(
          Self.message { _ = try Checkpoint(directory: directory) }
            == "\(directory): is a LoRA adapter of llama-gqa, not a model: give it as the condition's adapter, "
            + "and llama-gqa as the model")
      }
      #expect(Self.message { _ = try Checkpoint(directory: Self.softPrompt) }.contains("is a soft prompt of llama-gqa"))
      let model = try Checkpoint(directory: Self.model)
      #expect(Self.message { _ = try LoRA(directory: Self.model, for: model) }.contains("is a model, not an adapter"))
    }
  }

  @Test func theRootOfACacheIsTheSnapshotOfItsMainRef() throws {
    try withTemporaryDirectory { hub in
      let root = "\(hub)/models--own--my--base"
      for revision in ["old", "new"] { try Self.copyModel(to: "\(root)/snapshots/\(revision)") }
      try "not json".write(toFile: "\(root)/snapshots/old/config.json", atomically: true, encoding: .utf8)
      #expect(Self.message { _ = try ModelDirectory(root) }.contains("several snapshots and no refs/main"))
      try FileManager.default.createDirectory(atPath: "\(root)/refs", withIntermediateDirectories: true)
      try "new\n".write(toFile: "\(root)/refs/main", atomically: true, encoding: .utf8)
      let condition = try ModelCondition(model: root)
      #expect(condition.checkpoint.directory == "\(root)/snapshots/new" && condition.name == "my--base")
      #expect(condition.digest() == (try ModelCondition(model: Self.model).digest()))
      #expect(try ModelDirectory("\(root)/snapshots/new").name == "my--base")
      try "gone".write(toFile: "\(root)/refs/main", atomically: true, encoding: .utf8)
      #expect(Self.message { _ = try ModelDirectory(root) }.contains("no snapshot gone, which refs/main names"))
      #expect(
        Self.message { _ = try ModelDirectory(hub) }.contains("is a cache of repositories (models--own--my--base)"))
    }
  }

  @Test func aTrainersOutputWithoutAModelNamesItsLastCheckpoint() throws {
    try withTemporaryDirectory { run in
      for step in ["checkpoint-90", "checkpoint-1000"] { try Self.copyModel(to: "\(run)/\(step)") }
      let said = Self.message { _ = try ModelCondition(model: run) }
      #expect(said.contains("(checkpoint-90, checkpoint-1000)") && said.hasSuffix("the last is \(run)/checkpoint-1000"))
      // With a finished model above, they are of no use.
      try Self.copyModel(to: run)
      try Data().write(to: URL(fileURLWithPath: "\(run)/pytorch_model.bin"))
      let found = try ModelCondition(model: run).directory
      #expect(found.content == .model && found.unused == ["checkpoint-90", "checkpoint-1000", "pytorch_model.bin"])
    }
  }

  @Test func aTokenizerAloneAndAnEmptyDirectoryAreNamedSo() throws {
    try withTemporaryDirectory { root in
      #expect(Self.message { _ = try Checkpoint(directory: root) }.contains("no config.json there"))
      try "{}".write(toFile: "\(root)/tokenizer.json", atomically: true, encoding: .utf8)
      #expect(try ModelDirectory(root).content == .tokenizer)
      #expect(Self.message { _ = try Checkpoint(directory: root) }.contains("is a tokenizer, not a model"))
    }
  }
}
