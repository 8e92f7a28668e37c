import MindstateNumerics
import MindstateProbes
import Testing

@Suite struct VerdictRuleTests {
  private func planted(_ s: Double, _ change: (inout PlantedDistances) -> Void = { _ in }) -> PlantedDistances {
    var planted = PlantedDistances()
    planted.prompts = 120
    planted.s = s
    change(&planted)
    return planted
  }

  /// With few draws for the joint level, so that many data sets take seconds.
  private var rule: VerdictRule {
    var rule = VerdictRule()
    rule.draws = 2000
    return rule
  }

  private func judge(_ planted: PlantedDistances, seed: UInt64) -> PairVerdict {
    var random = RandomStream(seed: seed, name: "verdict")
    return rule.verdicts(
      planted.drawn(&random), clusters: Clusters(independent: planted.prompts), random: &random)
  }

  /// How many of `count` data sets come out as `verdict`.
  private func count(_ verdict: Verdict, in count: Int, _ planted: PlantedDistances) -> Int {
    Workers().count(count) { judge(planted, seed: UInt64($0)).layers[0].verdict == verdict }
  }

  @Test func plantedTruthIsFound() {
    // In some 2 % of the data sets an irrelevant wrapper is among the rewordings by chance.
    #expect(count(.same, in: 200, planted(0)) > 175)
    #expect(count(.different, in: 200, planted(1)) > 190)
    #expect(count(.different, in: 200, planted(0)) == 0)
    #expect(count(.same, in: 200, planted(1)) == 0)
  }

  /// The two one-sided errors at 120 prompts and 8 + 8 wrappers, nominal 5 %.
  @Test func errorsOnTheMarginAreFivePercent() {
    for verdict in [Verdict.same, .different] {
      let wrong = count(verdict, in: 1500, planted(0.25))
      #expect((0.034...0.068).contains(Double(wrong) / 1500), "\(verdict): \(wrong) of 1500")
    }
  }

  /// Where noise and not wrappers make the variance, counting the residual part twice would halve the errors.
  @Test func errorsStayWhenWrappersHardlyDiffer() {
    let wrong = count(.different, in: 1000, planted(0.25) { ($0.wrapperSpread, $0.noise) = (0.01, 0.8) })
    #expect((0.03...0.075).contains(Double(wrong) / 1000), "\(wrong) of 1000")
  }

  @Test func boundsHoldAtAllLayersTogether() {
    let planted = planted(0.25) { $0.layers = 8 }
    let wrong = Workers().count(800) { seed in
      judge(planted, seed: UInt64(seed)).layers.contains { $0.verdict == .same }
    }
    #expect((0.03...0.075).contains(Double(wrong) / 800), "\(wrong) of 800")
    // One layer at a time would miss more often.
    let single = Workers().count(800) { seed in
      var random = RandomStream(seed: UInt64(seed), name: "verdict")
      return planted.drawn(&random).contains { layer in
        rule.verdicts([layer], clusters: Clusters(independent: 120), random: &random).layers[0].verdict == .same
      }
    }
    #expect(single > wrong + 24, "\(single) against \(wrong)")
  }

  @Test func layersThatRepeatEachOtherCostNothing() {
    var random = RandomStream(seed: 1, name: "repeat")
    let layer = planted(0.1).drawn(&random)[0]
    let clusters = Clusters(independent: 120)
    let one = VerdictRule().verdicts([layer], clusters: clusters, random: &random)
    let three = VerdictRule().verdicts([layer, layer, layer], clusters: clusters, random: &random)
    #expect(isClose(three.layers[2].high ?? 0, one.layers[0].high ?? 1, 0.03))
    #expect(three.all == one.all && one.all.high == one.layers[0].high)
  }

  @Test func jointVerdictNeedsNoCorrection() {
    let verdict = judge(planted(0) { ($0.layers, $0.wrapperSpread) = (6, 0.15) }, seed: 3)
    #expect(verdict.all.verdict == .same)
    #expect(verdict.all.s == verdict.layers.compactMap(\.s).max())
    let largest = verdict.layers.compactMap(\.high).max() ?? 0
    #expect((verdict.all.high ?? 1) < largest)
  }

  /// STATISTICS, "Over layers": *different* where some layer is, by bounds that hold for all of them.
  @Test func layersThatDisagreeAreSaidToDiffer() {
    var random = RandomStream(seed: 2, name: "mixed")
    let layers = planted(0).drawn(&random) + planted(1).drawn(&random)
    let verdict = VerdictRule().verdicts(layers, clusters: Clusters(independent: 120), random: &random)
    #expect(verdict.layers.map(\.verdict) == [.same, .different])
    #expect(verdict.all.verdict == .different && verdict.all.reasons.first == .layersDiffer)
    #expect(verdict.all.low == verdict.layers[1].low && verdict.all.s == verdict.layers[1].s)
    #expect(verdict.all.neededPrompts == verdict.layers[1].neededPrompts)
  }

