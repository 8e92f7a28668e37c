import MindstateNumerics
import MindstateProbes
import Testing

@Suite struct ComparisonTests {
  let workers = Workers()

  @Test func everyPairLayerAndMetricHasItsRow() throws {
    let (a, b) = MadeUp.pair(prompts: 25, width: 6, layers: 3)
    let c = MadeUp.pair(prompts: 25, width: 6, layers: 3, seed: 2).b.renamed("tuned-bare")
    var comparison = Comparison(paired: [a, b, c])
    comparison.paraphrases = [b.renamed("qa-1"), b.renamed("qa-2")]
    comparison.irrelevant = [c.renamed("weather-1")]
    comparison.ceilings = [a.renamed("tuned-2")]
    comparison.reference = .named("base-bare")
    comparison.resamples = 100
    let table = try comparison.run(workers: workers)
    let pairs = table.rows.map { "\($0.conditionA) \($0.conditionB) \($0.role.rawValue)" }
    #expect(
      pairs.reduce(into: []) { if $0.last != $1 { $0.append($1) } } == [
        "base-bare base-qa pair", "base-bare tuned-bare pair", "base-qa tuned-bare pair", "base-qa qa-1 paraphrase",
        "base-qa qa-2 paraphrase", "base-qa weather-1 irrelevant", "base-bare tuned-2 ceiling",
      ])
    #expect(table.rows.count == 7 * 3 * 4)
    for row in table.rows {
      let interval = try #require(row.estimate.interval)
      #expect(interval.contains(try #require(row.estimate.value)))
      #expect(row.tokenMatch == true && row.position == "last" && row.site == "resid")
      #expect(row.reference == (row.metric == .cosineDistance ? nil : "base-bare"))
      #expect(row.estimate.n == 25 && row.estimate.clusters == 25 && row.estimate.reason == nil)
      #expect(try #require(row.qValue) >= #require(row.estimate.null?.p))
    }
    #expect(table.caveats.contains(.paraphrasesNotAdmitted(2)))
  }

  @Test func valueIsTheMeanOverPrompts() throws {
    let (a, b) = MadeUp.pair(prompts: 30, width: 6, layers: 2)
    let table = try Comparison(paired: [a, b]).run(workers: workers)
    let (x, y) = (try a.states("resid", "last", 1), try b.states("resid", "last", 1))
    for metric in Metric.paired {
      let expected = try metric.perPrompt(x, y, scale: ReferenceScale(of: x)).mean
      #expect(isClose(table.row(metric, layer: 1)?.estimate.value ?? .nan, expected, 1e-12))
    }
    #expect(table.row(.cosineDistance)?.estimate.null?.p == 1 / 2001.0)
    #expect(table.caveats.isEmpty)
  }

  @Test func anotherReferenceGivesAnotherScale() throws {
    let (a, b) = MadeUp.pair(prompts: 30, width: 6, layers: 1)
    var comparison = Comparison(paired: [a, b])
    comparison.reference = .named("base-qa")
    let (x, y) = (try a.states("resid", "last", 0), try b.states("resid", "last", 0))
    let expected = try Metric.euclideanRelative.perPrompt(x, y, scale: ReferenceScale(of: y)).mean
    let row = try #require(try comparison.run(workers: workers).row(.euclideanRelative))
    #expect(isClose(row.estimate.value ?? .nan, expected, 1e-12) && row.reference == "base-qa")
    comparison.reference = .capture(b.renamed("background"))
    let outside = try #require(try comparison.run(workers: workers).row(.euclideanRelative))
    #expect(outside.estimate.value == row.estimate.value && outside.reference == "background")
    comparison.reference = .named("nobody")
    #expect(throws: ComparisonError.self) { try comparison.run(workers: workers) }
  }

  @Test func threadsChangeNothing() throws {
    let (a, b) = MadeUp.pair(prompts: 21, width: 6, layers: 5)
    let comparison = Comparison(paired: [a, b, a.renamed("again")])
    let one = try comparison.run(workers: Workers(threads: 1))
    #expect(try comparison.run(workers: Workers(threads: 4)) == one)
    #expect(try comparison.run(workers: Workers(threads: 1)) == one)
  }

  @Test func anotherRowShiftsNone() throws {
    let (a, b) = MadeUp.pair(prompts: 21, width: 6, layers: 3)
    var comparison = Comparison(paired: [a, b])
    let all = try comparison.run(workers: workers)
    comparison.layers = [2]
    comparison.metrics = [.retrievalAt1, .cosineDistance]
    let some = try comparison.run(workers: workers)
    #expect(some.rows.count == 2)
    for row in some.rows { #expect(row.estimate == all.row(row.metric, layer: 2)?.estimate) }
  }

  @Test func seedChangesOnlyWhatIsDrawn() throws {
    let (a, b) = MadeUp.pair(prompts: 21, width: 6, layers: 1)
    var comparison = Comparison(paired: [a, b])
    let first = try #require(try comparison.run(workers: workers).row(.cosineDistance))
    comparison.seed = 7
    let second = try #require(try comparison.run(workers: workers).row(.cosineDistance))
    #expect(first.estimate.value == second.estimate.value)
    #expect(first.estimate.interval != second.estimate.interval)
    #expect(second.seed == 7)
  }

  @Test func orderOfPromptsInTheFilesChangesNothing() throws {
    var random = RandomStream(seed: 3, name: "order")
    let (x, y) = (random.matrix(22, 5), random.matrix(22, 5))
    let tokens = (0..<22).map { 100 + $0 }
    let groups: [String?] = (0..<22).map { $0 < 4 ? nil : "g\($0 / 3)" }
    let ids = (0..<22).map { "p\($0)" }
    func shuffled(_ name: String, _ states: Matrix, _ order: [Int]) -> ConditionStates {
      MadeUp.condition(
        name, [states.gatheringRows(order)], ids: order.map { ids[$0] }, groups: order.map { groups[$0] },
        tokens: order.map { tokens[$0] })
    }
    let straight = Comparison(paired: [shuffled("a", x, Array(0..<22)), shuffled("b", y, Array(0..<22))])
    let mixed = Comparison(paired: [
      shuffled("a", x, random.permutation(of: 22)), shuffled("b", y, random.permutation(of: 22)),
    ])
    let table = try straight.run(workers: workers)
    #expect(try mixed.run(workers: workers) == table)
    #expect(table.rows[0].estimate.clusters < 22 && table.rows[0].tokenMatch == true)
  }

  @Test func identicalCapturesAreAtZero() throws {
    let (a, _) = MadeUp.pair(prompts: 20, width: 6, layers: 2)
    let table = try Comparison(paired: [a, a]).run(workers: workers)
    for row in table.rows {
      let expected = row.metric == .retrievalAt1 ? 1.0 : 0
      #expect(row.estimate.value == expected && row.estimate.interval == expected...expected)
      #expect(row.estimate.null?.p == 1 / 2001.0)
    }
    #expect(table.rows[0].conditionA == "base-bare.safetensors")
    #expect(table.rows[0].conditionB == "base-bare.safetensors (2)")
    #expect(
      table.caveats == [
        .identicalConditions(conditionA: "base-bare.safetensors", conditionB: "base-bare.safetensors (2)")
      ])
  }

  @Test func capturesOfOneConditionGoByTheirFiles() throws {
    let (a, b) = MadeUp.pair(prompts: 20, width: 6, layers: 1)
    var second = b.renamed("base-bare")
    second.label = "monday.safetensors"
    let table = try Comparison(paired: [a, second]).run(workers: workers)
    #expect(table.rows[0].conditionA == "base-bare.safetensors" && table.rows[0].conditionB == "monday.safetensors")
  }

  /// Counter-example 2 of STATISTICS.md: the null looks at correspondence only, and says nothing of a common shift.
  @Test func rePairingDoesNotSeeACommonShift() throws {
    var random = RandomStream(seed: 4, name: "shift")
    let x = random.matrix(60, 8)
    let unrelated = random.matrix(60, 8)
    let shifted = Matrix(rows: 60, columns: 8, unrelated.elements.map { $0 + 3 })
    let table = try Comparison(paired: [MadeUp.condition("a", [x]), MadeUp.condition("b", [shifted])]).run(
      workers: workers)
    #expect(try #require(table.row(.euclideanRelative)?.estimate.value) > 1.5)
    #expect(try #require(table.row(.euclideanRelative)?.estimate.null?.p) > 0.05)
  }

  /// Unrelated conditions over many layers: after Benjamini-Hochberg nothing is left.
  @Test func unrelatedConditionsAreNotFound() throws {
    var random = RandomStream(seed: 5, name: "unrelated")
    let a = MadeUp.condition("a", (0..<12).map { _ in random.matrix(40, 8) })
    let b = MadeUp.condition("b", (0..<12).map { _ in random.matrix(40, 8) })
    let table = try Comparison(paired: [a, b]).run(workers: workers)
    #expect(table.rows.allSatisfy { ($0.qValue ?? 0) > 0.05 })
  }
}

extension ConditionStates {
  func renamed(_ name: String) -> ConditionStates {
    var copy = self
    copy.condition = name
    copy.label = "\(name).safetensors"
    return copy
  }
}
