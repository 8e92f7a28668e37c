import MindstateNumerics
import MindstateProbes
import MindstateReport
import Testing

@Suite struct TrajectoryTests {
  /// 40 prompts of three or four tokens, in 6 dimensions.
  private let lengths = (0..<40).map { 3 + $0 % 2 }
  private var offsets: [Int] { lengths.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) } }

  private func states(_ name: String, shifts: [Float]) -> ConditionStates {
    var random = RandomStream(seed: 5, name: name)
    var states = random.matrix(offsets.last ?? 0, 6)
    for prompt in lengths.indices {
      for row in offsets[prompt]..<offsets[prompt + 1] { states[row, 0] += shifts[row - offsets[prompt]] }
    }
    let tokens = lengths.flatMap { Array(0..<$0) }
    return MadeUp.ragged(name, states, offsets: offsets, tokens: tokens, position: "prompt-all")
  }

  @Test func comesNearAsPlanted() throws {
    let target = states("target", shifts: [0, 0, 0, 0])
    let scored = states("scored", shifts: [9, 6, 3, 0])
    let table = try Trajectory(target: target, scored: [scored]).run()
    let own = table.rows.filter { $0.condition == "target" }
    let other = table.rows.filter { $0.condition == "scored" }
    #expect(own.map(\.tokensRead) == [1, 2, 3, 4] && own.map(\.distance.n) == [40, 40, 40, 20])
    #expect(own.allSatisfy { abs(($0.distance.value ?? 0) - 1.1) < 0.25 })
    let distances = other.compactMap(\.distance.value)
    #expect(distances == distances.sorted(by: >) && distances.count == 4)
    #expect(abs(distances[3] - (own[3].distance.value ?? 0)) < 0.3)
  }

  @Test func tokensWithOtherIdsAreLeftOut() throws {
    let target = states("target", shifts: [0, 0, 0, 0])
    var other = states("scored", shifts: [0, 0, 0, 0])
    other.readings[0].tokenIDs?[0] = 99
    let table = try Trajectory(target: target, scored: [other]).run()
    #expect(table.rows.filter { $0.condition == "scored" }.map(\.distance.n) == [39, 40, 40, 20])
  }

  @Test func whatHasNoValueHasAReason() throws {
    var few = Trajectory(target: states("target", shifts: [0, 0, 0, 0]), scored: [])
    few.folds = 40
    let constant = MadeUp.ragged(
      "still", Matrix(rows: offsets.last ?? 0, columns: 6, repeating: 1), offsets: offsets,
      tokens: lengths.flatMap { Array(0..<$0) }, position: "prompt-all")
    let still = try Trajectory(target: constant, scored: []).run()
    #expect(still.rows.allSatisfy { $0.distance.value == nil && $0.distance.reason == .referenceWithoutSpread })
    #expect(try few.run().rows.allSatisfy { $0.distance.value != nil })
  }

  @Test func needsTheTokensOfThePrompt() throws {
    let last = MadeUp.condition("last", [Matrix(rows: 20, columns: 2, repeating: 1)])
    let error = #expect(throws: ModeError.self) { try Trajectory(target: last, scored: [last]).run() }
    #expect(error?.description.contains("trajectory: last holds no position prompt-all") == true)
  }
}
