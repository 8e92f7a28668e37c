import Foundation
import MindstateExperiments
import MindstateStore
import MindstateTestSupport
import Testing

/// A run directory: whole, resumable, and the same whoever makes it.
struct SweepRunTests {
  @Test func holdsEveryCaptureTableAndTheirOrigins() throws {
    try withTemporaryDirectory { directory in
      let sweep = try TinySweep(directory)
      let summary = try sweep.request.run()
      #expect(summary.kept == 0 && summary.made > 10)
      let files = try sweep.contents()
      for name in [
        "captures/base-bare.safetensors", "captures/base-asks.safetensors", "behaviour.csv", "maps.csv",
        "similarity.csv",
      ] {
        #expect(files[name]?.isEmpty == false, "\(name)")
      }
      let manifest = try JSON(parsing: Array(try #require(files["manifest.json"])))
      #expect(manifest["format"]?.stringValue == "mindstate.run/1")
      #expect(manifest["conditions"]?.arrayValue?.count == 7)
      #expect(
        manifest["question"]?["paraphrases"]?.arrayValue?.compactMap(\.stringValue) == ["base/asks", "base/query"])
      #expect(manifest["pieces"]?["similarity.csv"]?.stringValue?.count == 16)
      #expect(manifest["prompts"]?.intValue == 6)
    }
  }

  @Test func aSecondStartKeepsEverything() throws {
    try withTemporaryDirectory { directory in
      let sweep = try TinySweep(directory)
      let first = try sweep.request.run()
      let before = try sweep.contents()
      let second = try sweep.request.run()
      #expect(second.made == 0 && second.kept == first.made)
      try expectEqual(before, sweep.contents())
    }
  }

  @Test func aMissingFileIsMadeAgainWithTheSameBytes() throws {
    try withTemporaryDirectory { directory in
      let sweep = try TinySweep(directory)
      try sweep.request.run()
      let before = try sweep.contents()
      try FileManager.default.removeItem(atPath: "\(sweep.run)/captures/base-qa.safetensors")
      try Data("short".utf8).write(to: URL(fileURLWithPath: "\(sweep.run)/maps.csv"))
      try sweep.write("", "run/.maps.csv.1-zz.tmp")
      let again = try sweep.request.run()
      #expect(again.made == 2)
      try expectEqual(before, sweep.contents())
    }
  }

  @Test func aChangedInputIsRedoneAndNothingElse() throws {
    try withTemporaryDirectory { directory in
      let sweep = try TinySweep(directory)
      try sweep.request.run()
      let before = try sweep.contents()
      // One wrapper changed: its capture, its text, and the tables that read it.
      try sweep.write("Enquiry: {prompt}\nResult:\n", "paraphrases/query.txt")
      try sweep.request.run()
      let changed = try differing(before, sweep.contents()).filter { !$0.hasPrefix(".pieces/") }
      #expect(changed.contains("captures/base-query.safetensors") && changed.contains("manifest.json"))
      #expect(!changed.contains { $0.hasPrefix("captures/") && $0 != "captures/base-query.safetensors" })
      // And back: the same bytes as at first.
      try sweep.write("Query: {prompt}\nResult:\n", "paraphrases/query.txt")
      try sweep.request.run()
      try expectEqual(before, sweep.contents())
    }
  }

  @Test func whatIsNoPartAnyMoreIsRemoved() throws {
    try withTemporaryDirectory { directory in
      let sweep = try TinySweep(directory)
      try sweep.request.run()
      try sweep.write("mine", "run/notes.txt")
      try FileManager.default.removeItem(atPath: "\(directory)/paraphrases/query.txt")
      try sweep.request.run()
      let files = try sweep.contents()
      #expect(files["captures/base-query.safetensors"] == nil && files["texts/base-query.jsonl"] == nil)
      #expect(files["notes.txt"] != nil)
    }
  }

  @Test(arguments: [2, 3])
  func shardsAndAPlainCallGiveThePlainBytes(count: Int) throws {
    try withTemporaryDirectory { directory in
      let sweep = try TinySweep(directory)
      try sweep.request.run()
      let plain = try sweep.contents()
      var request = sweep.request
      request.output = "\(directory)/shards"
      var made = 0
      for index in 0..<count {
        request.shard = SweepShard(index: index, count: count)
        made += try request.run().made
      }
      request.shard = nil
      let last = try request.run()
      #expect(last.kept == made && made == 12)
      try expectEqual(plain, sweep.contents("\(directory)/shards"))
    }
  }

  @Test func aLockKeepsTwoSweepsApart() throws {
    try withTemporaryDirectory { directory in
      let sweep = try TinySweep(directory)
      try sweep.request.run()
      let lock = try FileLock.take("\(sweep.run)/.lock", shared: false, holder: "process 4711")
      #expect(lock != nil)
      #expect(throws: SweepError.locked(directory: sweep.run, holder: "process 4711")) { try sweep.request.run() }
      var shard = sweep.request
      shard.shard = SweepShard(index: 0, count: 2)
      #expect(throws: SweepError.self) { try shard.run() }
      withExtendedLifetime(lock) {}
    }
  }

  @Test func aLockOfTheDeadIsNobodys() throws {
    try withTemporaryDirectory { directory in
      let sweep = try TinySweep(directory)
      try sweep.write("process 999999", "run/.lock")
      try sweep.request.run()
      #expect(try sweep.contents()[".lock"] == Data())
    }
  }

  @Test func aFullDiskLeavesNothingHalfWrittenAndIsGoneOnFrom() throws {
    try withTemporaryDirectory { directory in
      let sweep = try TinySweep(directory)
      try sweep.request.run()
      let whole = try sweep.contents()
      for successes in [0, 1, 2, 5, 11, 20, 30] {
        var request = sweep.request
        request.output = "\(directory)/full-\(successes)"
        #expect(throws: FileError.self) {
          try SystemCalls.failing(.write, with: ENOSPC, after: successes) { _ = try request.run() }
        }
        let partial = (try? sweep.contents("\(directory)/full-\(successes)")) ?? [:]
        for (name, bytes) in partial where name != ".lock" { #expect(bytes == whole[name], "\(name)") }
        try request.run()
        try expectEqual(whole, sweep.contents("\(directory)/full-\(successes)"))
      }
    }
  }

  @Test func answersOfTheTunedModelAreForcedEverywhere() throws {
    try withTemporaryDirectory { directory in
      let sweep = try TinySweep(directory, more: "answers: generated\n")
      try sweep.request.run()
      let texts = try #require(try sweep.contents()["texts/tuned-bare.jsonl"])
      let answers = try #require(try sweep.contents()["answers.jsonl"])
      #expect(String(decoding: texts, as: UTF8.self).split(separator: "\n").count == 6)
      let first = try JSON(parsing: String(decoding: answers.split(separator: 10)[0], as: UTF8.self))
      #expect(first["id"]?.stringValue == "France" && first["text"]?.stringValue?.contains("\n") == false)
    }
  }
}

/// Every analysis in one sweep.
struct SweepTablesTests {
  private static let data = "\(Fixture.repository)/data"
  private static let yaml = """
    prompts: \(data)/prompts/short.jsonl
    limit: 40
    conditions:
      base/bare: {model: \(data)/tiny/base}
      base/qa: {model: \(data)/tiny/base, wrapper: \(data)/wrappers/qa.txt}
      base/film: {model: \(data)/tiny/base, wrapper: \(data)/wrappers/film-script.txt}
      tuned/bare: {model: \(data)/tiny/tuned}
      tuned/qa: {model: \(data)/tiny/tuned, wrapper: \(data)/wrappers/qa.txt}
    roles:
      start: base/bare
      pairs: [{question: [tuned/bare, tuned/qa], target: base/qa}]
      paraphrases: \(data)/wrappers/paraphrases/qa
      irrelevant: \(data)/wrappers/irrelevant/qa
      ceiling: {tuned/bare: tuned/qa}
      crossed: {tunings: [tuned/bare, tuned/qa], wrappers: [base/qa, base/film]}
    admission: {answer_rate: 1, kl: 1000}
    read: {layers: "1,3", positions: [last]}
    modes: {fit: [base/bare, base/qa, irrelevant], score: [tuned/bare]}
    behaviour: {max_new_tokens: 4}
    trajectory: {target: base/qa, conditions: [tuned/bare, base/bare]}
    resamples: 50
    output: run

    """

