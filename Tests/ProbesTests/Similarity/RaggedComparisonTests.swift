import MindstateNumerics
import MindstateProbes
import Testing

/// `all` and `answer-all`: several tokens a prompt, the prompt still the unit.
@Suite struct RaggedComparisonTests {
  let workers = Workers()
  let expected: Expected.Similarity.Ragged

  init() throws { expected = try Expected.load(Expected.Similarity.self, "similarity").ragged }

  private func states(_ elements: [Float]) -> Matrix {
    Matrix(rows: elements.count / expected.width, columns: expected.width, elements)
  }

  private func condition(_ name: String, _ elements: [Float], _ tokens: [Int]?) -> ConditionStates {
    MadeUp.ragged(name, states(elements), offsets: expected.offsets, tokens: tokens)
  }

  @Test func agreesWithNumpy() throws {
    let table = try Comparison(paired: [
      condition("a", expected.a, expected.ids_a), condition("b", expected.b, expected.ids_b),
    ]).run(workers: workers)
    for (metric, value) in expected.expected {
      let row = try #require(table.rows.first { $0.metric.rawValue == metric })
      #expect(isClose(row.estimate.value ?? .nan, value, 1e-9), "\(metric)")
      #expect(row.estimate.n == 4 && row.tokenMatch == false && row.layer == 4)
      #expect(row.estimate.interval != nil && row.estimate.null == nil && row.estimate.reason == .raggedPosition)
    }
    let retrieval = try #require(table.rows.first { $0.metric == .retrievalAt1 })
    #expect(retrieval.estimate.value == nil && retrieval.estimate.reason == .raggedPosition)
    #expect(
      table.caveats.contains(.tokensLeftOut(conditionA: "a", conditionB: "b", position: "all", tokens: 2, of: 10)))
  }

  @Test func unknownTokensAreAllUsed() throws {
    let table = try Comparison(paired: [condition("a", expected.a, expected.ids_a), condition("b", expected.b, nil)])
      .run(workers: workers)
    #expect(table.rows.first?.tokenMatch == nil && table.rows.first?.estimate.value != nil)
  }

  @Test func otherNumbersOfTokensGiveNoValue() throws {
    let other = MadeUp.ragged("b", states(expected.b), offsets: [0, 2, 4, 8, 10], tokens: expected.ids_b)
    let table = try Comparison(paired: [condition("a", expected.a, expected.ids_a), other]).run(workers: workers)
    #expect(table.rows.count == 4)
    for row in table.rows {
      #expect(row.estimate.value == nil && row.estimate.reason == .tokensNotAligned && row.tokenMatch == false)
    }
    #expect(
      table.caveats.contains(
        .tokensNotAligned(conditionA: "a", conditionB: "b", position: "all", prompts: 2, of: 4)))
  }

  @Test func promptWithoutCommonTokenIsNamed() throws {
    var tokens = expected.ids_b
    tokens[3] = -1  // the only token of the second prompt
    let comparison = Comparison(paired: [
      condition("a", expected.a, expected.ids_a), condition("b", expected.b, tokens),
    ])
    let error = #expect(throws: ComparisonError.self) { try comparison.run(workers: workers) }
    #expect(error?.description.contains("prompt p1 at all") == true)
  }

  @Test func averagesAreComparedAtTheirTokens() throws {
    let (a, b) = MadeUp.pair(prompts: 20, width: 4, layers: 1)
    let offsets = (0...20).map { 2 * $0 }
    func averaged(_ condition: ConditionStates, _ tokens: [Int]) -> ConditionStates {
      var copy = condition
      copy.readings[0].rows = .average(offsets: offsets)
      copy.readings[0].tokenIDs = tokens
      copy.readings[0].tokenPositions = nil
      return copy
    }
    let tokens = Array(0..<40)
    let same = try Comparison(paired: [averaged(a, tokens), averaged(b, tokens)]).run(workers: workers)
    #expect(same.rows[0].tokenMatch == true && same.rows[0].estimate.null != nil && same.caveats.isEmpty)
    var changed = tokens
    changed[39] = 0
    let other = try Comparison(paired: [averaged(a, tokens), averaged(b, changed)]).run(workers: workers)
    #expect(other.rows[0].tokenMatch == false)
    #expect(other.rows[0].estimate.value == same.rows[0].estimate.value)
    let mixed = Comparison(paired: [averaged(a, tokens), b])
    #expect(throws: ComparisonError.self) { try mixed.run(workers: workers) }
  }
}
