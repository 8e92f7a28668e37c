import MindstateExperiments
import MindstateStore
import MindstateTestSupport
import Testing

/// What is checked before any work, and what a plan says.
struct SweepPlanTests {
  /// The error of a sweep whose text was changed; the run directory must not have been made.
  private static func refusal(
    _ changes: [(String, String)], files: [(String, String)] = []
  ) throws -> String {
    try withTemporaryDirectory { directory in
      let sweep = try TinySweep(directory)
      var text = TinySweep.yaml
      for (old, new) in changes {
        try #require(text.contains(old))
        text = text.replacing(old, with: new)
      }
      try sweep.write(text, "sweep.yaml")
      for (name, text) in files { try sweep.write(text, name) }
      var words = ""
      do { _ = try sweep.request.run() } catch { words = "\(error)" }
      #expect(throws: (any Error).self) { try sweep.contents() }
      return words
    }
  }

  @Test func aWrapperWithoutNewlineCarriesNoVerdict() throws {
    let error = try Self.refusal([], files: [("qa.txt", "Q: {prompt}\nA:")])
    #expect(error.contains("sweep.yaml:5: condition base/qa") && error.contains("newline"), "\(error)")
    let control = try Self.refusal([], files: [("irrelevant/open.txt", "Look: {prompt}")])
    #expect(control.contains("base/open") && control.contains("newline"), "\(control)")
  }

  @Test func howAnswersAreScoredIsChecked() throws {
    let yaml = "behaviour:"
    for (setting, words) in [
      ("scoring: {mode: contain}", "did you mean \"contains\"?"), ("scoring: {span: line}", "one of first-line, text"),
      ("scoring: {mod: exact}", "did you mean \"mode\"?"),
      ("scoring: {mode: numeric}", "the reference of prompt France is \"Paris\""),
    ] {
      let error = try Self.refusal([(yaml, "\(setting)\n\(yaml)")])
      #expect(error.contains("sweep.yaml:14") && error.contains(words), "\(error)")
    }
  }

  @Test func modelsOfTwoShapesAreRefused() throws {
    let other = Fixture.path("models/llama-gqa")
    let error = try Self.refusal([
      ("{model: \(Fixture.repository)/data/tiny/tuned}", "{model: \(other), wrapper: bare}")
    ])
    #expect(error.contains("tuned/bare") && error.contains("sweep.yaml:6"), "\(error)")
  }

  @Test func pathsThatLeadNowhereAreNamedWithTheirLine() throws {
    for (old, new, place) in [
      ("prompts: prompts.jsonl", "prompts: none.jsonl", "sweep.yaml:2"),
      ("wrapper: qa.txt", "wrapper: nope.txt", "sweep.yaml:5"),
      ("tiny/tuned", "tiny/tuned-not", "sweep.yaml:6"),
      ("paraphrases: paraphrases", "paraphrases: nowhere", "sweep.yaml:10"),
    ] {
      let error = try Self.refusal([(old, new)])
      #expect(error.contains(place), "\(error)")
    }
  }

  @Test func twoConditionsOfOneFileAreRefused() throws {
    let error = try Self.refusal([
      ("  tuned/bare: {", "  base-qa: {model: \(Fixture.repository)/data/tiny/base}\n  tuned/bare: {")
    ])
    #expect(error.contains("captures/base-qa.safetensors"), "\(error)")
  }

  @Test func labelsReferencesAndMetricsMustBeThere() throws {
    let label = try Self.refusal([("output: run", "cluster: color\noutput: run")])
    #expect(label.contains("cluster \"color\""), "\(label)")
    let line = "{\"id\":\"a\",\"text\":\"One?\"}\n{\"id\":\"b\",\"text\":\"Two?\"}\n"
    let reference = try Self.refusal([], files: [("prompts.jsonl", line)])
    #expect(reference.contains("prompt a has no reference"), "\(reference)")
    let metric = try Self.refusal([("output: run", "metrics: [cosine_distanse]\noutput: run")])
    #expect(metric.contains("did you mean \"cosine_distance\""), "\(metric)")
  }

  @Test func severalTunedModelsHaveNoOneAnswer() throws {
    let error = try Self.refusal(
      [
        (
          "  tuned/bare: {",
          "  tuned/again: {model: \(Fixture.repository)/data/tiny/tuned, wrapper: few.txt}\n  tuned/bare: {"
        ),
        ("question: tuned/bare", "question: [tuned/bare, tuned/again]"),
        ("output: run", "answers: generated\noutput: run"),
      ], files: [("few.txt", "Few: {prompt}\n")])
    #expect(error.contains("several X (tuned/bare, tuned/again)"), "\(error)")
  }

