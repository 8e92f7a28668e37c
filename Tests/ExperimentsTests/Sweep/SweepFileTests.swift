import MindstateExperiments
import MindstateModel
import MindstateTestSupport
import Testing

/// What a sweep file may say.
struct SweepFileTests {
  private static func refusal(_ old: String, _ new: String) throws -> SweepError? {
    let text = TinySweep.yaml.replacing(old, with: new)
    try #require(text != TinySweep.yaml)
    do throws(SweepError) { _ = try SweepFile(path: "s.yaml", text: text) } catch { return error }
    return nil
  }

  @Test func theExampleParses() throws {
    // The paths of the example are of the data that come with mindstate, and are found there.
    let data = "\(Fixture.repository)/data"
    let file = try SweepFile(path: "\(data)/sweep.yaml", text: SweepFile.example)
    #expect(file.prompts == "\(data)/lab/prompts/novel.jsonl")
    #expect(file.output == "\(data)/out/run" && file.notices.isEmpty)
    #expect(file.limit == 200 && file.start == "base/bare" && file.answers == .reference)
    #expect(file.conditions.count == 7)
    #expect(file.conditions[1].wrapper == "\(data)/lab/wrappers/qa.txt")
    #expect(file.conditions[0].wrapper == "bare")
    #expect(file.conditions[6].softPrompt == "\(data)/lab/soft-prompts/k16")
    #expect(file.pairs.map(\.x) == ["instruct/bare", "k16/bare"] && file.pairs.map(\.y) == ["base/qa", "base/qa"])
    #expect(file.paraphrases == .directory("\(data)/lab/wrappers/paraphrases"))
    #expect(file.ceilings.map(\.x) == ["instruct/bare"])
    #expect(file.positions == [.last, .answerEnd])
    #expect(file.scoring == AnswerScoring(mode: .contains, span: .firstLine))
    #expect(file.newTokens == 48 && file.trajectory?.target == "base/qa" && file.probes.count == 1)
  }

  @Test func theShippedSweepParses() throws {
    let file = try SweepFile(path: "\(Fixture.repository)/data/lab/sweep.yaml")
    #expect(file.pairs.count == 11)
  }

  @Test(arguments: [
    ("question:", "qestion:", 1, "question"), ("  pairs:", "  pair:", 9, "pairs"),
    ("{positions:", "{position:", 13, "positions"), ("kl: 1000", "kll: 1000", 12, "kl"),
    ("wrapper: qa", "wraper: qa", 5, "wrapper"), ("max_new_tokens", "max_new_token", 14, "max_new_tokens"),
  ])
  func aTypoIsAnErrorWithLineAndNearestKey(old: String, new: String, line: Int, nearest: String) throws {
    guard case .unknownKey(let place, _, _, let found, let known) = try Self.refusal(old, new) else {
      Issue.record("not refused")
      return
    }
    #expect(place.file == "s.yaml" && place.line == line)
    #expect(found == nearest && known.contains(nearest))
  }

  @Test func aConditionThatIsNoneIsNamedWithTheNearest() throws {
    let error = try Self.refusal("target: base/qa}", "target: base/ga}")
    guard case .unknownName(let place, "roles.pairs", "base/ga", "base/qa", _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(place.line == 9)
    #expect(error?.description.hasPrefix("s.yaml:9: roles.pairs names \"base/ga\"") == true)
  }

  @Test(arguments: [
    ("resamples: 20", "resamples: many", "a whole number"), ("resamples: 20", "resamples: 0", "at least 1"),
    ("kl: 1000", "kl: -1", "between"), ("[last, answer-end]", "[last, end]", "position"),
    ("[{question: tuned/bare, target: base/qa}]", "[tuned/bare, base/qa]", "{question: X, target: Y}"),
    ("pairs: [{question: tuned/bare, target: base/qa}]", "pairs: []", "at least one pair"),
    ("start: base/bare", "ceiling: base/bare", "roles lacks the key \"start\""),
    ("start: base/bare", "start: tuned/bare", "tuned/bare is question and start at once"),
    ("start: base/bare", "start: base/qa", "base/qa is target and start at once"),
    ("target: base/qa}", "target: tuned/bare}", "tuned/bare is question and target at once"),
    ("irrelevant: irrelevant", "irrelevant: [base/bare]", "base/bare is irrelevant and start at once"),
    ("start: base/bare", "start: base/bare\n  reference: base/bare", "start is its name now"),
    ("question: Is anything anywhere?", "question: [a]", "a text"),
    ("output: run", "seed: 1", "lacks the key \"output\""),
    ("output: run", "output: run\noutput: run", "there twice"), ("output: run", "output: [", "no YAML"),
    ("output: run", "read: {sites: [resid, nose]}\noutput: run", "twice"),
  ])
  func whatCannotBeIsAnError(old: String, new: String, words: String) throws {
    let error = try #require(try Self.refusal(old, new))
    #expect(error.description.contains(words), "\(error)")
    #expect(error.description.hasPrefix("s.yaml"), "\(error)")
    #expect(!error.description.contains("\n"))
  }

  /// Files of before: the same sweep, and one line that names the words of now.
  @Test func formerWordsAreReadAndNamedOnce() throws {
    let now = try SweepFile(path: "s.yaml", text: TinySweep.yaml)
    #expect(now.notices.isEmpty)
    let former = TinySweep.yaml.replacing("start: base/bare", with: "reference: base/bare")
      .replacing("{question: tuned/bare, target: base/qa}", with: "[tuned/bare, base/qa]")
    let file = try SweepFile(path: "s.yaml", text: former)
    #expect(file.start == now.start && file.pairs == now.pairs)
    #expect(
      file.notices == [
        "s.yaml:8: roles.reference is now roles.start, and [X, Y] is now {question: X, target: Y}; "
          + "the file is read as before"
      ])
  }

  @Test func severalQuestionsOfOneTargetStandInAList() throws {
    let text = TinySweep.yaml.replacing("question: tuned/bare", with: "question: [tuned/bare, other]")
      .replacing("  tuned/bare: {", with: "  other: {model: m}\n  tuned/bare: {")
    let file = try SweepFile(path: "s.yaml", text: text)
    #expect(file.pairs.map(\.x) == ["tuned/bare", "other"] && file.pairs.map(\.y) == ["base/qa", "base/qa"])
  }

  @Test func hostileFilesAreRefusedNotParsed() throws {
    let deep = String(repeating: "[", count: 100_000)
    let dashes = String(repeating: "- ", count: 10_000) + "x"
    for text in [deep, dashes, "", "just words", "- a\n- b", String(repeating: "a: b\n", count: 100_000), "a: &x [*x]"]
    {
      #expect(throws: SweepError.self) { _ = try SweepFile(path: "s.yaml", text: text) }
    }
    #expect(throws: SweepError.self) { _ = try SweepFile(path: "\(Fixture.repository)/no/such.yaml") }
  }
}
