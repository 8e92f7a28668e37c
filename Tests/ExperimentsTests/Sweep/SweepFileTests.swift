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
    let file = try SweepFile(path: "lab/sweep.yaml", text: SweepFile.example)
    #expect(file.prompts == "lab/prompts/novel.jsonl")
    #expect(file.output == "lab/out/run")
    #expect(file.limit == 200 && file.cluster == "entity" && file.answers == .reference)
    #expect(file.conditions.count == 7)
    #expect(file.conditions[1].wrapper == "lab/wrappers/qa.txt")
    #expect(file.conditions[0].wrapper == "bare")
    #expect(file.conditions[6].softPrompt == "lab/soft-prompts/k16")
    #expect(file.pairs.map(\.x) == ["instruct/bare", "k16/bare"] && file.pairs.map(\.y) == ["base/qa", "base/qa"])
    #expect(file.paraphrases == .directory("lab/wrappers/paraphrases"))
    #expect(file.ceilings.map(\.x) == ["instruct/bare", "k16/bare"])
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
    let error = try Self.refusal("[[tuned/bare, base/qa]]", "[[tuned/bare, base/ga]]")
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
    ("[[tuned/bare, base/qa]]", "[tuned/bare, base/qa]", "[X, Y]"),
    ("pairs: [[tuned/bare, base/qa]]", "pairs: []", "at least one pair"),
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
