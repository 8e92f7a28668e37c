import Foundation
import MindstateStore
import MindstateTestSupport
import Testing

/// Libraries' errors name settings; the tool adds its options.
struct OptionHintTests {
  private static func refused(_ arguments: [String], in directory: String, _ parts: [String]) throws {
    let result = try Program.run(arguments, in: directory)
    #expect(result.status == 1, "\(result)")
    #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
    for part in parts { #expect(result.errors.contains(part), "\(part) is not in: \(result.errors)") }
  }

  private static let model = "\(Fixture.repository)/data/tiny/base"

  @Test func anErrorIsFollowedByTheOptionsThatHelp() throws {
    try withTemporaryDirectory { directory in
      try #"{"id": "a", "text": "Hello"}"#.write(toFile: "\(directory)/p.jsonl", atomically: true, encoding: .utf8)
      try #"{"id": "a", "messages": [{"role": "user", "content": "Hello"}]}"#.write(
        toFile: "\(directory)/m.jsonl", atomically: true, encoding: .utf8)
      let capture = ["capture", "--model", Self.model, "--output", "c.safetensors", "--prompts"]
      try Self.refused(
        capture + ["p.jsonl", "--wrapper", "qa", "--position", "answer-end"], in: directory,
        ["a file of answers. (option --answers)\n"])
      try Self.refused(
        capture + ["m.jsonl", "--wrapper", "qa"], in: directory, ["Use the wrapper chat, or", "(option --wrapper)\n"])
      try Self.refused(
        capture + ["p.jsonl", "--adapter", Fixture.path("adapters/llama-soft-5")], in: directory,
        ["give this directory as the soft prompt (option --soft-prompt)\n"])
      try Self.refused(
        ["sweep", "--plan", "s.yaml", "--shard", "3/2"], in: directory,
        ["shard 3/2: it must be i/n", "(option --shard)\n"])
      try "output: run\n".write(toFile: "\(directory)/s.yaml", atomically: true, encoding: .utf8)
      try Self.refused(
        ["sweep", "--plan", "s.yaml"], in: directory, ["lacks the key", "(option --example prints a whole file)\n"])
      try Self.refused(
        ["assert", "s.yaml"], in: directory, ["has no key \"output\""])
      try "limit: 3\n".write(toFile: "\(directory)/a.yaml", atomically: true, encoding: .utf8)
      try Self.refused(
        ["assert", "a.yaml"], in: directory, ["lacks the key", "(option --example prints a whole file)\n"])
    }
  }

  @Test func capturesThatDoNotFitNameTheChoosingOptions() throws {
    try withTemporaryDirectory { directory in
      for (name, seed) in [("a", UInt64(1)), ("b", 2)] {
        try Capture.labelled(name, seed: seed, labels: true).write(to: "\(directory)/\(name).safetensors")
      }
      let files = ["a.safetensors", "b.safetensors"]
      try Self.refused(
        ["probe"] + files + ["--target", "topic", "--positions", "first"], in: directory,
        ["holds no position first", "Choose from these. (option --positions)\n"])
      try Self.refused(
        ["modes", "--fit"] + files + ["--positions", "first"], in: directory,
        ["holds no position first", "(option --positions)\n"])
      // What is no setting has no hint.
      try Self.refused(["probe"] + files + ["--target", "mood"], in: directory, ["no capture has a label mood"])
      let plain = try Program.run(["probe"] + files + ["--target", "mood"], in: directory)
      #expect(!plain.errors.contains("(option"))
    }
  }

  /// The result alone takes 3.6 GB, in one matrix or one a thread, where the process may have 2.5.
  #if os(Linux)
    @Test func wantOfMemoryIsOneLineAndCodeOne() throws {
      let command = "ulimit -v 2500000; exec '\(Program.path)' ceiling --m 30000 --n 30000 --k 1 --seconds 0"
      let result = try Program.run(["-c", command], program: "/bin/sh")
      #expect(result.status == 1, "\(result)")
      #expect(result.errors.hasPrefix("mindstate: out of memory: "), "\(result.errors)")
      #expect(result.errors.split(separator: "\n").count == 1 && result.errors.contains("--threads 1"))
    }
  #endif
}
