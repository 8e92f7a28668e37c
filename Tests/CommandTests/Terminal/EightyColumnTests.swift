import Foundation
import MindstateTestSupport
import Testing
import mindstate

/// What every command says to a person fits a terminal of 80 columns.
struct EightyColumnTests {
  /// No line is wider, but for one that ends in a word that fits no line, as a path.
  static func expectFits(_ result: Program.Result, _ what: String) {
    #expect(result.status == 0, "\(what): \(result.errors)")
    for line in (result.output + result.errors).split(separator: "\n") where DisplayWidth.columns(line) > 80 {
      let last = line.split(separator: " ").last ?? ""
      #expect(last.contains("/") && DisplayWidth.columns(last) > 60, "\(what): \(line)")
    }
  }

  private static let tiny = "\(Fixture.repository)/data/tiny"
  private static let wrappers = "\(Fixture.repository)/data/wrappers"

  private static func run(_ arguments: [String], in directory: String) throws {
    let result = try Program.run(arguments, in: directory, environment: ["COLUMNS": "80"])
    expectFits(result, arguments.prefix(3).joined(separator: " "))
  }

  @Test func capturesAndWhatIsMadeOfThem() throws {
    try withTemporaryDirectory { directory in
      let prompts = (0..<40).map { i in
        #"{"id":"p\#(i)","text":"Say number \#(i).","labels":{"kind":"kind \#(i % 2)","type":"type \#(i % 5)"}}"#
      }
      try prompts.joined(separator: "\n").write(toFile: "\(directory)/p.jsonl", atomically: true, encoding: .utf8)
      func capture(_ model: String, _ wrapper: String, _ file: String, _ more: [String] = []) throws {
        try Self.run(
          [
            "capture", "--model", "\(Self.tiny)/\(model)", "--prompts", "p.jsonl", "--wrapper", wrapper,
            "--condition", "a-condition-with-a-rather-long-name/\(file)", "--output", file,
          ] + more, in: directory)
      }
      for (model, wrapper) in [("base", "bare"), ("base", "qa"), ("tuned", "bare"), ("tuned", "qa")] {
        try capture(model, wrapper, "\(model)-\(wrapper)")
      }
      var controls: [String: [String]] = [:]
      for role in ["paraphrases", "irrelevant"] {
        let folder = "\(Self.wrappers)/\(role)/qa"
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted().prefix(3) {
          try capture("base", "\(folder)/\(name)", name)
          controls[role, default: []].append(name)
        }
      }
      let captures = ["tuned-bare", "base-qa", "base-bare"]
      try Self.run(
        ["compare", "--distances"] + captures + ["--resamples", "50", "--start", "base-bare"], in: directory)
      let roles = ["--question", "tuned-bare", "--target", "base-qa", "--start", "base-bare"]
      try Self.run(
        ["compare"] + roles + ["--resamples", "50", "--output", "out"]
          + ["--paraphrase"] + controls["paraphrases", default: []]
          + ["--irrelevant"] + controls["irrelevant", default: []] + ["--ceiling", "tuned-qa"], in: directory)
      try Self.run(
        ["modes", "--fit", "base-bare", "base-qa", "--score", "tuned-bare", "--resamples", "20", "--output", "out"],
        in: directory)
      try Self.run(
        [
          "probe", "base-bare", "base-qa", "--target", "kind", "--control", "type", "--folds", "3", "--resamples", "20",
          "--output", "out",
        ], in: directory)
      for (model, wrapper) in [("base", "qa"), ("tuned", "bare")] {
        try capture(model, wrapper, "way-\(model)", ["--position", "prompt-all,last", "--align", "nearest"])
      }
      try Self.run(
        ["trajectory", "way-base", "--score", "way-tuned", "--resamples", "20", "--output", "out"], in: directory)
    }
  }

