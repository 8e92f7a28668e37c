import MindstateNumerics
import MindstateProbes
import Testing

/// Every refusal names where, what against what, and what to do.
@Suite struct ComparisonErrorTests {
  let a = MadeUp.pair(prompts: 4, width: 3, layers: 2).a
  let b = MadeUp.pair(prompts: 4, width: 3, layers: 2).b

  private func message(_ comparison: Comparison) -> String {
    do throws(ComparisonError) {
      _ = try comparison.run(workers: Workers(threads: 1))
      return "no error"
    } catch { return error.description }
  }

  private func message(against other: ConditionStates) -> String { message(Comparison(paired: [a, other])) }

  private func condition(_ layers: [Matrix], ids: [String]? = nil, groups: [String?]? = nil) -> ConditionStates {
    MadeUp.condition("base-qa", layers, ids: ids, groups: groups)
  }

  private let zeros = Matrix(rows: 4, columns: 3, repeating: 1)

  @Test func oneCaptureIsNotEnough() {
    #expect(message(Comparison(paired: [a])) == "compare: 1 capture given, two are needed. Name another file.")
  }

  @Test func settingsAreChecked() {
    var comparison = Comparison(paired: [a, b])
    comparison.resamples = 0
    #expect(message(comparison) == "compare: 0 resamples, at least 1 is needed; 2000 is usual.")
    comparison.resamples = 10
    comparison.metrics = []
    #expect(message(comparison).contains("cosine_distance"))
    comparison.metrics = [.cosineDistance]
    comparison.reference = .named("x")
    #expect(
      message(comparison)
        == "compare: no capture is called x, those given are base-bare, base-qa. Name one of them as the reference.")
  }

  @Test func promptsAreNamed() {
    #expect(
      message(against: condition([zeros, zeros], ids: ["p0", "p1", "q2", "p3"]))
        == "base-qa: lacks 1 of the prompts of base-bare (p2) and has 1 prompts that base-bare lacks (q2). "
        + "Capture both from the same prompts.")
    #expect(message(against: condition([zeros, zeros], ids: ["p0", "p1", "p1", "p3"])).contains("p1 occurs twice"))
    let empty = MadeUp.condition("base-qa", [Matrix(rows: 0, columns: 3)])
    #expect(message(Comparison(paired: [empty, empty])).contains("no prompts"))
  }

  /// é as one character and as two are two prompts.
  @Test func idsAreComparedByBytes() {
    let composed = condition([zeros, zeros], ids: ["\u{e9}", "1", "2", "3"])
    let decomposed = MadeUp.condition("x", [zeros, zeros], ids: ["e\u{301}", "1", "2", "3"])
    #expect(message(Comparison(paired: [composed, decomposed])).contains("lacks 1"))
    let both = condition([zeros, zeros], ids: ["\u{e9}", "e\u{301}", "2", "3"])
    #expect(message(Comparison(paired: [both, both.renamed("x")])) == "no error")
  }

  @Test func groupsMustAgree() {
    let grouped = MadeUp.condition("x", [zeros, zeros], groups: ["g", nil, "g", nil])
    #expect(
      message(Comparison(paired: [grouped, condition([zeros, zeros], groups: ["g", nil, nil, nil])]))
        == "base-qa: prompt p2 is in group (none), in x it is in g. Capture both from the same prompts.")
  }

  @Test func captureWithoutAnyGroupsAgreesWithEvery() throws {
    let grouped = MadeUp.condition("x", [zeros, zeros], groups: ["g", nil, "g", nil])
    let table = try Comparison(paired: [a, grouped]).run(workers: Workers(threads: 1))
    #expect(table.rows[0].estimate.clusters == 3)
  }

  @Test func layersMustAgreeUnlessChosen() {
    let short = condition([zeros])
    #expect(
      message(against: short)
        == "base-qa at last, resid: holds layers 0, base-bare holds 0, 1. Choose layers that both hold, or "
        + "capture again.")
    var comparison = Comparison(paired: [a, short])
    comparison.layers = [0]
    #expect(message(comparison) == "no error")
    comparison.layers = [1]
    #expect(message(comparison).contains("base-qa at last, resid: holds no layer 1, only 0."))
  }

  @Test func sitesAndPositionsMustAgreeUnlessChosen() {
    var other = b
    other.readings[0].position = "answer-end"
    #expect(message(against: other).contains("holds positions answer-end, base-bare holds last"))
    other = b
    other.readings[0].sites[0].site = "mlp_out"
    #expect(message(against: other).contains("base-qa at last: holds sites mlp_out, base-bare holds resid"))
    var comparison = Comparison(paired: [a, b])
    comparison.positions = ["first"]
    #expect(message(comparison).contains("base-bare: holds no position first, only last. Choose from these"))
    comparison.positions = nil
    comparison.sites = ["logits"]
    #expect(message(comparison).contains("holds no site logits"))
  }

  @Test func siteOfOneLayerStaysWhenAskedFor() throws {
    let logits = MadeUp.condition("x", [zeros], site: "logits")
    var comparison = Comparison(paired: [logits, logits.renamed("y")])
    comparison.layers = [6]
    #expect(message(comparison).contains("no site has layers 6."))
    comparison.sites = ["logits"]
    #expect(try comparison.run(workers: Workers(threads: 1)).rows.count == 4)
  }

  @Test func widthsMustAgree() {
    #expect(
      message(against: condition([Matrix(rows: 4, columns: 5), Matrix(rows: 4, columns: 5)]))
        .contains("states at resid are 5 wide, in base-bare 3"))
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func notFiniteIsNamed(value: Float) {
    var bad = zeros
    bad[2, 1] = value
    #expect(
      message(against: condition([zeros, bad]))
        == "base-qa: the state of prompt p2 at resid layer 1, last, holds NaN or infinity. "
        + "Check the weights and capture again.")
  }

  @Test func unreadableStatesSayWhy() {
    struct Gone: Error, CustomStringConvertible { var description: String { "the file is gone" } }
    var broken = b
    broken.states = { _, _, _ in throw Gone() }
    #expect(message(against: broken) == "base-qa: cannot read resid layer 0 at last: the file is gone")
  }
}
