import Foundation
import MindstateNumerics
import MindstateProbes
import MindstateReport
import MindstateStore
import MindstateTestSupport
import Testing

/// Captures in memory with a label that the states carry.
enum Labelled {
  /// `signal` along dimension 0 tells class 1 from class 0; `shift` moves every state along it.
  static func condition(
    _ name: String, prompts: Int = 120, width: Int = 6, signal: Float = 4, shift: Float = 0, seed: UInt64 = 1,
    layers: Int = 1, labels: [PromptLabel]? = nil, groups: [String?]? = nil
  ) -> ConditionStates {
    var random = RandomStream(seed: seed, name: "labelled \(name)")
    let states = (0..<layers).map { _ in
      var states = random.matrix(prompts, width)
      for row in 0..<prompts { states[row, 0] += shift + (row % 2 == 1 ? signal : 0) }
      return states
    }
    var condition = MadeUp.condition(name, states, groups: groups)
    condition.labels = labels ?? [kind(prompts)]
    return condition
  }

  static func kind(_ prompts: Int) -> PromptLabel {
    PromptLabel(name: "kind", values: (0..<prompts).map { .string($0 % 2 == 1 ? "yes" : "no") })
  }
}

extension ProbeTable {
  func row(
    _ measure: ProbeMeasure, _ train: String = "a", _ test: String = "a", layer: Int = 0, probe: ProbeKind? = nil
  ) -> ProbeRow? {
    rows.first {
      $0.measure == measure && $0.trainCondition == train && $0.testCondition == test && $0.layer == layer
        && (probe == nil || $0.probe == probe)
    }
  }
}

@Suite struct ProbeSweepTests {
  private func sweep(_ captures: [ConditionStates], _ probes: [ProbeKind] = [.nearestCentroid]) -> ProbeSweep {
    var sweep = ProbeSweep(captures, targets: ["kind"])
    sweep.probes = probes
    sweep.resamples = 500
    return sweep
  }

  @Test func findsAPlantedLabel() throws {
    let table = try sweep([Labelled.condition("a")], [.logistic]).run()
    for (measure, range) in [
      (ProbeMeasure.accuracy, 0.93...1.0), (.balancedAccuracy, 0.93...1.0), (.auc, 0.98...1.0), (.logLoss, 0...0.25),
      (.brier, 0...0.08), (.majorityBaseline, 0.4...0.5), (.mdlCompression, 1.5...10),
    ] {
      let row = try #require(table.row(measure))
      #expect(range.contains(try #require(row.value)), "\(measure) \(row)")
      #expect(row.interval.map { $0.contains(row.value ?? .nan) } ?? (row.reason != nil), "\(row)")
      #expect(row.trainPrompts == 96 && row.testPrompts == 120 && row.clusters == 120)
    }
    #expect(table.row(.tprAt1Fpr)?.reason == .negativesBelow100)
    #expect(table.row(.accuracy)?.regularisation != nil)
  }

  @Test func noiseIsNoBetterThanChance() throws {
    let table = try sweep([Labelled.condition("a", signal: 0)]).run()
    let accuracy = try #require(table.row(.accuracy))
    #expect(accuracy.interval?.contains(0.5) == true)
    #expect(table.row(.auc)?.interval?.contains(0.5) == true)
    #expect(table.row(.logLoss)?.reason == .noProbabilities && table.row(.logLoss)?.value == nil)
  }

  @Test func transferLostToAShiftIsRegained() throws {
    let table = try sweep([Labelled.condition("a"), Labelled.condition("b", shift: 20, seed: 2)]).run()
    #expect(try #require(table.row(.accuracy, "a", "b")?.value) == 0.5)
    #expect(try #require(table.row(.accuracyRecentred, "a", "b")?.value) > 0.93)
    let regained = try #require(table.row(.transferRegained, "a", "b"))
    #expect(regained.value ?? 0 > 0.43 && regained.interval != nil)
    #expect(try #require(table.row(.accuracy, "b", "b")?.value) > 0.9)
    #expect(table.row(.transferRegained, "a", "a") == nil && table.row(.majorityBaseline, "a", "b") == nil)
    // A shift changes no direction.
    let cosine = try #require(table.cosines.first { $0.a.condition == "a" && $0.b.condition == "b" })
    #expect(cosine.cosine ?? 0 > 0.8 && cosine.probeCosine ?? 0 > 0.8)
  }

  /// The same states in both: what B says of a prompt is what A says.
  @Test func transferToItselfIsTheSame() throws {
    let a = Labelled.condition("a")
    var b = a
    b.condition = "b"
    let table = try sweep([a, b]).run()
    for measure in [ProbeMeasure.accuracy, .auc, .balancedAccuracy] {
      #expect(table.row(measure, "a", "b")?.value == table.row(measure, "a", "a")?.value)
    }
    #expect(table.row(.transferRegained, "a", "b")?.value == 0)
    #expect(table.caveats.contains(.captures(.identicalConditions(conditionA: "a", conditionB: "b"))))
  }