  @Test func sweepsReportsAndAssertions() throws {
    try withTemporaryDirectory { directory in
      let sweep = """
        prompts: \(Fixture.repository)/data/prompts/smoke.jsonl
        limit: 6
        conditions:
          the-base-model/bare: {model: \(Self.tiny)/base}
          the-base-model/qa: {model: \(Self.tiny)/base, wrapper: \(Self.wrappers)/qa.txt}
          a-model-with-a-long-name/bare: {model: \(Self.tiny)/tuned}
        roles:
          reference: the-base-model/bare
          pairs: [[a-model-with-a-long-name/bare, the-base-model/qa]]
          paraphrases: \(Self.wrappers)/paraphrases/qa
          irrelevant: \(Self.wrappers)/irrelevant/qa
        modes: {fit: [the-base-model/bare, the-base-model/qa], score: [a-model-with-a-long-name/bare]}
        behaviour: {max_new_tokens: 4}
        resamples: 20
        output: run

        """
      try sweep.write(toFile: "\(directory)/sweep.yaml", atomically: true, encoding: .utf8)
      try Self.run(["sweep", "sweep.yaml", "--plan"], in: directory)
      try Self.run(["sweep", "sweep.yaml"], in: directory)
      try Self.run(["report", "run"], in: directory)
      let claims = """
        prompts: \(Fixture.repository)/data/prompts/smoke.jsonl
        conditions:
          a-model-with-a-long-name/bare: {model: \(Self.tiny)/tuned}
          the-base-model/bare: {model: \(Self.tiny)/base}
        assertions:
          - mode: {score: a-model-with-a-long-name/bare, in: the-base-model/bare, among: [a-model-with-a-long-name/bare]}
            name: a claim that does not hold, whose name is longer than a terminal of eighty columns is wide

        """
      try claims.write(toFile: "\(directory)/claims.yaml", atomically: true, encoding: .utf8)
      var result = try Program.run(["assert", "claims.yaml"], in: directory, environment: ["COLUMNS": "80"])
      #expect(result.status == 1 && result.output.contains("a claim that does not hold"), "\(result)")
      result.status = 0
      Self.expectFits(result, "assert")
    }
  }

  @Test func modelsAndTheirTraining() throws {
    try withTemporaryDirectory { directory in
      let lab = "\(Fixture.repository)/data/lab"
      let prompts = "\(Fixture.repository)/data/prompts/smoke.jsonl"
      try Self.run([], in: directory)
      try Self.run(["inspect", "--system"], in: directory)
      try Self.run(["inspect", "\(lab)/models/base"], in: directory)
      try Self.run(["inspect", "\(lab)/adapters/refusal"], in: directory)
      try Self.run(["inspect", "\(lab)/soft-prompts/k4"], in: directory)
      try Self.run(
        ["inspect", "\(Self.tiny)/base", "--prompts", prompts, "--wrapper", "qa", "--references"], in: directory)
      try Self.run(
        ["generate", "--model", "\(Self.tiny)/base", "--prompts", prompts, "--max-new-tokens", "2", "--output", "t"],
        in: directory)
      try Self.run(["lab", "corpus", "--output", "lab", "--documents", "200"], in: directory)
      try Self.run(
        ["train-tokenizer", "--corpus", "lab/corpus.txt", "--vocabulary", "300", "--output", "tokenizer"], in: directory
      )
      let instructions = ["--instructions", "\(lab)/tuning/instruct.jsonl", "--steps", "2", "--batch", "2"]
      try Self.run(
        ["train", "--model", "\(lab)/models/base", "--lora-rank", "2", "--output", "lora"] + instructions, in: directory
      )
      try Self.run(
        ["soft-prompt", "--model", "\(lab)/models/base", "--tokens", "2", "--output", "soft"] + instructions,
        in: directory)
      try Self.run(["lab", "curve", "lora/loss.csv", "--output", "loss.svg"], in: directory)
    }
  }

  @Test func theWidthIsThatOfTheTerminal() throws {
    let arguments = ["inspect", "data/lab/models/base"]
    func widest(_ columns: String) throws -> Int {
      let text = try Program.run(arguments, environment: ["COLUMNS": columns]).output
      return text.split(separator: "\n").map { DisplayWidth.columns($0) }.max() ?? 0
    }
    #expect(try widest("40") <= 40)
    #expect(try widest("nonsense") == (try widest("80")))
    let screen = try Program.onTerminal([], columns: 60).screen
    #expect(
      screen.split(whereSeparator: \.isNewline).allSatisfy { DisplayWidth.columns($0) <= 60 || $0.hasPrefix("  ") })
  }
}
