import Foundation
import MindstateStore
import MindstateTestSupport
import Testing

/// `mindstate generate` as a person uses it, on the shipped tiny model.
struct GenerateCommandTests {
  private static let base = ["generate", "--model", "data/tiny/base", "--max-new-tokens", "6"]
  private static let prompts = ["--prompts", "data/prompts/smoke.jsonl"]

  private static func lines(_ text: String) throws -> [JSON] {
    try text.split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
  }

  @Test func writesALineForEveryPromptUnderEveryWrapper() throws {
    let result = try Program.run(Self.base + Self.prompts + ["--wrapper", "qa", "--wrapper", "bare"])
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    let lines = try Self.lines(result.output)
    #expect(
      lines.count == 16 && lines.map { $0["id"] } == lines.prefix(8).map { $0["id"] } + lines.suffix(8).map { $0["id"] }
    )
    #expect(
      lines.map { $0["condition"]?.stringValue } == Array(repeating: "base/qa", count: 8)
        + Array(repeating: "base/bare", count: 8))
    for line in lines {
      #expect(line.objectValue?.members.map(\.key) == ["id", "text", "condition", "finish", "new_tokens"])
      let count = line["new_tokens"]?.arrayValue?.count ?? 0
      #expect(line["finish"]?.stringValue == "length" ? count == 6 : count < 6)
    }
  }

  @Test func threadsAndCompanyChangeNoToken() throws {
    let draw =
      Self.base + ["--temperature", "1", "--top-p", "0.9", "--seed", "8", "--wrapper", "qa", "--log-probabilities"]
    func tokens(_ result: Program.Result) throws -> [String: JSON] {
      #expect(result.status == 0, "\(result.errors)")
      return Dictionary(
        uniqueKeysWithValues: try Self.lines(result.output).map {
          (try #require($0["id"]?.stringValue), try #require($0["new_tokens"]))
        })
    }
    let whole = try Program.run(draw + Self.prompts)
    #expect(whole.output == (try Program.run(draw + Self.prompts)).output)
    let all = try tokens(whole)
    #expect(all == (try tokens(try Program.run(draw + Self.prompts + ["--threads", "1"]))))
    try withTemporaryDirectory { directory in
      let text = try String(contentsOfFile: "\(Fixture.repository)/data/prompts/smoke.jsonl", encoding: .utf8)
      let few = text.split(separator: "\n").reversed().prefix(3).joined(separator: "\n")
      try few.write(toFile: "\(directory)/few.jsonl", atomically: true, encoding: .utf8)
      let some = try tokens(try Program.run(draw + ["--prompts", "\(directory)/few.jsonl"]))
      #expect(some.count == 3 && some.allSatisfy { all[$0.key] == $0.value })
    }
    let other = try Program.run(draw + Self.prompts + ["--seed", "9"])
    #expect(try tokens(other) != all)
  }

  @Test func onePromptIsShownAsText() throws {
    let one = try Program.run(Self.base + ["--prompt", "Hello"])
    #expect(one.status == 0 && !one.output.isEmpty && !one.output.contains("new_tokens"))
    let two = try Program.run(Self.base + ["--prompt", "Hello", "--wrapper", "qa", "--wrapper", "bare"])
    #expect(two.output.contains("base/qa:\n") && two.output.hasSuffix("base/bare:\n" + one.output))
  }

  @Test func adapterAndSoftPromptNameTheConditionAndAreRefusedForAnotherModel() throws {
    for option in ["--adapter", "--soft-prompt"] {
      let name = option == "--adapter" ? "llama-four-modules" : "llama-soft-5"
      let result = try Program.run(
        Self.base + ["--prompt", "Hello", option, Fixture.path("adapters/\(name)")])
      #expect(result.status == 1 && result.errors.contains(name) && result.output.isEmpty, "\(result.errors)")
    }
  }

  @Test func whatIsGeneratedCanBeForced() throws {
    try withTemporaryDirectory { directory in
      let answers = "\(directory)/answers.jsonl"
      let made = try Program.run(
        Self.base + Self.prompts + ["--wrapper", "qa", "--first-line", "--log-probabilities", "--output", answers])
      #expect(made.status == 0 && made.output.isEmpty && made.errors.isEmpty, "\(made.errors)")
      // A model that says nothing has no answer to force; capture says so, and of which prompt.
      let empty = Set(
        try Self.lines(String(contentsOfFile: answers, encoding: .utf8)).filter { $0["text"] == .string("") }
          .compactMap { $0["id"]?.stringValue })
      let path = "\(Fixture.repository)/data/prompts/smoke.jsonl"
      let prompts = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").filter { line in
        !empty.contains { line.contains("\"\($0)\"") }
      }
      #expect(prompts.count >= 5)
      try prompts.joined(separator: "\n").write(
        toFile: "\(directory)/p.jsonl", atomically: true, encoding: .utf8)
      let lines = try String(contentsOfFile: answers, encoding: .utf8).split(separator: "\n").filter {
        !$0.contains("\"text\":\"\"")
      }
      try lines.joined(separator: "\n").write(toFile: answers, atomically: true, encoding: .utf8)
      let result = try Program.run([
        "capture", "--model", "data/tiny/base", "--prompts", "\(directory)/p.jsonl", "--wrapper", "bare", "--answers",
        answers, "--position", "answer-end", "--output", "\(directory)/c.safetensors",
      ])
      #expect(result.status == 0, "\(result.errors)")
    }
  }

  @Test func aStopTextEndsTheText() throws {
    func text(_ more: [String]) throws -> String {
      try Program.run(Self.base + ["--prompt", "Hello", "--wrapper", "raw"] + more).output
    }
    let free = try text([])
    let stop = String(free.dropFirst(2).prefix(3))
    let cut = try #require(free.range(of: stop))
    #expect(try text(["--stop", "nowhere", "--stop", stop]) == free[..<cut.lowerBound] + "\n")
  }

  static let refusals: [(arguments: [String], status: Int32, expected: String)] = [
    ([], 64, "--prompts"), (["--prompt", "a", "--prompts", "b"], 64, "--prompts"),
    (["--prompt", "a", "--temperature=-1"], 64, "--temperature is -1"),
    (["--prompt", "a", "--temperature", "nan"], 64, "--temperature"),
    (["--prompt", "a", "--top-p", "0"], 64, "--top-p is 0"), (["--prompt", "a", "--top-p", "1.5"], 64, "--top-p"),
    (["--prompt", "a", "--max-new-tokens", "0"], 64, "--max-new-tokens is 0"),
    (["--prompt", "a", "--stop", ""], 64, "--stop"), (["--prompt", "a", "--seed=-1"], 64, "seed"),
    (["--prompt", "a", "--wrapper", "nowrapper"], 1, "nowrapper"),
    (["--prompts", "nowhere.jsonl"], 1, "nowhere.jsonl"),
    (["--prompt", String(repeating: "word ", count: 5000)], 1, "4096"), (["--prompt", ""], 64, "--prompt"),
    (["--prompt", "a", "--output", "nowhere/x.jsonl"], 1, "nowhere/x.jsonl"),
    (["--prompt", "a", "--wrapper", "chat"], 1, "chat"),
  ]

  @Test(arguments: refusals.indices) func refusesInOneLine(index: Int) throws {
    let (arguments, status, expected) = Self.refusals[index]
    let result = try Program.run(Self.base + arguments)
    #expect(result.status == status && result.output.isEmpty, "\(arguments): \(result.output)\(result.errors)")
    #expect(result.errors.contains(expected), "\(result.errors)")
    if status == 1 { #expect(result.errors.split(separator: "\n").count == 1) }
  }

  /// A first Ctrl-C ends it within a token; what was finished, and nothing else, is in the partial file.
  @Test func interruptingKeepsWhatIsFinished() throws {
    try withTemporaryDirectory { directory in
      let lines = (0..<6000).map { i in
        let tokens = (0..<100).map { ($0 * 7 + i * 3) % 500 + 2 }
        return "{\"id\":\"p\(i)\",\"tokens\":[\(tokens.map(String.init).joined(separator: ","))]}"
      }
      try lines.joined(separator: "\n").write(toFile: "\(directory)/p.jsonl", atomically: true, encoding: .utf8)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Program.path)
      process.currentDirectoryURL = URL(fileURLWithPath: Fixture.repository)
      process.arguments = [
        "generate", "--model", "data/tiny/base", "--prompts", "\(directory)/p.jsonl", "--max-new-tokens", "900",
        "--output", "\(directory)/out.jsonl",
      ]
      process.standardError = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      Thread.sleep(forTimeInterval: 1.5)
      process.interrupt()
      process.waitUntilExit()
      #expect(process.terminationStatus == 130)
      let files = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
      #expect(files == ["p.jsonl"] || files == ["out.jsonl.partial", "p.jsonl"], "\(files)")
      if files.count == 2 {
        let kept = try Self.lines(String(contentsOfFile: "\(directory)/out.jsonl.partial", encoding: .utf8))
        #expect(!kept.isEmpty && kept.count < 6000 && kept.allSatisfy { $0["finish"] != nil })
      }
    }
  }
}
