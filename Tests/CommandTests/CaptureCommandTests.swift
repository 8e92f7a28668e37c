import Foundation
import MindstateExperiments
import MindstateModel
import MindstateStore
import MindstateTestSupport
import Testing

/// `mindstate capture` as a person runs it.
struct CaptureCommandTests {
  private static let model = Fixture.path("models/llama-gqa")

  private static func capture(_ more: [String], to output: String) throws -> Program.Result {
    try Program.run(
      ["capture", "--model", model, "--prompts", "\(model)/prompts.jsonl", "--output", output] + more)
  }

  @Test func theSameCommandTwiceGivesTheSameBytes() throws {
    try withTemporaryDirectory { directory in
      for name in ["one", "two"] {
        let result = try Self.capture(
          ["--sites", "resid,attn_out,logits", "--position", "all"], to: "\(directory)/\(name)")
        #expect(result.status == 0, "\(result.errors)")
      }
      #expect(
        FileManager.default.contents(atPath: "\(directory)/one")
          == FileManager.default.contents(atPath: "\(directory)/two"))
    }
  }

  @Test func severalPositionsShareAPassAndAreNamed() throws {
    try withTemporaryDirectory { directory in
      let path = "\(directory)/c.safetensors"
      let result = try Self.capture(["--sites", "resid,final_norm", "--position", "last,mean,all,-1"], to: path)
      #expect(result.status == 0, "\(result.errors)")
      let file = try SafetensorsFile(path: path)
      for name in ["resid@last", "resid@mean", "resid@all", "final_norm@-1", "token_ids@mean", "offsets@all"] {
        #expect(file[name] != nil, "\(name)")
      }
      let store = try StateStore(path: path)
      let last = try store.states(site: "resid", position: "last", layerIndex: 3)
      #expect(last == (try store.states(site: "resid", position: "-1", layerIndex: 3)))
      let all = try store.reading(position: "all")
      let rows = store.prompts.indices.map { all.rows(ofPrompt: $0).upperBound - 1 }
      #expect(last == (try store.states(site: "resid", position: "all", layerIndex: 3)).gatheringRows(rows))
    }
  }

  @Test func everyRowSaysWhichTokenItWasReadAt() throws {
    try withTemporaryDirectory { directory in
      let path = "\(directory)/c.safetensors"
      _ = try Self.capture(["--position", "last"], to: path)
      let reading = try #require(try StateStore(path: path).readings.first)
      let prompts = try PromptSet.read("\(Self.model)/prompts.jsonl").prompts
      let lasts = prompts.map { prompt -> (Int, Int) in
        guard case .tokens(let tokens) = prompt.content else { return (-1, -1) }
        return (tokens[tokens.count - 1], tokens.count - 1)
      }
      #expect(reading.tokenIDs == lasts.map(\.0))
      #expect(reading.tokenPositions == lasts.map(\.1))
    }
  }

  @Test func batchSizeChangesNoState() throws {
    try withTemporaryDirectory { directory in
      _ = try Self.capture(["--batch-tokens", "1"], to: "\(directory)/small")
      _ = try Self.capture([], to: "\(directory)/large")
      let (small, large) = (try StateStore(path: "\(directory)/small"), try StateStore(path: "\(directory)/large"))
      for level in 0...3 {
        let a = try small.states(site: "resid", position: "last", layerIndex: level)
        let b = try large.states(site: "resid", position: "last", layerIndex: level)
        for row in 0..<a.rows {
          #expect(a.squaredDistance(row, b, row).squareRoot() <= 1e-5 * a.squaredNorm(row).squareRoot())
        }
      }
    }
  }

  @Test(arguments: ["f16", "bf16"])
  func statesCanBeStoredInHalfTheSpace(dtype: String) throws {
    try withTemporaryDirectory { directory in
      _ = try Self.capture(["--dtype", dtype], to: "\(directory)/half")
      _ = try Self.capture([], to: "\(directory)/whole")
      let half = try StateStore(path: "\(directory)/half").states(site: "resid", position: "last", layerIndex: 2)
      let whole = try StateStore(path: "\(directory)/whole").states(site: "resid", position: "last", layerIndex: 2)
      for row in 0..<whole.rows {
        let distance = half.squaredDistance(row, whole, row).squareRoot() / whole.squaredNorm(row).squareRoot()
        #expect(distance > 0 && distance < 0.01)
      }
    }
  }

  @Test func aParallelModelHasNoMiddleAndSaysSo() throws {
    try withTemporaryDirectory { directory in
      let model = Fixture.path("models/gpt_neox-pythia")
      let result = try Program.run([
        "capture", "--model", model, "--prompts", "\(model)/prompts.jsonl", "--sites", "resid_mid", "--output",
        "\(directory)/c",
      ])
      #expect(result.status == 1)
      #expect(result.errors.contains("resid_mid") && result.errors.contains("parallel"))
    }
  }

  @Test func theSummaryIsJSONWhereAMachineReads() throws {
    try withTemporaryDirectory { directory in
      let result = try Self.capture(["--json"], to: "\(directory)/c")
      let summary = try JSON(parsing: Array(result.output.utf8))
      #expect(summary["prompts"]?.intValue == 4)
      #expect(result.errors.isEmpty)
    }
  }
}

