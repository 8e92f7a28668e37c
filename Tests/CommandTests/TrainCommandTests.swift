import Foundation
import MindstateModel
import MindstateTestSupport
import Testing

/// `mindstate train` and `mindstate soft-prompt` as a person runs them.
struct TrainCommandTests {
  private static let model = "\(Fixture.repository)/data/tiny/base"

  private func write(_ directory: String) throws -> String {
    let path = directory + "/answers.jsonl"
    let lines = (0..<6).map { #"{"id":"a\#($0)","prompt":"What is \#($0) + 1?","answer":"\#($0 + 1)"}"# }
    try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  @Test func trainsALoRAAndASoftPrompt() throws {
    try withTemporaryDirectory { directory in
      let answers = try write(directory)
      let common = ["--model", Self.model, "--instructions", answers, "--steps", "3", "--batch", "2"]
      let lora = try Program.run(
        ["train"] + common + [
          "--lora-rank", "2", "--lora-targets", "q_proj,v_proj", "--lora-layers", "0-1", "--output",
          directory + "/lora", "--json",
        ])
      #expect(lora.status == 0 && lora.output.contains(#""finished":true"#), "\(lora.errors)")
      let adapter = try LoRA(directory: directory + "/lora", for: Checkpoint(directory: Self.model))
      #expect(adapter.settings.alpha == 4 && adapter.settings.layers == [0, 1])
      let soft = try Program.run(
        ["soft-prompt"] + common + ["--tokens", "2", "--output", directory + "/soft"])
      #expect(soft.status == 0 && soft.output.contains("step 3 of 3"), "\(soft.errors)")
    }
  }

  @Test func interruptingKeepsTheState() throws {
    try withTemporaryDirectory { directory in
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Program.path)
      process.arguments = [
        "train", "--model", Self.model, "--instructions", try write(directory), "--steps", "1000000", "--checkpoints",
        "2", "--output", directory + "/m",
      ]
      let output = Pipe()
      process.standardOutput = output
      process.standardError = FileHandle.nullDevice
      try process.run()
      let deadline = Date.now.addingTimeInterval(20)
      while !FileManager.default.fileExists(atPath: directory + "/m/step-2/model.safetensors"), Date.now < deadline {
        Thread.sleep(forTimeInterval: 0.02)
      }
      process.interrupt()
      let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 130)
      #expect(said.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains("go on with --resume"))
      #expect(FileManager.default.fileExists(atPath: directory + "/m.state/state.safetensors"))
      #expect(!FileManager.default.fileExists(atPath: directory + "/m/model.safetensors"))
    }
  }

  @Test func wrongUsageIsSaid() throws {
    for (arguments, said) in [
      (["train", "--output", "x"], "--model"), (["train", "--model", "m", "--output", "x"], "--corpus"),
      (["train", "--model", "m", "--corpus", "c", "--objective", "dpo", "--output", "x"], "--preferences"),
      (["train", "--model", "m", "--corpus", "c", "--lora-targets", "q_proj", "--output", "x"], "--lora-rank"),
      (["train", "--model", "m", "--corpus", "c", "--betas", "1", "--output", "x"], "0.9,0.95"),
      (["train", "--model", "m", "--corpus", "c", "--steps", "1", "--epochs", "1", "--output", "x"], "not both"),
      (["train", "--model", "m", "--corpus", "c", "--batch", "0", "--output", "x"], "--batch"),
      (["soft-prompt", "--model", "m", "--output", "x"], "--instructions"),
    ] {
      let result = try Program.run(arguments)
      #expect(result.status == 64 && result.errors.contains(said), "\(arguments): \(result.errors)")
    }
  }

  @Test func badInputEndsInOneLine() throws {
    try withTemporaryDirectory { directory in
      let empty = directory + "/empty.txt"
      try "".write(toFile: empty, atomically: true, encoding: .utf8)
      let result = try Program.run(
        ["train", "--model", Self.model, "--corpus", empty, "--output", directory + "/m"])
      #expect(result.status == 1 && result.errors.split(separator: "\n").count == 1)
      #expect(result.errors.contains("empty.txt"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["empty.txt"])
    }
  }
}
