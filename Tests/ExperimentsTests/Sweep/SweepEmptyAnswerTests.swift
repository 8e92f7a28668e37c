import Foundation
import MindstateExperiments
import MindstateModel
import MindstateStore
import MindstateTestSupport
import Testing

/// A model that says nothing has been asked, and the rest goes on.
struct SweepEmptyAnswerTests {
  /// Makes `silent`, the tiny tuned model with other end tokens: the first that it chooses after so many prompts.
  private static func makeSilent(_ directory: String, at count: Int, of sweep: TinySweep) throws {
    let tuned = "\(Fixture.repository)/data/tiny/tuned"
    var request = GenerateRequest(model: tuned)
    request.wrappers = ["bare"]
    request.settings.maxNewTokens = 1
    let first = try request.run(try PromptSet.read("\(directory)/prompts.jsonl"))[0].generations.map { $0.tokens.first }
    try FileManager.default.createDirectory(atPath: "\(directory)/silent", withIntermediateDirectories: true)
    for file in try FileManager.default.contentsOfDirectory(atPath: tuned) where file != "generation_config.json" {
      try FileManager.default.createSymbolicLink(
        atPath: "\(directory)/silent/\(file)", withDestinationPath: "\(tuned)/\(file)")
    }
    let ends = Set(first.prefix(count).compactMap(\.self)).sorted()
    try sweep.write("{\"eos_token_id\": \(ends)}", "silent/generation_config.json")
  }

  /// Runs the sweep with a tuned model that is silent after that many prompts, at least.
  private static func run(
    silentAt count: Int, positions: String = "[last, answer-end]",
    _ body: (TinySweep, SweepSummary, _ silent: Int) throws -> Void
  ) throws {
    try withTemporaryDirectory { directory in
      let sweep = try TinySweep(directory)
      try makeSilent(directory, at: count, of: sweep)
      let yaml = TinySweep.yaml.replacingOccurrences(of: "\(Fixture.repository)/data/tiny/tuned", with: "silent")
        .replacingOccurrences(of: "[last, answer-end]", with: positions)
      try sweep.write(yaml + "answers: generated\n", "sweep.yaml")
      let summary = try sweep.request.run()
      let table = try TableReader("\(sweep.run)/behaviour.csv")
      let silent = table.rows.count {
        table.text($0, "condition") == "tuned/bare" && table.text($0, "empty") == "true"
      }
      try body(sweep, summary, silent)
    }
  }

  private static func prompts(_ sweep: TinySweep, _ folder: String, _ name: String) throws -> Int {
    try StateStore(path: "\(sweep.run)/\(folder)/\(name).safetensors").prompts.count
  }

  private static func counts(_ sweep: TinySweep, at position: String) throws -> Set<String> {
    let table = try TableReader("\(sweep.run)/similarity.csv")
    return Set(table.rows.filter { table.text($0, "position") == position }.compactMap { table.text($0, "n") })
  }

