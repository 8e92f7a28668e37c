import Foundation
import MindstateStore
import MindstateTestSupport
import Testing

/// The main job on the shipped tiny pair: checkpoint → states → distances → CSV.
struct MainJobTests {
  private static let prompts = "data/prompts/instructions.jsonl"

  private static func capture(_ model: String, _ wrapper: String, to path: String, _ more: [String] = []) throws {
    let result = try Program.run(
      [
        "capture", "--model", "data/tiny/\(model)", "--prompts", prompts, "--wrapper", wrapper, "--output", path,
        "--condition", "\(model)/\(wrapper)", "--quiet",
      ] + more)
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test func fromCheckpointsToTheTable() throws {
    try withTemporaryDirectory { directory in
      let positions = ["--position", "last,answer-end"]
      for (model, wrapper) in [("base", "bare"), ("base", "qa"), ("tuned", "bare")] {
        try Self.capture(model, wrapper, to: "\(directory)/\(model)-\(wrapper)", positions)
      }
      let stores = try ["base-bare", "base-qa", "tuned-bare"].map { try StateStore(path: "\(directory)/\($0)") }
      for position in ["last", "answer-end"] {
        let ids = try stores.map { try $0.reading(position: position).tokenIDs }
        #expect(ids[0] == ids[1] && ids[1] == ids[2], "read at equal tokens at \(position)")
      }
      let output = "\(directory)/out"
      let result = try Program.run(
        [
          "compare", "--distances", "\(directory)/base-bare", "\(directory)/base-qa", "\(directory)/tuned-bare",
          "--start",
          "\(directory)/base-bare", "--output", output,
        ])
      #expect(result.status == 0, "\(result.errors)")
      let table = try String(contentsOfFile: "\(output)/similarity.csv", encoding: .utf8)
      let lines = table.split(whereSeparator: \.isNewline)
      // 3 pairs × 5 levels × 2 positions × 12 metrics, and the names of the columns.
      #expect(lines.count == 1 + 3 * 5 * 2 * 12)
      #expect(lines[0].hasPrefix("condition_a,condition_b,role,reference,site,layer,position,token_match,metric,value"))
      #expect(!table.contains("nan") && !table.contains("inf"))
      let again = try Program.run(
        [
          "compare", "--output", "\(directory)/again.csv", "--threads", "1", "--start", "\(directory)/base-bare",
          "--distances", "\(directory)/tuned-bare", "\(directory)/base-bare", "\(directory)/base-qa",
        ])
      #expect(again.status == 0)
      #expect(
        try String(contentsOfFile: "\(directory)/again.csv", encoding: .utf8) == table,
        "threads and order change nothing")
    }
  }

  @Test func aModelAgainstItselfIsAtDistanceZero() throws {
    try withTemporaryDirectory { directory in
      try Self.capture("base", "bare", to: "\(directory)/a")
      try Self.capture("base", "bare", to: "\(directory)/b", ["--batch-tokens", "500"])
      let result = try Program.run([
        "compare", "--distances", "\(directory)/a", "\(directory)/b", "--start", "\(directory)/a", "--json",
        "--resamples",
        "50",
      ])
      let rows = try #require(try JSON(parsing: Array(result.output.utf8))["rows"]?.arrayValue)
      for row in rows where row["metric"]?.stringValue == "euclidean_relative" && row["layer"] != .integer(0) {
        #expect((row["value"]?.doubleValue ?? 1) < 1e-5)
      }
    }
  }

  @Test func answersComeFromAFileOrFromTheReferences() throws {
    try withTemporaryDirectory { directory in
      let answers = "\(directory)/answers.jsonl"
      let ids = try String(contentsOfFile: "\(Fixture.repository)/data/prompts/smoke.jsonl", encoding: .utf8)
        .split(whereSeparator: \.isNewline)
        .compactMap { try? JSON(parsing: Array($0.utf8))["id"]?.stringValue }
      try ids.map { "{\"id\":\"\($0)\",\"text\":\"none at all\"}\n" }.joined()
        .write(toFile: answers, atomically: true, encoding: .utf8)
      func capture(_ name: String, _ more: [String]) throws -> StateStore {
        let result = try Program.run(
          [
            "capture", "--model", "data/tiny/base", "--prompts", "data/prompts/smoke.jsonl", "--wrapper", "qa",
            "--position",
            "answer-end,answer-0", "--output", "\(directory)/\(name)",
          ] + more)
        #expect(result.status == 0, "\(result.errors)")
        return try StateStore(path: "\(directory)/\(name)")
      }
      let given = try capture("given", ["--answers", answers])
      let first = try #require(try given.reading(position: "answer-0").tokenIDs)
      #expect(Set(first).count == 1, "every answer begins alike")
    }
  }
}
