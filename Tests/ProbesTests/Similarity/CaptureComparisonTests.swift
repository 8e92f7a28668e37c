import MindstateNumerics
import MindstateProbes
import MindstateStore
import MindstateTestSupport
import Testing

/// Captures as files and in memory give the same table.
@Suite struct CaptureComparisonTests {
  private func capture(_ condition: String, seed: UInt64, layers: [Int] = [0, 1, 2]) -> Capture {
    var random = RandomStream(seed: seed, name: "capture")
    let prompts = (0..<24).map { CapturedPrompt(id: "p\($0)", group: "g\($0 / 2)") }
    let last = Reading(
      position: "last", sites: [SiteStates(site: "resid", layers: layers, states: random.matrix(24, layers.count * 5))],
      tokenIDs: [Int](repeating: 198, count: 24), tokenPositions: [Int](repeating: 7, count: 24))
    let answer = Reading(
      position: "answer-all",
      sites: [SiteStates(site: "resid", layers: layers, states: random.matrix(48, layers.count * 5))],
      tokenIDs: Array(0..<48), tokenPositions: (0..<48).map { 8 + $0 % 2 }, offsets: (0...24).map { 2 * $0 })
    return Capture(condition: condition, prompts: prompts, readings: [last, answer])
  }

  @Test func filesAndMemoryGiveTheSameTable() throws {
    try withTemporaryDirectory { directory in
      let captures = [capture("base-bare", seed: 1), capture("base-qa", seed: 2)]
      var stores: [ConditionStates] = []
      for capture in captures {
        let path = "\(directory)/\(capture.condition).safetensors"
        try capture.write(to: path)
        stores.append(ConditionStates(try StateStore(path: path)))
      }
      let table = try Comparison(paired: stores).run(workers: Workers())
      #expect(try Comparison(paired: captures.map { ConditionStates($0) }).run(workers: Workers()) == table)
      #expect(table.rows.count == 2 * 3 * 4)
      #expect(table.rows[0].conditionA == "base-bare" && table.rows[0].estimate.clusters == 12)
      #expect(table.rows.allSatisfy { $0.tokenMatch == true })
      let ragged = table.rows.filter { $0.position == "answer-all" && $0.metric != .retrievalAt1 }
      #expect(ragged.count == 9 && ragged.allSatisfy { $0.estimate.value != nil && $0.estimate.n == 24 })
    }
  }

  @Test func layersAreTakenByNumberNotPlace() throws {
    let straight = capture("a", seed: 1)
    var turned = straight
    turned.condition = "b"
    for index in turned.readings.indices {
      let site = straight.readings[index].sites[0]
      let order = [2, 0, 1]
      let columns = order.flatMap { Array($0 * 5..<($0 + 1) * 5) }
      let states = Matrix(
        rows: site.states.rows, columns: 15,
        (0..<site.states.rows).flatMap { row in columns.map { site.states[row, $0] } })
      turned.readings[index].sites[0] = SiteStates(site: "resid", layers: order, states: states)
    }
    let table = try Comparison(paired: [ConditionStates(straight), ConditionStates(turned)]).run(workers: Workers())
    #expect(table.rows.allSatisfy { $0.metric == .retrievalAt1 || $0.estimate.value == 0 })
  }

  @Test func captureThatContradictsItselfIsRefused() {
    let good = capture("a", seed: 1)
    var bad = capture("b", seed: 2)
    bad.readings[1].offsets = [0, 48]
    expectRefusal(good, bad, "b at answer-all: offsets must be 25 ascending numbers from 0. Make the capture anew.")
    bad = capture("b", seed: 2)
    bad.readings[0].tokenIDs = [1, 2]
    expectRefusal(good, bad, "b at last: there are 2 token ids for 24 tokens. Make the capture anew.")
    bad = capture("b", seed: 2)
    bad.readings[0].sites[0].states = Matrix(rows: 3, columns: 15)
    expectRefusal(good, bad, "b at last: states of resid are [3, 5] instead of [24, 5]. Make the capture anew.")
  }

  @Test func notANumberInAFileIsNamed() throws {
    var bad = capture("b", seed: 2)
    bad.readings[0].sites[0].states[4, 7] = .nan
    expectRefusal(
      capture("a", seed: 1), bad,
      "b: the state of prompt p4 at resid layer 1, last, holds NaN or infinity. Check the weights and capture again.")
  }

  private func expectRefusal(_ a: Capture, _ b: Capture, _ message: String) {
    let error = #expect(throws: ComparisonError.self) {
      try Comparison(paired: [ConditionStates(a), ConditionStates(b)]).run(workers: Workers(threads: 1))
    }
    #expect(error?.description == message)
  }
}