  @Test func everyTableIsThereAndTheSummaryReadsThem() throws {
    try withTemporaryDirectory { directory in
      let path = "\(directory)/sweep.yaml"
      try Self.yaml.write(toFile: path, atomically: true, encoding: .utf8)
      let summary = try SweepRequest(path: path).run()
      for name in ["similarity", "verdicts", "contrasts", "crossed", "modes", "trajectory", "behaviour", "maps"] {
        #expect(try !TableReader("\(directory)/run/\(name).csv").rows.isEmpty, "\(name)")
      }
      #expect(summary.pairs.count == 2)
      for pair in summary.pairs {
        #expect(pair.layers.map(\.layer) == [1, 3] && pair.verdict != nil && pair.goesOn != nil)
      }
      #expect(summary.pairs[0].mode != nil && summary.pairs[0].direction != nil && summary.selfTest != nil)
      let manifest = try JSON(parsing: try TextFile.read("\(directory)/run/manifest.json"))
      #expect(manifest["self_test"]?["passed"]?.boolValue == summary.selfTest?.passed)
      // The tiny model was trained on neither kind of wrapper, and its controls overlap.
      let verdicts = try TableReader("\(directory)/run/verdicts.csv")
      let overlapping = verdicts.rows.filter { verdicts.text($0, "reason")?.contains("controls_overlap") == true }
      let overlaps = summary.selfTest?.overlaps.flatMap(\.layers) ?? []
      let layers = Set(overlapping.compactMap { verdicts.text($0, "layer").flatMap { Int($0) } })
      #expect(!layers.isEmpty && Set(overlaps.map(\.layer)) == layers && overlaps.count == layers.count)
      #expect(overlapping.allSatisfy { verdicts.text($0, "verdict") == "undecided" })
      let lines = summary.selfTest?.overlapLines(details: "verdicts.csv") ?? []
      #expect(lines.count == 3 && lines.allSatisfy { !$0.isEmpty }, "\(lines)")
      for overlap in overlaps {
        #expect(overlap.y == "base/qa" && !overlap.irrelevant.isEmpty && !overlap.paraphrases.isEmpty)
      }
      #expect(manifest["self_test"]?["overlaps"]?.arrayValue?.count == overlaps.count)
      #expect(manifest["layers"]?["resid"]?.arrayValue?.compactMap(\.intValue) == [1, 3])
      // Each pair, its controls and its ceiling have their rows once.
      let table = try TableReader("\(directory)/run/similarity.csv")
      let keys = table.rows.map { row in
        ["condition_a", "condition_b", "site", "layer", "position", "metric"].map { table.text(row, $0) ?? "" }
      }
      #expect(Set(keys).count == keys.count)
      #expect(Set(keys.map { $0[0] + "|" + $0[1] }).count >= 2 + 20 + 1)
    }
  }

