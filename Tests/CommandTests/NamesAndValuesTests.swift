import Foundation
import MindstateNumerics
import MindstateStore
import MindstateTestSupport
import Testing

/// Names, values and files that programs often read otherwise than they are written.
struct NamesAndValuesTests {
  private static let data = "\(Fixture.repository)/data"
  private static let model = "\(data)/tiny/base"

  /// 40 prompts in ten groups under labels with awkward names; the first column tells the class, which is in two groups.
  private static func capture(_ condition: String, constant: Bool = false) -> Capture {
    var random = RandomStream(seed: 5, name: condition)
    var states = Matrix(rows: 40, columns: 4)
    for row in 0..<40 where !constant {
      for column in 0..<4 { states[row, column] = Float(random.uniform()) }
      states[row, 0] += row < 8 ? 3 : 0
    }
    let prompts = (0..<40).map { index in
      CapturedPrompt(
        id: "p\(index)", group: "g\(index / 4)",
        labels: ["rare, kind", "-dash"].map { ($0, .string(index < 8 ? "yes" : "no")) })
    }
    let site = SiteStates(site: "resid", layers: [0], states: states)
    return Capture(
      condition: condition, prompts: prompts,
      readings: [
        Reading(
          position: "-1", sites: [site], tokenIDs: [Int](repeating: 3, count: 40),
          tokenPositions: [Int](repeating: 9, count: 40))
      ])
  }

  private static func run(_ arguments: [String], in directory: String) throws -> Program.Result {
    let result = try Program.run(arguments, in: directory)
    #expect(result.status == 0, "\(arguments): \(result.errors)")
    return result
  }