  /// A layer at which nothing can be told apart speaks neither against *same* nor against *different*.
  @Test(arguments: [(0.0, Verdict.same), (1, .different)])
  func aLayerThatCannotBeJudgedIsLeftOut(s: Double, expected: Verdict) {
    var random = RandomStream(seed: 5, name: "blind")
    var blind = planted(0.5).drawn(&random)[0]
    blind = LayerDistances(pair: blind.pair, paraphrases: blind.paraphrases, irrelevant: blind.paraphrases)
    let layers = [blind] + planted(s) { $0.layers = 3 }.drawn(&random)
    let verdict = VerdictRule().verdicts(layers, clusters: Clusters(independent: 120), random: &random)
    #expect(!verdict.layers[0].isJudged && verdict.layers.dropFirst().allSatisfy(\.isJudged))
    #expect(verdict.all.verdict == expected && verdict.all.high != nil)
    let none = VerdictRule().verdicts([blind, blind], clusters: Clusters(independent: 120), random: &random)
    #expect(none.all.verdict == .undecided && none.all.s == nil && none.all.high == nil)
  }

  @Test func layersTogetherAreSaidByRanges() {
    let layers: [(layer: Int, verdict: Verdict?)] = [
      (6, .same), (0, nil), (2, .same), (1, .different), (3, .same), (5, .same), (4, .same),
    ]
    #expect(LayersTogether(layers).ranges == "same 2-6, different 1, not judged 0")
    let broken = LayersTogether([(0, nil), (1, .same), (2, .undecided), (3, .same)])
    #expect(broken.ranges == "same 1, 3; undecided 2; not judged 0")
    #expect(LayersTogether([]).ranges.isEmpty)
  }

  /// Counter-example 6 of STATISTICS.md.
  @Test(arguments: [0.0, 0.25, 0.5, 1])
  func twelvePromptsAreUndecided(s: Double) {
    #expect(count(.undecided, in: 100, planted(s) { $0.prompts = 12 }) == 100)
    #expect(judge(planted(s) { $0.prompts = 12 }, seed: 1).layers[0].reasons.contains(.clustersBelow20))
  }

  /// Counter-example 6: no difference between paraphrase and irrelevant.
  @Test func anAssayWithoutSensitivityDecidesNothing() {
    let planted = planted(0) { $0.far = $0.near }
    let blind = Workers().count(200) { seed in
      let layer = judge(planted, seed: UInt64(seed)).layers[0]
      return layer.verdict == .undecided && layer.reasons.contains(.noAssaySensitivity) && layer.s == nil
        && layer.d != nil
    }
    // The lower bound of I − P is above 0 by chance in 5 %.
    #expect(blind >= 180)
  }

  /// X is one more rewording, and rewordings vary so much that many lie above the margin: bounds on s alone find it
  /// *different* far more often than 5 %.
  @Test func overlappingControlsAreNotTakenForEvidence() {
    let planted = planted(0) { ($0.far, $0.wrapperSpread, $0.x) = (0.2, 0.35, .paraphrase) }
    let layers = Workers().results(600) { judge(planted, seed: UInt64($0)).layers[0] }
    let bounds = layers.count { ($0.low ?? 0) > 0.25 }
    let judged = layers.count { $0.verdict == .different }
    #expect(bounds > 48 && judged < 30, "\(bounds) by bounds, \(judged) judged, of 600")
    #expect(layers.allSatisfy { !$0.reasons.contains(.controlsOverlap) || $0.verdict == .undecided })
  }

  @Test func separationIsTheShareOfPairsInOrder() {
    func separation(_ near: [Double], _ far: [Double]) -> Double {
      LayerDistances(pair: [], paraphrases: near.map { [$0, $0] }, irrelevant: far.map { [$0, $0] }).separation
    }
    #expect(separation([1, 2], [3, 4]) == 1 && separation([3, 4], [1, 2]) == 0)
    #expect(separation([1, 3], [2, 3, 4]) == 4.5 / 6)
    #expect(separation([], [1]) == 1 && separation([1], []) == 1)
    let whole = LayerDistances(pair: [], paraphrases: [[1], [2]], irrelevant: [[1.5], [3]])
    #expect(whole.trying(irrelevant: 0).separation == 0.75 && whole.trying(paraphrase: 1).separation == 0.75)
  }

  @Test func neededPromptsDoDecide() {
    // What the formula asks for at 40 prompts suffices, on new data, in about half of the cases: it is the size at
    // which the bound reaches the margin on average.
    var decided = 0
    var tried = 0
    for seed in 0..<60 {
      let first = judge(planted(0.6) { ($0.prompts, $0.noise, $0.wrapperSpread) = (24, 1.4, 0.03) }, seed: UInt64(seed))
      guard let needed = first.layers[0].neededPrompts, first.layers[0].verdict == .undecided else { continue }
      tried += 1
      let again = judge(
        planted(0.6) { ($0.prompts, $0.noise, $0.wrapperSpread) = (4 * needed, 1.4, 0.03) }, seed: UInt64(1000 + seed))
      decided += again.layers[0].verdict == .different ? 1 : 0
      #expect(needed > 24)
    }
    #expect(tried >= 10 && decided * 10 >= tried * 7, "\(decided) of \(tried)")
  }