  @Test func oneConditionUnderTwoNamesIsOneRole() throws {
    let error = try Self.refusal(
      [
        (
          "  tuned/bare: {",
          "  plain: {model: \(Fixture.repository)/data/tiny/base, wrapper: plain.txt}\n  tuned/bare: {"
        ),
        ("question: tuned/bare", "question: plain"),
      ], files: [("plain.txt", "{prompt}\n")])
    #expect(error.contains("condition plain is base/bare under another name"), "\(error)")
  }

  @Test func filesThatAreNotThereAreNoCondition() throws {
    let error = try Self.refusal([("prompts: prompts.jsonl", "prompts: none.jsonl")])
    #expect(error.contains("prompts: ") && !error.contains("condition"), "\(error)")
  }

  /// What a table needs of labels, classes, folds, clusters and positions is known from the plan: none of these is
  /// found after captures were made.
  @Test(arguments: [
    (
      "probes: [{targets: [kind], conditions: [base/bare]}]",
      "sweep.yaml:17: probes cannot be made: kind: probe: 6 prompts for"
    ),
    ("probes: [{targets: [kind], conditions: [base/bare], control: none}]", "none"),
    ("probes: [{targets: [kind], conditions: [base/bare], numbers: [kind]}]", "kind is to be a number"),
    ("modes: {fit: [base/bare, base/qa], score: [tuned/bare]}\nlimit: 4", "modes cannot be made: modes"),
    ("trajectory: {target: base/qa, conditions: [tuned/bare]}\nlimit: 4", "trajectory cannot be made"),
    ("modes: {fit: [base/bare, base/bare], score: [tuned/bare]}", "modes cannot be made"),
  ])
  func whatATableNeedsIsKnownBeforeTheFirstCapture(more: String, words: String) throws {
    let error = try Self.refusal([("output: run", "output: run\n\(more)")])
    #expect(error.contains(words), "\(error)")
    #expect(!error.contains("\n"))
  }

  @Test func captureThatDoNotFitOnTheDiskAreRefused() throws {
    try SweepError.checkFits(bytes: 5 << 20, free: 5 << 20, in: "out")
    try SweepError.checkFits(bytes: 5 << 20, free: nil, in: "out")
    #expect(throws: SweepError.tooLittleDisk(directory: "out", needed: 5 << 20, free: 4 << 20)) {
      try SweepError.checkFits(bytes: 5 << 20, free: 4 << 20, in: "out")
    }
    // Of a directory that is not there yet, too.
    #expect((FileSystem.freeBytes(at: "\(Fixture.repository)/no/such/place") ?? 0) > 0)
  }

  @Test func fewClustersAreToldBeforeAnything() throws {
    try withTemporaryDirectory { directory in
      let estimate = try TinySweep(directory).request.estimate()
      #expect(
        estimate.notices.count == 1 && estimate.notices[0].contains("6 clusters of prompts: below 20 nothing is judged")
      )
    }
  }

  @Test func aPlanSaysWhatWouldBeDoneAndDoesNothing() throws {
    try withTemporaryDirectory { directory in
      let sweep = try TinySweep(directory)
      let estimate = try sweep.request.estimate()
      #expect(estimate.conditions.map(\.name).prefix(3) == ["base/bare", "base/qa", "tuned/bare"])
      #expect(estimate.conditions.count == 7 && estimate.prompts == 6 && estimate.continued == 5)
      for condition in estimate.conditions {
        #expect(condition.tokens >= condition.distinctPrefixes && condition.distinctPrefixes > 6 && condition.flop > 0)
        #expect(!condition.isDone)
      }
      #expect(estimate.disk > 0 && estimate.memory > 0 && estimate.ceiling > 0)
      #expect(throws: (any Error).self) { try sweep.contents() }
      try sweep.request.run()
      #expect(try sweep.request.estimate().conditions.allSatisfy(\.isDone))
    }
  }

  @Test func aLimitTakesASampleThatGrows() throws {
    try withTemporaryDirectory { directory in
      var ids: [Set<String>] = []
      for limit in [2, 4, 6] {
        let sweep = try TinySweep("\(directory)/\(limit)", more: "limit: \(limit)\n")
        try sweep.request.run()
        let capture = try StateStore(path: "\(sweep.run)/captures/base-qa.safetensors")
        ids.append(Set(capture.prompts.map(\.id)))
      }
      #expect(ids.map(\.count) == [2, 4, 6])
      #expect(ids[0].isSubset(of: ids[1]) && ids[1].isSubset(of: ids[2]))
    }
  }
}