  @Test func aClassInTwoGroupsHasValues() throws {
    try withTemporaryDirectory { directory in
      try Self.capture("a").write(to: "\(directory)/a.safetensors")
      let result = try Self.run(
        ["probe", "a.safetensors", "--target", #"rare\, kind"#, "--metrics", "accuracy", "--json"], in: directory)
      let rows = try JSON(parsing: result.output)["rows"]?.arrayValue ?? []
      #expect(rows.count == 1 && rows[0]["value"]?.doubleValue == 1 && rows[0]["target"]?.stringValue == "rare, kind")
    }
  }

  @Test func aTableWithoutOneValueSaysSo() throws {
    try withTemporaryDirectory { directory in
      for name in ["a", "b"] {
        try Self.capture(name, constant: true).write(to: "\(directory)/\(name).safetensors")
      }
      let probe = try Self.run(["probe", "a.safetensors", "--target", "-dash", "--probe", "lda"], in: directory)
      #expect(probe.errors.contains("-dash: none of ") && probe.errors.contains("rows has a value: no_spread"))
      let compare = try Self.run(
        [
          "compare", "--distances", "a.safetensors", "b.safetensors", "--start", "a.safetensors", "--metrics",
          "cosine_distance_standardised",
        ], in: directory)
      #expect(compare.errors.contains("similarity: none of 1 rows has a value: "), "\(compare.errors)")
    }
  }

  @Test func valuesMayBeginWithADash() throws {
    try withTemporaryDirectory { directory in
      for name in ["a", "b"] { try Self.capture(name).write(to: "\(directory)/\(name).safetensors") }
      _ = try Self.run(
        [
          "capture", "--model", Self.model, "--prompts", "\(Self.data)/prompts/smoke.jsonl", "--position", "-1",
          "--condition", "-base", "--output", "c.safetensors",
        ], in: directory)
      let store = try StateStore(path: "\(directory)/c.safetensors")
      #expect(store.condition == "-base" && store.readings.map(\.position) == ["-1"])
      let generated = try Self.run(
        ["generate", "--model", Self.model, "--max-new-tokens", "1", "--stop", "-", "--prompt", "-5 + 3 ="],
        in: directory)
      #expect(!generated.output.isEmpty)
      _ = try Self.run(
        [
          "compare", "--distances", "a.safetensors", "b.safetensors", "--start", "a.safetensors", "--positions", "-1",
          "--resamples", "5",
        ], in: directory)
      _ = try Self.run(
        [
          "probe", "a.safetensors", "--target", "-dash", "--classes", "-dash", "--control", "-dash", "--resamples", "5",
        ],
        in: directory)
      try "{{ bos_token }}{{ messages[0].content }}".write(
        toFile: "\(directory)/t.jinja", atomically: true, encoding: .utf8)
      let render = ["render", "--chat-template", "t.jinja", "--prompts", "\(Self.data)/prompts/smoke.jsonl"]
      for (option, value) in [("--chat-variable", "-x=1"), ("--bos-token", "-b"), ("--eos-token", "-e")] {
        _ = try Self.run(render + [option, value], in: directory)
      }
    }
  }

  @Test func aFileWithACommaIsNamedWithABackslash() throws {
    try withTemporaryDirectory { directory in
      for name in ["a, b", "c", "d"] { try Self.capture(name).write(to: "\(directory)/\(name).safetensors") }
      let result = try Self.run(
        [
          "modes", "--fit", #"T\=0, one=a\, b.safetensors,c.safetensors"#, "d.safetensors", "--score", "c.safetensors",
          "--resamples", "5", "--json",
        ], in: directory)
      #expect(result.output.contains("\"T=0, one\""))
    }
  }

  @Test func namesInTablesAreGuardedOrAsTheyAre() throws {
    try withTemporaryDirectory { directory in
      for name in ["=a", "@b"] {
        try Self.capture(name).write(to: "\(directory)/\(name.dropFirst()).safetensors")
      }
      let compare = [
        "compare", "--distances", "a.safetensors", "b.safetensors", "--start", "a.safetensors", "--resamples", "5",
        "--quiet", "--output",
      ]
      _ = try Self.run(compare + ["guarded.csv"], in: directory)
      _ = try Self.run(compare + ["plain.csv", "--plain-csv"], in: directory)
      let guarded = try String(contentsOfFile: "\(directory)/guarded.csv", encoding: .utf8)
      let plain = try String(contentsOfFile: "\(directory)/plain.csv", encoding: .utf8)
      #expect(guarded.contains("\r\n'=a,'@b,") && plain.contains("\r\n=a,@b,"))
    }
  }

  @Test func aMisspeltNameInAListIsAnErrorWithTheNearest() throws {
    try withTemporaryDirectory { directory in
      for name in ["a", "b"] { try Self.capture(name).write(to: "\(directory)/\(name).safetensors") }
      try #"{"id":"a","prompt":"x","answer":"y"}"#.write(
        toFile: "\(directory)/i.jsonl", atomically: true, encoding: .utf8)
      let train = ["train", "--model", Self.model, "--instructions", "i.jsonl", "--output", "out", "--steps", "2"]
      let tune = train + ["--lora-rank", "1"]
      let compare = ["compare", "--distances", "a.safetensors", "b.safetensors", "--start", "a.safetensors"]
      let capture = ["capture", "--model", "m", "--prompts", "p", "--output", "o"]
      let cases: [([String], String)] = [
        (["lab", "table", "--lab", "\(Self.data)/lab", "--only", "base,instuct"], "did you mean \"instruct\"?"),
        (compare + ["--metrics", "cosine_distanc"], "did you mean \"cosine_distance\"?"),
        (compare + ["--sites", "resid,logits"], "holds no site logits"),
        (compare + ["--positions", "-1,last"], "holds no position last"),
        (["probe", "a.safetensors", "--target", "-dash", "--probe", "ridgge"], "did you mean \"ridge\"?"),
        (["probe", "a.safetensors", "--target", "-dash,kind"], "no capture has a label kind"),
        (capture + ["--sites", "reside"], "did you mean \"resid\"?"),
        (tune + ["--lora-targets", "q_proj,v_prj"], "did you mean v_proj?"),
        (tune + ["--lora-layers", "0,99"], "no layer 99"),
        (train + ["--checkpoints", "1,5"], "after step 5, but training ends with step 2"),
      ]
      for (arguments, words) in cases {
        let result = try Program.run(arguments, in: directory)
        #expect(result.status != 0 && result.errors.contains(words), "\(arguments): \(result.errors)")
      }
    }
  }

  @Test func aByteOrderMarkAndCarriageReturnsAreReadInEveryTextFile() throws {
    try withTemporaryDirectory { directory in
      func write(_ text: String, _ name: String) throws {
        try ("\u{FEFF}" + text.replacingOccurrences(of: "\n", with: "\r\n"))
          .write(toFile: "\(directory)/\(name)", atomically: true, encoding: .utf8)
      }
      try write(#"{"id":"a","text":"One?"}"# + "\n" + #"{"id":"b","text":"Two?"}"# + "\n", "p.jsonl")
      try write("Q: {prompt}\nA:\n", "w.txt")
      try write("Ask: {prompt}\nSay:\n", "o.txt")
      try "Q: {prompt}\nA:\n".write(toFile: "\(directory)/unix.txt", atomically: true, encoding: .utf8)
      try write(
        """
        prompts: p.jsonl
        conditions:
          base/bare: {model: \(Self.model)}
          base/qa: {model: \(Self.model), wrapper: w.txt}
          base/ask: {model: \(Self.model), wrapper: o.txt}
        roles: {start: base/bare, pairs: [{question: base/ask, target: base/qa}]}
        output: run

        """, "sweep.yaml")
      let inspect = ["inspect", Self.model, "--prompts", "p.jsonl", "--json", "--wrapper"]
      let (windows, unix) = (
        try Self.run(inspect + ["./w.txt"], in: directory), try Self.run(inspect + ["./unix.txt"], in: directory)
      )
      #expect(windows.output == unix.output && !windows.output.contains("\\r"))
      #expect(windows.errors.contains("wrapper w: its lines end in CR LF") && unix.errors.isEmpty, "\(windows.errors)")
      _ = try Self.run(["sweep", "sweep.yaml", "--plan"], in: directory)
    }
  }

  @Test func aLongExampleIsNotToldToBeCut() throws {
    try withTemporaryDirectory { directory in
      let answer = String(repeating: "word ", count: 5000)
      try "{\"id\":\"a\",\"prompt\":\"x\",\"answer\":\"\(answer)\"}".write(
        toFile: "\(directory)/i.jsonl", atomically: true, encoding: .utf8)
      let result = try Program.run(
        ["soft-prompt", "--model", Self.model, "--instructions", "i.jsonl", "--output", "out"], in: directory)
      #expect(result.errors.contains("shorten the prompt or the answer, or leave the example out, or learn fewer"))
    }
  }
}