extension CaptureCommandTests {
  private static func ids(_ path: String) throws -> [String] { try StateStore(path: path).prompts.map(\.id) }

  @Test func aLimitTakesTheSampleOfASweepWithThatLimit() throws {
    try withTemporaryDirectory { directory in
      let prompts = "\(Fixture.repository)/data/prompts/instructions.jsonl"
      let base = "\(Fixture.repository)/data/tiny/base"
      func capture(_ limit: Int) throws -> [String] {
        let path = "\(directory)/\(limit).safetensors"
        let result = try Program.run([
          "capture", "--model", base, "--prompts", prompts, "--limit", "\(limit)", "--output", path,
        ])
        #expect(result.status == 0, "\(result.errors)")
        return try Self.ids(path)
      }
      let (six, nine) = (try capture(6), try capture(9))
      #expect(six.count == 6 && nine.count == 9 && Set(six).isSubset(of: nine))
      let sweep = """
        prompts: \(prompts)
        limit: 6
        conditions:
          a: {model: \(base)}
          b: {model: \(Fixture.repository)/data/tiny/tuned}
          c: {model: \(base), wrapper: qa}
        roles: {start: c, pairs: [{question: b, target: a}]}
        resamples: 2
        output: run

        """
      try sweep.write(toFile: "\(directory)/sweep.yaml", atomically: true, encoding: .utf8)
      let swept = try Program.run(["sweep", "sweep.yaml", "--quiet"], in: directory)
      #expect(swept.status == 0, "\(swept.errors)")
      #expect(try Self.ids("\(directory)/run/captures/a.safetensors") == six)
      // The default wrapper is the same, too: so are the states.
      let (own, theirs) = (
        try StateStore(path: "\(directory)/6.safetensors"),
        try StateStore(path: "\(directory)/run/captures/a.safetensors")
      )
      #expect(own.wrapper == "bare" && theirs.wrapper == "bare")
      #expect(
        try own.states(site: "resid", position: "last", layerIndex: 4)
          == (try theirs.states(site: "resid", position: "last", layerIndex: 4)))
      let texts = try Program.run([
        "generate", "--model", base, "--prompts", prompts, "--limit", "6", "--max-new-tokens", "1",
      ])
      let generated = try texts.output.split(separator: "\n").map { try JSON(parsing: String($0))["id"]?.stringValue }
      #expect(generated == six)
      let differ = try Program.run(
        ["compare", "--distances", "6.safetensors", "9.safetensors", "--start", "6.safetensors"], in: directory)
      #expect(differ.status == 1 && differ.errors.contains("prompt"), "\(differ.errors)")
      #expect(
        try Program.run(["capture", "--model", base, "--prompts", prompts, "--limit", "0", "--output", "x"]).status
          == 64)
    }
  }

  @Test func withoutAWrapperTextIsBareAndTokensAreRaw() throws {
    try withTemporaryDirectory { directory in
      let text = try Program.run([
        "capture", "--model", "data/tiny/base", "--prompts", "data/prompts/smoke.jsonl", "--output", "\(directory)/a",
      ])
      #expect(text.status == 0, "\(text.errors)")
      #expect(try StateStore(path: "\(directory)/a").wrapper == "bare")
      #expect(try Self.capture([], to: "\(directory)/b").status == 0)
      #expect(try StateStore(path: "\(directory)/b").wrapper == "raw")
    }
  }

  @Test func moreStatesThanTheMachineHoldsAreRefused() throws {
    let gibibyte = 1 << 30
    try CaptureRunError.checkFits(bytes: 8 * gibibyte, memory: 10 * gibibyte)
    try CaptureRunError.checkFits(bytes: 8 * gibibyte, memory: nil)
    #expect(throws: CaptureRunError.tooLarge(bytes: 95 * gibibyte, memory: 100 * gibibyte)) {
      try CaptureRunError.checkFits(bytes: 95 * gibibyte, memory: 100 * gibibyte)
    }
  }
}