  @Test func promptsAreMatchedByIdWhateverTheirOrder() throws {
    let a = Labelled.condition("a")
    let n = a.promptIDs.count
    var turned = a
    turned.condition = "b"
    turned.promptIDs = a.promptIDs.reversed()
    turned.labels = [PromptLabel(name: "kind", values: a.labels[0].values.reversed())]
    turned.states = { site, position, layer in
      try a.states(site, position, layer).gatheringRows((0..<n).reversed())
    }
    let table = try sweep([a, turned]).run()
    #expect(table.row(.auc, "a", "b")?.value == table.row(.auc, "a", "a")?.value)
    #expect(table.row(.auc, "b", "b")?.value == table.row(.auc, "a", "a")?.value)
  }

  @Test func unlabelledPromptsAreLeftOutAndCounted() throws {
    var label = Labelled.kind(120)
    for prompt in 0..<17 { label.values[prompt] = .null }
    let table = try sweep([Labelled.condition("a", labels: [label])]).run()
    #expect(table.row(.accuracy)?.testPrompts == 103)
    #expect(table.caveats.contains(.unlabelled(target: "kind", prompts: 17, of: 120)))
  }

  @Test func aLabelOfOneCaptureHoldsForAll() throws {
    let table = try sweep([Labelled.condition("a"), Labelled.condition("b", labels: [])]).run()
    #expect(try #require(table.row(.accuracy, "b", "b")?.value) > 0.9)
  }

  @Test func threadsAndRunsChangeNothing() throws {
    let captures = [Labelled.condition("a", layers: 3), Labelled.condition("b", seed: 2, layers: 3)]
    var request = sweep(captures, [.nearestCentroid, .massMean])
    request.control = "kind"
    let one = try request.run(workers: Workers(threads: 1))
    let several = try request.run(workers: Workers(threads: 3))
    #expect(one.csv == several.csv && one.directionsCSV == several.directionsCSV)
    #expect(one.rows.count == 3 * 2 * (2 * 11 + 2 * 9))
  }

  @Test func nothingIsEmptyWithoutAReason() throws {
    let table = try sweep(
      [Labelled.condition("a", prompts: 12), Labelled.condition("b", prompts: 12, seed: 2)],
      [.nearestCentroid, .massMean]
    ).run()
    for row in table.rows {
      #expect(row.value?.isFinite ?? (row.reason != nil), "\(row)")
      #expect(row.interval != nil || row.reason != nil, "\(row)")
    }
  }
}

@Suite struct SelectivityTests {
  /// Each type has its own place in the states: random labels of types are learnt as well as any.
  private func typed(prompts: Int = 160, types: Int, groups: Bool = false) -> ConditionStates {
    var random = RandomStream(seed: 5, name: "typed")
    var states = random.matrix(prompts, types)
    for row in 0..<prompts { states[row, row % types] += 12 }
    let names = (0..<prompts).map { "t\($0 % types)" }
    var condition = MadeUp.condition("a", [states], groups: groups ? names : nil)
    condition.labels = [
      PromptLabel(name: "kind", values: (0..<prompts).map { .string($0 % types < types / 2 ? "yes" : "no") }),
      PromptLabel(name: "type", values: names.map { .string($0) }),
    ]
    return condition
  }

  private func run(_ condition: ConditionStates, control: String) throws -> ProbeTable {
    var sweep = ProbeSweep([condition], targets: ["kind"])
    sweep.probes = [.logistic]
    sweep.control = control
    sweep.measures = [.accuracy, .selectivity]
    sweep.resamples = 300
    return try sweep.run()
  }

  @Test func aProbeThatKnowsTypesIsNotSelective() throws {
    let table = try run(typed(types: 8), control: "type")
    let row = try #require(table.row(.accuracy))
    #expect(row.value ?? 0 > 0.95 && row.control ?? 0 > 0.95)
    #expect(abs(row.selectivity ?? 1) < 0.05)
  }

  @Test func aLabelThatTypesDoNotTellIsSelective() throws {
    var condition = Labelled.condition("a", prompts: 200)
    condition.labels.append(PromptLabel(name: "type", values: (0..<200).map { .integer($0 / 4) }))
    let table = try run(condition, control: "type")
    let row = try #require(table.row(.selectivity))
    #expect(row.value ?? 0 > 0.25 && row.spread != nil && row.interval?.contains(row.value ?? 0) == true)
  }

  @Test func foldsGroupedByTheTypeHaveNoSelectivity() throws {
    let table = try run(typed(types: 20, groups: true), control: "group")
    let row = try #require(table.row(.accuracy))
    #expect(row.selectivity == nil && row.control == nil && row.reason == .typesWithinFolds && row.value != nil)
    #expect(table.row(.selectivity)?.reason == .typesWithinFolds)
  }

  @Test func promptsWithoutATypeAreAnError() throws {
    var condition = typed(types: 8)
    condition.labels[1].values[3] = .null
    let error = #expect(throws: ProbeSweepError.self) { try run(condition, control: "type") }
    #expect("\(error.map { "\($0)" } ?? "")".contains("1 prompts with kind have no type"))
  }
}