  @Test func emptyAnswersAreCountedAndLeftOutWhereAnswersAreRead() throws {
    try Self.run(silentAt: 2) { (sweep, summary, silent) throws in
      #expect((1...4).contains(silent), "nothing was tested")
      #expect(summary.unanswered?.hasPrefix("tuned/bare answers nothing at \(silent) of 6 prompts") == true)
      #expect(summary.pairs.first?.empty == Double(silent) / 6)
      #expect(summary.pairs.map(\.position) == ["last", "answer-end"])
      for name in ["base-bare", "base-qa", "tuned-bare", "base-asks", "base-diary"] {
        #expect(try Self.prompts(sweep, "captures", name) == 6)
        #expect(try Self.prompts(sweep, "answer-captures", name) == 6 - silent)
      }
      #expect(try Self.counts(sweep, at: "last") == ["6"])
      #expect(try Self.counts(sweep, at: "answer-end") == ["\(6 - silent)"])
      let manifest = String(decoding: try #require(try sweep.contents()["manifest.json"]), as: UTF8.self)
      #expect(manifest.contains("they are left out at answer-end, under every condition"))
      // Nothing is made again.
      #expect(try sweep.request.run().made == 0)
    }
  }

  @Test func aModelThatAlwaysSaysNothingIsStillReadBeforeTheAnswer() throws {
    try Self.run(silentAt: 6) { (sweep, summary, silent) throws in
      #expect(silent == 6 && summary.unanswered?.contains("nothing is judged at answer-end") == true)
      #expect(summary.pairs.map(\.position) == ["last"])
      #expect(try Self.counts(sweep, at: "last") == ["6"])
      #expect(try Self.counts(sweep, at: "answer-end").isEmpty)
      #expect(try sweep.request.run().made == 0)
    }
  }

  @Test func whereOnlyAnswersAreReadACaptureHasThePromptsWithOne() throws {
    try Self.run(silentAt: 2, positions: "[answer-end]") { (sweep, _, silent) throws in
      #expect(try Self.prompts(sweep, "captures", "base-qa") == 6 - silent)
      #expect(try sweep.contents()["answer-captures/base-qa.safetensors"] == nil)
    }
  }

  @Test func anAnswerFileMayHaveEmptyAnswers() throws {
    try withTemporaryDirectory { directory in
      let sweep = try TinySweep(directory, more: "answers: answers.jsonl\n")
      let ids = ["France", "sum", "sky", "name", "day", "town"]
      let lines = ids.map { "{\"id\": \"\($0)\", \"text\": \"\($0 == "sky" ? "" : "yes")\"}\n" }
      try sweep.write(lines.joined(), "answers.jsonl")
      let summary = try sweep.request.run()
      #expect(summary.unanswered?.hasPrefix("Forced answers say nothing at 1 of 6 prompts") == true)
      #expect(try Self.counts(sweep, at: "answer-end") == ["5"])
    }
  }
}

/// What `capture` makes of answers that say nothing.
struct CaptureEmptyAnswerTests {
  private static func capture(
    _ answers: [String], _ positions: [Position]
  ) throws -> (capture: Capture, summary: CaptureSummary) {
    try withTemporaryDirectory { directory in
      let prompts = answers.indices.map { "{\"id\": \"p\($0)\", \"text\": \"What is \($0)?\"}\n" }.joined()
      let lines = answers.indices.map { "{\"id\": \"p\($0)\", \"text\": \"\(answers[$0])\"}\n" }.joined()
      try prompts.write(toFile: "\(directory)/prompts.jsonl", atomically: true, encoding: .utf8)
      try lines.write(toFile: "\(directory)/answers.jsonl", atomically: true, encoding: .utf8)
      var request = CaptureRequest(
        model: "\(Fixture.repository)/data/tiny/base", prompts: "\(directory)/prompts.jsonl")
      request.wrapper = "bare"
      request.answers = "\(directory)/answers.jsonl"
      request.positions = positions
      let summary = try request.run(writingTo: "\(directory)/out.safetensors")
      return (try Capture(path: "\(directory)/out.safetensors"), summary)
    }
  }

  @Test func leavesThemOutAndSaysSo() throws {
    let (capture, summary) = try Self.capture(["yes", "", "no"], [.last, .answerEnd])
    #expect(summary.leftOut == ["p1"] && summary.prompts == 2)
    #expect(capture.prompts.map(\.id) == ["p0", "p2"])
    #expect(capture.readings.allSatisfy { $0.sites[0].states.rows == 2 })
  }

  @Test func keepsThemWhereNoAnswerIsRead() throws {
    let (capture, summary) = try Self.capture(["yes", "", "no"], [.last])
    #expect(summary.leftOut.isEmpty && capture.prompts.count == 3)
  }

  @Test func refusesWhereAllAreEmpty() {
    #expect(throws: CaptureRunError.nothingAnswered(prompts: 2)) { try Self.capture(["", " "], [.answerEnd]) }
  }
}
