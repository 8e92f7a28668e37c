import MindstateNumerics
import MindstateProbes
import MindstateReport
import MindstateStore
import MindstateTestSupport
import Testing

/// Captures with a label that is a number.
private func numbered(
  _ name: String = "a", prompts: Int = 120, width: Int = 6, signal: Double = 2, shift: Float = 0, seed: UInt64 = 1,
  groups: [String?]? = nil
) -> ConditionStates {
  var random = RandomStream(seed: seed, name: "numbered")
  var states = random.matrix(prompts, width)
  let values = (0..<prompts).map { signal * Double(states[$0, 0]) + random.normal() }
  for row in 0..<prompts { states[row, 0] += shift }
  var condition = MadeUp.condition(name, [states], groups: groups)
  condition.labels = [PromptLabel(name: "size", values: values.map { .number($0) })]
  return condition
}

private func sweep(_ captures: [ConditionStates], _ change: (inout ProbeSweep) -> Void = { _ in }) throws -> ProbeTable
{
  var sweep = ProbeSweep(captures, targets: ["size"])
  sweep.resamples = 300
  change(&sweep)
  return try sweep.run()
}

@Suite struct NumberTargetTests {
  @Test func findsAPlantedNumber() throws {
    let table = try sweep([numbered()])
    let r2 = try #require(table.row(.r2))
    #expect((0.65...0.9).contains(r2.value ?? 0) && r2.probe == .ridge && r2.regularisation != nil, "\(r2)")
    #expect((0.75...0.97).contains(table.row(.spearman)?.value ?? 0))
    let (error, baseline) = (table.row(.mae)?.value ?? 9, table.row(.maeBaseline)?.value ?? 0)
    #expect((0.6...1.1).contains(error) && baseline > 1.4, "\(error) \(baseline)")
    for row in table.rows { #expect(row.interval?.contains(row.value ?? .nan) == true, "\(row)") }
    #expect(table.rows.count == 4 && table.directions.first?.classes == ["size"])
  }

  @Test func noiseExplainsNothing() throws {
    let table = try sweep([numbered(signal: 0)])
    for loss in [ProbeMeasure.r2, .mae] {
      let row = try #require(table.row(loss))
      #expect(row.value != nil && row.interval == nil && row.reason == .noSignal)
    }
    #expect(table.row(.spearman)?.interval?.contains(0) == true)
  }

  /// A shift of all states moves every prediction alike: R² falls, the ranks within folds do not.
  @Test func transferOfAShiftedConditionKeepsTheRanks() throws {
    let table = try sweep([numbered(), numbered("b", shift: 5)])
    #expect(table.row(.r2, "a", "b")?.value ?? 1 < 0)
    #expect(isClose(table.row(.spearman, "a", "b")?.value ?? 0, table.row(.spearman)?.value ?? 1, 1e-9))
    #expect(table.row(.maeBaseline, "a", "b") == nil && table.row(.spearman, "b", "b")?.value ?? 0 > 0.7)
  }

  @Test func numbersOfTypesAreNotSelective() throws {
    var random = RandomStream(seed: 2, name: "typed numbers")
    var states = random.matrix(160, 8)
    for row in 0..<160 { states[row, row % 8] += 12 }
    var condition = MadeUp.condition("a", [states])
    condition.labels = [
      PromptLabel(name: "size", values: (0..<160).map { .number(Double($0 % 8 * $0 % 8) + 0.5) }),
      PromptLabel(name: "type", values: (0..<160).map { .integer($0 % 8) }),
    ]
    let row = try #require(try sweep([condition]) { $0.control = "type" }.row(.r2))
    #expect(row.control ?? 0 > 0.9 && abs(row.selectivity ?? 1) < 0.1, "\(row)")
    var open = numbered(prompts: 200)
    open.labels.append(PromptLabel(name: "type", values: (0..<200).map { .integer($0 / 4) }))
    let selective = try #require(try sweep([open]) { $0.control = "type" }.row(.selectivity))
    #expect(selective.value ?? 0 > 0.4 && selective.spread != nil && selective.interval?.lowerBound ?? 0 > 0.2)
  }

  @Test func whatIsNumberAndWhatIsClass() throws {
    func probes(_ values: [JSON], _ change: (inout ProbeSweep) -> Void = { _ in }) throws -> Bool {
      var condition = numbered()
      condition.labels[0].values = (0..<120).map { values[$0 % values.count] }
      return try sweep([condition], change).row(.r2) != nil
    }
    #expect(try !probes((0..<10).map { .integer($0) }))
    #expect(try probes((0..<11).map { .integer($0) }))
    #expect(try probes([.number(0.5), .integer(1)]))
    #expect(try !probes([.number(2.0), .integer(3)]))
    #expect(try !probes([.string("2"), .integer(3)]))
    #expect(try probes([.integer(2), .integer(3)]) { $0.numbers = ["size"] })
    #expect(try !probes((0..<12).map { .integer($0) }) { $0.classes = ["size"] })
  }

  @Test func whatCannotBeANumberIsRefused() {
    func expectRefusal(_ words: String, _ values: [JSON], _ change: (inout ProbeSweep) -> Void = { _ in }) {
      var condition = numbered()
      condition.labels[0].values = (0..<120).map { values[$0 % values.count] }
      let error = #expect(throws: ProbeSweepError.self) { try sweep([condition], change) }
      #expect(error.map { "\($0)" }?.contains(words) == true, "\(error.map { "\($0)" } ?? "")")
    }
    expectRefusal("is to be a number and has \"x\"", [.integer(1), .string("x")]) { $0.numbers = ["size"] }
    expectRefusal("51 different numbers as classes", (0..<51).map { .integer($0) }) { $0.classes = ["size"] }
    expectRefusal("the one value 3", [.integer(3)]) { $0.numbers = ["size"] }
    expectRefusal("both as a number and as classes", [.integer(3)]) { ($0.numbers, $0.classes) = (["size"], ["size"]) }
    expectRefusal("weight is named among the numbers", [.integer(3)]) { $0.numbers = ["weight"] }
  }

  @Test func nothingIsEmptyWithoutAReason() throws {
    var constant = numbered(prompts: 12)
    constant.states = { _, _, _ in Matrix(rows: 12, columns: 6) }
    for table in [try sweep([numbered(prompts: 7)]), try sweep([constant])] {
      for row in table.rows {
        #expect(row.value?.isFinite ?? (row.reason != nil), "\(row)")
        #expect(row.interval != nil || row.reason != nil, "\(row)")
      }
    }
    #expect(try sweep([constant]).row(.r2)?.reason == .noSpread)
  }

  @Test func threadsChangeNothing() throws {
    var request = ProbeSweep([numbered(), numbered("b", shift: 1)], targets: ["size"])
    request.resamples = 200
    #expect(try request.run(workers: Workers(threads: 1)).csv == request.run(workers: Workers(threads: 3)).csv)
  }

  /// The truth is the mean over data sets.
  @Test(arguments: [0, 0.5, 1.5])
  func intervalsCover(signal: Double) throws {
    let measures = [ProbeMeasure.r2, .spearman, .mae]
    let tables = try Workers().results(400) { seed in
      var request = ProbeSweep([numbered(prompts: 200, signal: signal, seed: UInt64(seed) + 50)], targets: ["size"])
      request.measures = measures
      request.resamples = 400
      return try request.run(workers: Workers(threads: 1))
    }
    for measure in measures {
      let rows = tables.compactMap { $0.row(measure) }
      let truth = rows.compactMap(\.value).mean
      let share = Double(rows.count { $0.interval?.contains(truth) ?? false }) / 400
      let above = rows.count { ($0.interval?.lowerBound ?? 0) > 0 }
      if signal == 0, measure != .mae { #expect(above <= 16, "\(measure): \(above) of 400 above 0") }
      if signal == 0, measure != .spearman {
        // Only where chance looks like a signal is there an interval at all.
        let given = rows.count { $0.interval != nil }
        #expect(given <= 32, "\(measure): \(given) of 400")
        continue
      }
      #expect((0.925...0.995).contains(share), "\(measure) \(signal): \(share)")
    }
  }
}