  @Test func decidedVerdictsSayWithHowFewPromptsTheyWere() throws {
    let layer = judge(planted(1), seed: 1).layers[0]
    let needed = try #require(layer.neededPrompts)
    #expect(layer.verdict == .different && (20...120).contains(needed) && layer.neededWrappers == nil)
  }

  @Test func wrappersThatVaryTooMuchAreAskedFor() throws {
    var asked = 0
    for seed in 0..<40 {
      let layer = judge(planted(0.35) { ($0.wrapperSpread, $0.prompts) = (0.25, 400) }, seed: UInt64(seed)).layers[0]
      guard layer.reasons.contains(.moreWrappersNeeded) else { continue }
      asked += 1
      #expect(layer.verdict == .undecided)
      #expect(try #require(layer.neededWrappers) > 8 && #require(layer.neededPrompts) >= 400)
    }
    #expect(asked > 5)
  }

  @Test func fewWrappersAreSaid() {
    let few = judge(planted(0) { $0.paraphrases = 4 }, seed: 1).layers[0]
    #expect(few.reasons.contains(.wrappersBelow8) && few.s != nil)
    let one = judge(planted(0) { $0.irrelevant = 1 }, seed: 1).layers[0]
    #expect(one.verdict == .undecided && one.reasons == [.wrappersBelow2] && one.s == nil && one.d != nil)
  }

  @Test func noWrappersAreSaid() {
    let pair = (0..<30).map { 0.1 + 0.01 * Double($0) }
    var random = RandomStream(seed: 1, name: "none")
    let verdict = VerdictRule().verdicts(
      [LayerDistances(pair: pair, paraphrases: [], irrelevant: [])], clusters: Clusters(independent: 30),
      random: &random)
    #expect(verdict.layers[0].verdict == .undecided)
    #expect(verdict.layers[0].reasons == [.noParaphrases, .noIrrelevant])
    #expect(verdict.layers[0].p == nil && verdict.layers[0].i == nil)
    let nothing = VerdictRule().verdicts([], clusters: Clusters(independent: 30), random: &random)
    #expect(nothing.layers.isEmpty && nothing.all.verdict == .undecided)
  }

  @Test func dependentPromptsWidenTheBounds() throws {
    var random = RandomStream(seed: 4, name: "clusters")
    let half = planted(0.5) { $0.prompts = 60 }.drawn(&random)[0]
    func doubled(_ values: [Double]) -> [Double] { values + values }
    let layer = LayerDistances(
      pair: doubled(half.pair), paraphrases: half.paraphrases.map(doubled), irrelevant: half.irrelevant.map(doubled))
    let groups = (0..<120).map { "\($0 % 60)" as String? }
    let rule = VerdictRule()
    let clustered = rule.verdicts([layer], clusters: Clusters(groups: groups), random: &random).layers[0]
    let once = rule.verdicts([half], clusters: Clusters(independent: 60), random: &random).layers[0]
    // Every prompt twice in one cluster is every prompt once.
    #expect(isClose(try #require(clustered.low), try #require(once.low), 1e-9))
    #expect(isClose(try #require(clustered.high), try #require(once.high), 1e-9))
    #expect(clustered.clusters == 60 && clustered.n == 120)
  }

  @Test func boundsHoldTheirEstimate() throws {
    for seed in 0..<100 {
      for s in [-1.0, 0, 0.25, 3] {
        let layer = judge(planted(s) { ($0.noise, $0.prompts) = (1, 30) }, seed: UInt64(seed)).layers[0]
        guard let value = layer.s else { continue }
        #expect(try #require(layer.low) <= value && value <= #require(layer.high))
        if layer.reasons.contains(.controlsOverlap) { continue }
        #expect((layer.verdict == .same) == (layer.high ?? 1 < 0.25))
        #expect((layer.verdict == .different) == (layer.low ?? 0 > 0.25))
      }
    }
  }

  @Test func valuesWithoutSpreadGiveAPoint() {
    var random = RandomStream(seed: 4, name: "flat")
    let flat = { (value: Double) in [Double](repeating: value, count: 25) }
    let layer = LayerDistances(
      pair: flat(0.2), paraphrases: [flat(0.1), flat(0.1)], irrelevant: [flat(0.5), flat(0.5)])
    let verdict = VerdictRule().verdicts([layer, layer], clusters: Clusters(independent: 25), random: &random)
    #expect(isClose(verdict.layers[0].s ?? 0, 0.25, 1e-12))
    #expect(isClose(verdict.layers[0].low ?? 0, 0.25, 1e-9) && isClose(verdict.layers[0].high ?? 0, 0.25, 1e-9))
  }
}
