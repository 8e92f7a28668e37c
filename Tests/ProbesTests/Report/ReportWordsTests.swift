import MindstateReport
import Testing

@Suite struct ReportWordsTests {
  @Test(arguments: [
    ([1, 2, 3, 4], "1–4"), ([1], "1"), ([1, 2], "1–2"), ([1, 3], "1, 3"), ([4, 1, 2], "1–2, 4"), ([6, 12], "6–12"),
  ])
  func layersAreSaidAsRangesOfThoseRead(layers: [Int], text: String) {
    let all = layers.contains(12) ? [0, 6, 12] : Array(0...5)
    #expect(LayerRanges.text(layers, of: all) == text)
  }

  @Test func everyLayerAndOneLayerAreNamedSo() {
    #expect(LayerRanges.named([0, 1], of: [0, 1]) == "every layer")
    #expect(LayerRanges.named([0], of: [0, 1]) == "layer 0" && LayerRanges.named([0], of: [0]) == "layer 0")
  }

  @Test func aForeignNameCannotTurnTheSentenceAround() {
    #expect(Words.name("base/qa") == "base/qa")
    #expect(Words.name("\u{202E}x") == "\u{2068}\u{202E}x\u{2069}")
    #expect(Words.name(String(repeating: "x", count: 10_000)).unicodeScalars.count < 70)
  }

  @Test(arguments: [(0.25, "0.25"), (-0.02, "−0.020"), (0, "0.00"), (12.3456, "12.35"), (0.004, "0.0040")])
  func numbersKeepTwoDigits(value: Double, text: String) { #expect(Words.number(value) == text) }

  private func verdicts(_ rows: [String]) throws -> VerdictWords {
    let columns =
      "condition_a,condition_b,site,layer,position,metric,s,s_low,s_high,margin,verdict,ceiling_s,n_needed,reason\n"
    let lines = rows.map { "x,y,resid,\($0)\n" }.joined()
    return VerdictWords(try RunTable(file: "t", bytes: Array((columns + lines).utf8)).rows.map(VerdictRecord.init))
  }

  @Test func verdictsAreSaidByRangesOfLayers() throws {
    let words = try verdicts([
      "1,last,m,0.02,-0.1,0.1,0.25,same,,,", "2,last,m,0.1,0,0.2,0.25,same,,,",
      "3,last,m,0.2,0.1,0.3,0.25,undecided,,300,",
      "4,last,m,0.6,0.4,0.8,0.25,different,0.05,,", "all,last,m,,,,0.25,undecided,,,joint",
    ])
    #expect(words.summary == "Layers 1–2 same, 3 undecided, 4 different.")
    #expect(words.together == "Over all layers: undecided.")
    #expect(
      words.distances.hasPrefix("s is 0.02 to 0.60; its bounds, at all layers at once, lie within −0.10 and 0.80"))
    #expect(words.distances.hasSuffix("the margin is 0.25; two tunings of one kind have 0.05."))
    #expect(words.needs == "300 prompts would decide layer 3 if nothing else changes.")
  }

  @Test func layersThatCannotBeJudgedAreNamedAndLeftOut() throws {
    let words = try verdicts([
      "0,last,m,,,,0.25,undecided,,,no_assay_sensitivity", "1,last,m,0.9,0.5,1.1,0.25,different,,,",
      "2,last,m,0.1,0,0.2,0.25,same,,,", "3,last,m,0.6,0.4,0.8,0.25,undecided,,,controls_overlap",
      "all,last,m,0.9,0.5,1.1,0.25,different,,,layers_differ;layers_not_judged",
    ])
    #expect(words.summary == "Layers 0, 3 not judged; 1 different; 2 same.")
    #expect(words.together == "Over the layers that can be judged: different (s 0.90 [0.50, 1.10]).")
  }

