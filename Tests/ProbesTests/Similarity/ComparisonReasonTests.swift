import MindstateNumerics
import MindstateProbes
import Testing

/// Counter-examples 6 and 7 of STATISTICS.md, and readings that are not what they seem: a reason or a caveat.
@Suite struct ComparisonReasonTests {
  let workers = Workers()

  @Test func onePromptHasAValueButNothingElse() throws {
    var random = RandomStream(seed: 1, name: "one")
    let table = try Comparison(paired: [
      MadeUp.condition("a", [random.matrix(1, 4)]), MadeUp.condition("b", [random.matrix(1, 4)]),
    ]).run(workers: workers)
    let cosine = try #require(table.row(.cosineDistance))
    #expect(cosine.estimate.value != nil && cosine.estimate.interval == nil && cosine.estimate.null == nil)
    #expect(cosine.qValue == nil)
    #expect(table.rows.allSatisfy { $0.estimate.reason == .nBelow2 })
    #expect(table.rows.dropFirst().allSatisfy { $0.estimate.value == nil })
    #expect(table.caveats.contains(.fewPrompts(prompts: 1, clusters: 1)))
  }

  @Test func twoPromptsHaveAnInterval() throws {
    let (a, b) = MadeUp.pair(prompts: 2, width: 6, layers: 1)
    for row in try Comparison(paired: [a, b]).run(workers: workers).rows {
      let interval = try #require(row.estimate.interval)
      #expect(interval.contains(try #require(row.estimate.value)) && row.estimate.reason == nil)
    }
  }

  @Test func oneClusterHasNoInterval() throws {
    var random = RandomStream(seed: 1, name: "cluster")
    let groups: [String?] = ["g", "g", "g"]
    let table = try Comparison(paired: [
      MadeUp.condition("a", [random.matrix(3, 4)], groups: groups),
      MadeUp.condition("b", [random.matrix(3, 4)], groups: groups),
    ]).run(workers: workers)
    for row in table.rows {
      #expect(row.estimate.value != nil && row.estimate.interval == nil && row.estimate.null != nil)
      #expect(row.estimate.reason == .clustersBelow2 && row.estimate.n == 3 && row.estimate.clusters == 1)
    }
  }

  @Test func fewPromptsAreACaveat() throws {
    let (a, b) = MadeUp.pair(prompts: 12, width: 6, layers: 1)
    #expect(
      try Comparison(paired: [a, b]).run(workers: workers).caveats.contains(.fewPrompts(prompts: 12, clusters: 12)))
  }

  @Test func otherTokensAreACaveat() throws {
    var random = RandomStream(seed: 2, name: "tokens")
    let tokens = (0..<20).map { $0 < 3 ? 5 : 198 }
    let table = try Comparison(paired: [
      MadeUp.condition("a", [random.matrix(20, 4)]), MadeUp.condition("b", [random.matrix(20, 4)], tokens: tokens),
    ]).run(workers: workers)
    #expect(table.rows.allSatisfy { $0.tokenMatch == false && $0.estimate.value != nil })
    #expect(
      table.caveats == [.tokensDiffer(conditionA: "a", conditionB: "b", position: "last", prompts: 3, of: 20)])
  }

  @Test func unknownTokensAreNeitherEqualNorDifferent() throws {
    let (a, b) = MadeUp.pair(prompts: 20, width: 6, layers: 1)
    var silent = b
    silent.readings[0].tokenIDs = nil
    let table = try Comparison(paired: [a, silent]).run(workers: workers)
    #expect(table.rows.allSatisfy { $0.tokenMatch == nil && $0.estimate.value != nil })
    #expect(table.caveats == [.noTokenIDs(condition: "base-qa", position: "last")])
  }

  @Test func firstTokenIsACaveat() throws {
    let (a, b) = MadeUp.pair(prompts: 20, width: 6, layers: 1)
    var first = a
    first.readings[0].tokenPositions = [Int](repeating: 0, count: 20)
    #expect(
      try Comparison(paired: [first, b]).run(workers: workers).caveats
        == [.firstTokenRead(condition: "base-bare", position: "last", prompts: 20)])
  }

  @Test func sinkTokenIsACaveat() throws {
    var random = RandomStream(seed: 3, name: "sink")
    var states = random.matrix(20, 4)
    states.setRow(6, to: [1000, 0, 0, 0])
    let table = try Comparison(paired: [
      MadeUp.condition("a", [states]), MadeUp.condition("b", [random.matrix(20, 4)]),
    ]).run(workers: workers)
    #expect(
      table.caveats == [.outlierNorms(condition: "a", site: "resid", position: "last", rows: 1, of: 20)])
  }

  @Test func copiedPromptsAreACaveat() throws {
    var random = RandomStream(seed: 4, name: "copies")
    let states = random.matrix(20, 4).gatheringRows((0..<20).map { $0 == 7 ? 3 : $0 })
    let table = try Comparison(paired: [
      MadeUp.condition("a", [states]), MadeUp.condition("b", [random.matrix(20, 4)]),
    ]).run(workers: workers)
    #expect(table.caveats == [.identicalPrompts(condition: "a", prompts: ["p7"])])
  }

  /// Level 0 of a rotary model at the newline: every prompt has the same state there.
  @Test func promptsWithoutSpreadHaveAReason() throws {
    let same = Matrix(rows: 20, columns: 3, (0..<60).map { [0.1, 0.2, 0.3][$0 % 3] })
    let table = try Comparison(paired: [MadeUp.condition("a", [same]), MadeUp.condition("b", [same])]).run(
      workers: workers)
    let cosine = try #require(table.row(.cosineDistance)?.estimate)
    #expect(cosine.value == 0 && cosine.interval == 0...0 && cosine.null?.p == 1)
    #expect(table.rows.dropFirst().allSatisfy { $0.estimate.value == nil })
    #expect(table.rows.dropFirst().allSatisfy { $0.estimate.reason == .referenceWithoutSpread })
  }

  @Test func zeroStateHasAReason() throws {
    var random = RandomStream(seed: 5, name: "zero")
    var states = random.matrix(20, 4)
    states.setRow(0, to: [0, 0, 0, 0])
    let table = try Comparison(paired: [
      MadeUp.condition("a", [random.matrix(20, 4)]), MadeUp.condition("b", [states]),
    ]).run(workers: workers)
    #expect(table.row(.cosineDistance)?.estimate.reason == .zeroNorm)
    #expect(table.row(.cosineDistance)?.estimate.value == nil)
    #expect(table.row(.euclideanRelative)?.estimate.value != nil)
  }

  @Test func constantDimensionsAndWideStatesAreFine() throws {
    var random = RandomStream(seed: 6, name: "wide")
    func states() -> Matrix {
      var states = random.matrix(20, 300)
      for prompt in 0..<20 { for c in 0..<50 { states[prompt, c] = 4.2 } }
      return states
    }
    let table = try Comparison(paired: [MadeUp.condition("a", [states()]), MadeUp.condition("b", [states()])])
      .run(workers: workers)
    #expect(table.rows.allSatisfy { $0.estimate.value?.isFinite == true && $0.estimate.reason == nil })
    #expect((0.9...1.1).contains(table.row(.cosineDistanceStandardised)?.estimate.value ?? 0))
  }
}
