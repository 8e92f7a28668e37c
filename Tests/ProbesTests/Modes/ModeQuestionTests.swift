import MindstateNumerics
import MindstateProbes
import MindstateReport
import Testing

@Suite struct ModeQuestionTests {
  /// Prompts around a common state, each mode moved along a dimension of its own.
  private struct World {
    let prompts: [Matrix]
    let width = 12

    init(prompts n: Int, seed: UInt64 = 3) {
      var random = RandomStream(seed: seed, name: "modes world")
      prompts = (0..<6).map { _ in random.matrix(n, 12) }
    }

    /// Draw `copy` of the prompts' states, moved by `shift` along dimension `mode`.
    func states(mode: Int, by shift: Float = 3, copy: Int) -> Matrix {
      var states = prompts[copy]
      for r in 0..<states.rows {
        for c in 0..<width { states[r, c] = prompts[0][r, c] + 0.3 * states[r, c] + (c == mode ? shift : 0) }
      }
      return states
    }
  }

  private func question(_ world: World, scoring scored: Matrix, groups: [String?]? = nil) -> ModeQuestion {
    func condition(_ name: String, _ states: Matrix) -> ConditionStates {
      MadeUp.condition(name, [states], groups: groups)
    }
    return ModeQuestion(
      modes: [
        .init(name: "bare", conditions: [condition("base/bare", world.states(mode: 0, copy: 1))]),
        .init(name: "qa", conditions: [condition("base/qa", world.states(mode: 1, copy: 2))]),
        .init(
          name: "irrelevant",
          conditions: [
            condition("base/not-1", world.states(mode: 2, copy: 3)),
            condition("base/not-2", world.states(mode: 2, copy: 4)),
          ]),
      ], scored: [condition("tuned/bare", scored)])
  }

  private func shares(_ table: ModeTable, _ condition: String) -> [String: Double] {
    Dictionary(
      uniqueKeysWithValues: table.rows.filter { $0.scoredCondition == condition }.compactMap { row in
        row.share.value.map { (row.mode, $0) }
      })
  }

  @Test func findsThePlantedMode() throws {
    let world = World(prompts: 60)
    let table = try question(world, scoring: world.states(mode: 1, copy: 5)).run()
    let shares = shares(table, "tuned/bare")
    #expect((shares["qa"] ?? 0) > 0.9)
    #expect(abs(shares.values.reduce(0, +) - 1) < 1e-12)
    let row = try #require(table.rows.first { $0.scoredCondition == "tuned/bare" && $0.mode == "qa" })
    #expect((row.fitAccuracy ?? 0) > 0.85, "\(row)")
    #expect((row.calibrationError ?? 1) < 0.2 && row.tokenMatch == true)
    #expect((row.logOdds.value ?? 0) > 0)
    #expect(row.share.interval?.contains(row.share.value ?? -1) == true)
  }

  @Test func controlsAreNearChance() throws {
    let world = World(prompts: 80)
    let table = try question(world, scoring: world.states(mode: 0, copy: 5)).run()
    #expect(abs((table.rows[0].controlAccuracy ?? 0) - 1.0 / 3) < 0.15)
  }

  @Test func fittedConditionsAreScoredOutOfFold() throws {
    // Modes that differ by nothing: a probe that saw the prompt it scores would tell them apart by noise.
    let world = World(prompts: 40)
    var question = question(world, scoring: world.states(mode: 1, copy: 5))
    question.modes = [
      .init(name: "a", conditions: [MadeUp.condition("a", [world.states(mode: 0, by: 0, copy: 1)])]),
      .init(name: "b", conditions: [MadeUp.condition("b", [world.states(mode: 0, by: 0, copy: 2)])]),
    ]
    let table = try question.run()
    #expect((table.rows[0].fitAccuracy ?? 1) < 0.7)
  }

  @Test func orderOfPromptsAndThreadsChangeNothing() throws {
    let world = World(prompts: 30)
    let groups = (0..<30).map { String?("g\($0 / 3)") }
    let question = question(world, scoring: world.states(mode: 1, copy: 5), groups: groups)
    #expect(try question.run(workers: Workers(threads: 1)) == question.run(workers: Workers(threads: 2)))
    #expect(try question.run().csv == question.run().csv)
  }

  @Test func equalStatesHaveAReason() throws {
    let world = World(prompts: 20)
    let same = Matrix(rows: 20, columns: 12, repeating: 1)
    var question = question(world, scoring: same)
    for index in question.modes.indices {
      question.modes[index].conditions = [MadeUp.condition("c\(index)", [same])]
    }
    #expect(try question.run().rows.allSatisfy { $0.share.value == nil && $0.share.reason == .noSpread })
  }

  @Test func refusesWhatCannotBeTold() throws {
    let world = World(prompts: 20)
    var question = question(world, scoring: world.states(mode: 1, copy: 5))
    question.modes.removeLast(2)
    expectError("modes: 1 mode to fit", question)
    question = self.question(world, scoring: world.states(mode: 1, copy: 5))
    question.modes[1].name = "bare"
    expectError("modes: bare is given twice", question)
    question.modes[1].name = "qa"
    question.modes[1].conditions = []
    expectError("modes: qa has no capture", question)
    question = self.question(world, scoring: World(prompts: 19).states(mode: 1, copy: 5))
    expectError("tuned/bare: lacks 1 of the prompts", question)
    question = self.question(world, scoring: world.states(mode: 1, copy: 5))
    question.folds = 21
    expectError("20 groups of prompts for 21 folds", question)
  }

  private func expectError(_ text: String, _ question: ModeQuestion) {
    let error = #expect(throws: ModeError.self) { try question.run() }
    #expect(error?.description.contains(text) == true, "\(error.map(\.description) ?? "")")
  }
}

@Suite struct ReadableModesTests {
  @Test func thresholdIsHalfWayBetweenChanceAndCertainty() {
    #expect(ModeRow.leastFitAccuracy(modes: 2) == 0.75 && ModeRow.leastFitAccuracy(modes: 4) == 0.625)
    #expect(ModeRow.leastFitAccuracy(modes: 0) == 0.75)
  }
}
