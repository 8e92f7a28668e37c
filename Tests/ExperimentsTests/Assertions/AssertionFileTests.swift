import MindstateExperiments
import MindstateTestSupport
import Testing

struct AssertionFileTests {
  @Test func theExampleIsRead() throws {
    let file = try AssertionFile(path: "\(Fixture.repository)/data/lab.yaml", text: AssertionFile.example)
    #expect(file.notices.isEmpty)
    #expect(
      file.assertions.map(\.title) == [
        "instruct stands where the Q/A prompt does", "different: base/film-script, base/qa",
        "mode: instruct/bare in base/qa", "transfer: kind, base/qa to instruct/bare",
      ])
  }

  @Test(arguments: [
    ("asertions: []", "lab.yaml:1: an assertion file has no key \"asertions\"; did you mean \"assertions\"?"),
    ("limit: 3", "lacks the key \"prompts\"; add it"),
    (Self.file("{sam: [a, b]}"), "has no key \"sam\"; did you mean \"same\"?"),
    (
      Self.file("{same: {question: a, target: bb}}"),
      "names \"bb\", which is none of the conditions; did you mean \"b\"?"
    ),
    (Self.file("{same: [a, a]}"), "a is question and target at once"),
    (Self.file("{same: {question: r, target: a}}"), "r is question and start at once"),
    (Self.file("{same: {question: a}}"), "lacks the key \"target\""),
    (Self.file("{same: [a, b]}").replacing("start: r, ", with: ""), "roles lacks the key \"start\""),
    (Self.file("{same: [a, b], different: [a, b]}"), "assertions is same and different; it must be one of same"),
    (Self.file("{same: [a, b], margin: 1}"), "it must be between 0 and 1"),
    (Self.file("{mode: {score: a, in: b, among: [irrelevant]}}"), "used only where roles.irrelevant is given"),
    (Self.file("{transfer: {target: t, from: a, to: b}, margin: 0.2}"), "transfer has none"),
    (Self.file("{transfer: {target: t, from: a, to: b, probe: x}}"), "it must be one of logistic"),
  ])
  func refusesWithPlaceAndRemedy(text: String, message: String) {
    do {
      _ = try AssertionFile(path: "lab.yaml", text: text)
      Issue.record("was read: \(text)")
    } catch { #expect("\(error)".contains(message), "\(error)") }
  }

  private static func file(_ assertion: String) -> String {
    "prompts: p.jsonl\nconditions: {a: {model: m}, b: {model: m, wrapper: w.txt}, r: {model: r}}\n"
      + "roles: {start: r, paraphrases: w}\nassertions: [\(assertion)]\n"
  }

  @Test func formerWordsAreReadAndNamedOnce() throws {
    let now = try AssertionFile(path: "a.yaml", text: Self.file("{same: {question: a, target: b}}"))
    #expect(now.notices.isEmpty)
    let text = Self.file("{same: [a, b]}").replacing("start: r", with: "reference: r")
    let file = try AssertionFile(path: "a.yaml", text: text)
    #expect(file.assertions.map(\.title) == now.assertions.map(\.title))
    #expect(
      file.notices == [
        "a.yaml:3: roles.reference is now roles.start, and [X, Y] is now {question: X, target: Y}; "
          + "the file is read as before"
      ])
  }

  @Test func aVerdictWithoutAStartOrWithOneConditionTwiceIsAnError() throws {
    let lab = "\(Fixture.repository)/data/lab"
    let base = AssertedCondition(model: "\(lab)/models/base")
    let prompts = AssertedPrompts(.file("\(lab)/prompts/novel.jsonl"), limit: 24)
    var claim = PairClaim(base, base.under(.named("\(lab)/wrappers/qa.txt")), paraphrases: .none, irrelevant: .none)
    #expect(throws: AssertionError.self) { try StateAssertion(.same(claim), prompts: prompts).outcome() }
    claim.start = base.under(.text("{prompt}\n"))
    do {
      _ = try StateAssertion(.same(claim), prompts: prompts).outcome()
      Issue.record("the start was judged")
    } catch { #expect("\(error)".contains("is question and start at once"), "\(error)") }
  }

  @Test func capturesAreSharedAndKnownByContent() throws {
    let lab = "\(Fixture.repository)/data/lab"
    let model = AssertedCondition(model: "\(lab)/models/base")
    let prompts = AssertedPrompts(.file("\(lab)/prompts/novel.jsonl"), limit: 24)
    var claim = PairClaim(
      model, model.under(.named("\(lab)/wrappers/qa.txt")), paraphrases: .none, irrelevant: .none)
    claim.margin = 0.3
    claim.start = AssertedCondition(model: "\(lab)/models/instruct")
    let shelf = CaptureShelf()
    var assertion = StateAssertion(.different(claim), prompts: prompts)
    assertion.reading.layers = .listed([2, 3])
    #expect(try assertion.outcome(shelf: shelf).answer == .undecided)
    #expect(shelf.computed == 3)
    assertion.reading.layers = .listed([3])
    let outcome = try assertion.outcome(shelf: shelf)
    #expect(shelf.computed == 3)
    #expect(outcome.layers.map(\.layer) == [3])
    #expect(outcome.message("assert").contains("give paraphrases and irrelevant wrappers, 8 or more of each"))
    claim.x.template = .text("{prompt}\n")
    assertion.claim = .different(claim)
    _ = try assertion.outcome(shelf: shelf)
    #expect(shelf.computed == 3, "the same template under another name")
  }
}