  /// Something that no plan can know: the place of a table is taken by a directory.
  @Test func aTableThatCannotBeMadeHidesNoOther() throws {
    try withTemporaryDirectory { directory in
      let sweep = try TinySweep(directory)
      try sweep.write("x", "run/similarity.csv/taken.txt")
      let error = try #require(throws: IncompleteSweep.self) { try sweep.request.run() }
      #expect(error.failures.count == 1 && error.failures[0].hasPrefix("similarity: "), "\(error)")
      #expect(error.summary.made > 0 && error.summary.pairs.count == 2)
      let files = try sweep.contents()
      #expect(files["verdicts.csv"] != nil && files["maps.csv"] != nil)
      let manifest = try JSON(parsing: Array(try #require(files["manifest.json"])))
      #expect(manifest["caveats"]?.arrayValue?.first?.stringValue == error.failures[0])
      try FileManager.default.removeItem(atPath: "\(sweep.run)/similarity.csv")
      #expect(try sweep.request.run().made == 1)
    }
  }

  @Test func tablesAreReadBackAsTheyWereWritten() throws {
    try withTemporaryDirectory { directory in
      let text = "a,b,c\r\n\"x,\"\"y\"\"\r\nz\",1.5,\r\n'=1+1,-2,'quoted\r\n"
      try text.write(toFile: "\(directory)/t.csv", atomically: true, encoding: .utf8)
      let table = try TableReader("\(directory)/t.csv")
      #expect(table.rows.count == 2)
      #expect(table.text(table.rows[0], "a") == "x,\"y\"\r\nz" && table.number(table.rows[0], "b") == 1.5)
      #expect(table.text(table.rows[0], "c") == nil && table.text(table.rows[0], "d") == nil)
      #expect(table.text(table.rows[1], "a") == "=1+1" && table.text(table.rows[1], "c") == "'quoted")
      #expect(try TableReader("\(directory)/none.csv").rows.isEmpty)
    }
  }
}