  @Test func undecidedIsNeverSaidAsSame() throws {
    let words = try verdicts([
      "0,last,m,,,,0.25,undecided,,,no_assay_sensitivity;ceiling=none",
      "1,last,m,9,-40,60,0.25,undecided,,,no_assay_sensitivity",
    ])
    #expect(words.summary == "All 2 layers not judged.")
    #expect(words.distances == "s has no value: no assay sensitivity.")
    #expect(words.needs == "Every layer: no assay sensitivity.")
    #expect(!words.summary.contains("same"))
  }

  @Test func brokenRangesAreKeptApart() throws {
    let words = try verdicts(
      zip(0..., ["same", "undecided", "same"]).map { "\($0),last,m,0,0,0,0.25,\($1),,," })
    #expect(words.summary == "Layers 0, 2 same; 1 undecided.")
    let first = try verdicts(zip(0..., ["undecided", "same", "same"]).map { "\($0),last,m,0,0,0,0.25,\($1),,," })
    #expect(first.summary == "Layer 0 undecided, 1–2 same.")
    #expect(try verdicts([]).summary == "No layer has a verdict.")
  }

  @Test func aDirectionIsClaimedOnlyWhereTheIntervalIsAboveZero() throws {
    let text = """
      condition_a,condition_b,control,site,layer,position,metric,value,ci_low,ci_high,q_value,reason
      x,y,irrelevant,resid,0,last,m,0.05,-0.1,0.2,,
      x,y,irrelevant,resid,1,last,m,0.3,0.1,0.5,,
      x,y,irrelevant,resid,2,last,m,-0.3,-0.5,-0.1,,
      x,y,irrelevant,resid,3,last,m,,,,,n_below_2

      """
    let rows = try RunTable(file: "t", bytes: Array(text.utf8)).rows.map(MetricRecord.init)
    #expect(
      DirectionWords.summary(rows)
        == "At layer 1 beyond what irrelevant wrappers share, contrast 0.30; at layer 2 less than irrelevant wrappers do, "
        + "contrast −0.30; at layer 0 not told apart from irrelevant wrappers (interval covers 0), contrast 0.05.")
    #expect(DirectionWords.summary([rows[3]]) == "No value: n below 2.")
  }

  @Test func theModeIsThatOfMostPrompts() throws {
    let text = """
      scored_condition,site,layer,position,mode,share,fit_accuracy
      x,resid,0,last,bare,0.7,0.9
      x,resid,0,last,qa,0.3,0.9
      x,resid,1,last,bare,0.1,0.95
      x,resid,1,last,qa,0.9,0.95
      x,resid,2,last,bare,0.9,0.55
      x,resid,2,last,qa,0.1,0.55

      """
    let rows = try RunTable(file: "t", bytes: Array(text.utf8)).rows.map(ModeRecord.init)
    #expect(
      ModeWords.summary(rows)
        == "Nearest to bare at layer 0 (share 0.70); nearest to qa at layer 1 (share 0.90); "
        + "there the modes themselves are told apart at 90 % or more; "
        + "at layer 2 the modes themselves are hardly told apart (55 % at most).")
  }

  @Test func aDoubleDissociationNeedsEveryContrastBelowZero() throws {
    let text = """
      part,tuning,wrapper,site,layer,position,value,ci_low,ci_high
      own_minus_other,x,both,resid,0,last,-0.2,-0.3,-0.1
      own_minus_other,z,both,resid,0,last,0.1,0,0.2
      diagonal_minus_off_diagonal,both,both,resid,0,last,-0.1,-0.2,-0.05

      """
    let rows = try RunTable(file: "t", bytes: Array(text.utf8)).rows.map(CrossedRecord.init)
    #expect(
      CrossedWords.summary(rows) == "No layer shows that each tuning is nearer to its own wrapper than to the other.")
    #expect(CrossedWords.summary([rows[0], rows[2]]) == "Each tuning is nearer to its own wrapper at layer 0.")
  }
}
