import Foundation
import MindstateTestSupport
import Testing

/// Ctrl-C and a closed pipe.
struct InterruptionTests {
  @Test func interruptingLeavesNothingHalfWritten() throws {
    try withTemporaryDirectory { directory in
      // Enough prompts that the work takes longer than it takes to interrupt it.
      let model = Fixture.path("models/llama-gqa")
      let lines = (0..<20_000).map { i in
        let tokens = [i % 96, i / 96 % 96, i / 9216] + (0..<37).map { ($0 * 7 + i) % 96 }
        return "{\"id\":\"p\(i)\",\"tokens\":[\(tokens.map(String.init).joined(separator: ","))]}"
      }
      let prompts = "\(directory)/prompts.jsonl"
      try lines.joined(separator: "\n").write(toFile: prompts, atomically: true, encoding: .utf8)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Program.path)
      process.arguments = [
        "capture", "--model", model, "--prompts", prompts, "--output", "\(directory)/c.safetensors", "--batch-tokens",
        "64",
      ]
      process.standardError = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      Thread.sleep(forTimeInterval: 0.3)
      process.interrupt()
      process.waitUntilExit()
      #expect(process.terminationStatus == 130)
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["prompts.jsonl"])
    }
  }

  @Test func aClosedPipeIsNoError() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c", "\"$1\" inspect \"$2\" | true; \"$1\" --help | head -n 1", "sh", Program.path,
      Fixture.path("models/gpt2-hub"),
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(said.hasPrefix("OVERVIEW"), "\(said)")
  }
}
