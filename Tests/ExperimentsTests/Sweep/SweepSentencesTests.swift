import MindstateExperiments
import MindstateProbes
import Testing

/// The words that a sweep's verdicts come to.
struct SweepSentencesTests {
  private static func summary(_ verdicts: [(x: String, verdict: String?, layers: [String])]) -> SweepSummary {
    var summary = SweepSummary(directory: "run", shard: nil, made: 0, kept: 0)
    summary.pairs = verdicts.map { x, verdict, layers in
      var pair = SweepSummary.Pair(x: x, y: "base/qa", site: "resid", position: "last")
      pair.verdict = verdict
      pair.layers = layers.enumerated().map { ($0.offset, $0.element) }
      return pair
    }
    return summary
  }

  @Test func everyVerdictIsCountedAndNamed() {
    let summary = Self.summary([
      ("a", "same", []), ("b", "same", []), ("c", "different", []), ("d", "undecided", ["same", "same", "undecided"]),
    ])
    #expect(
      summary.sentences == [
        "Where the answer is about to begin (resid at last), of the conditions compared with base/qa "
          + "2 are in the state of base/qa (a, b), 1 is in another state (c) and 1 is undecided (d). "
          + "Layer by layer, 1 is same in most layers though undecided over all at once."
      ])
  }

  @Test func manyOfOneVerdictAreShortened() {
    let summary = Self.summary("abcdef".map { ("\($0)", "undecided", ["different", "undecided"]) })
    #expect(summary.sentences.first?.contains("all 6 are undecided (a, b, c, d and 2 more).") == true)
    #expect(summary.sentences.first?.contains("Layer by layer") == false)
  }

  @Test func layersThatNobodyIsJudgedAtAreNamedOnce() {
    let layers = ["not judged", "different", "same", "same"]
    let summary = Self.summary([("a", "different", layers), ("b", "same", ["not judged", "same", "same", "same"])])
    #expect(summary.pairs[0].together.ranges == "same 2-3, different 1, not judged 0")
    #expect(summary.sentences.first?.hasSuffix(" Layer 0 cannot be judged and is left out.") == true)
    let none = Self.summary([("a", "not judged", ["not judged", "not judged"])])
    #expect(none.sentences.first?.hasSuffix("the one is not judged (a).") == true)
  }

  @Test func noControlsNoVerdict() {
    #expect(Self.summary([("a", nil, [])]).sentences.first?.contains("nothing was judged") == true)
    #expect(SweepSummary(directory: "", shard: nil, made: 0, kept: 0).sentences.isEmpty)
  }

  @Test func aFailedSelfTestIsToldWhereItConcernsAndNowhereElse() {
    var summary = Self.summary([("a", "same", [])])
    summary.selfTest = SweepSelfTest(
      passed: false, places: [.init(site: "resid", position: "last", layers: [1, 4])], failures: ["x"])
    #expect(summary.sentences.first?.hasSuffix("failed here at layers 1, 4: ask why before you build on it.") == true)
    summary.selfTest?.places = [.init(site: "resid", position: "answer-end", layers: [1])]
    #expect(summary.sentences.first?.contains("self-test") == false)
  }

  @Test func overlappingControlsAreToldWhereTheyConcern() {
    var summary = Self.summary([("a", "same", [])])
    var layers: [ControlOverlap] = []
    for (name, role, distance) in [
      ("qa-1", Role.paraphrase, 2.0), ("qa-2", .paraphrase, 0.5), ("other", .irrelevant, 1),
    ] {
      layers.add(name, role, distance: distance, from: "qa", at: 3)
    }
    summary.selfTest = SweepSelfTest(
      passed: true, places: [], failures: [], overlaps: [.init(site: "resid", position: "last", layers: layers)])
    #expect(summary.sentences.first?.hasSuffix("At layer 3 the controls overlap, so nothing is judged there.") == true)
    #expect(summary.selfTest?.overlapTexts == ["resid at last, layer 3: other is no farther from qa than qa-1"])
    // Controls of another Y are not mixed with these.
    layers.add("film-1", .paraphrase, distance: 0.1, from: "film", at: 3)
    layers.add("other", .irrelevant, distance: 0.1, from: "film", at: 3)
    #expect(layers.count == 2 && layers[0].irrelevant == ["other"] && layers[0].paraphrases == ["qa-1"])
    #expect(layers[1].text == "layer 3: other is no farther from film than film-1")
  }
}
