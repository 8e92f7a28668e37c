import MindstateNumerics
import MindstateProbes
import MindstateReport
import Testing

/// A base, a tuned model and wrappers, from states to tables.
@Suite struct ComparisonResultsTests {
  /// States of a condition that is `distance` away from Y in a direction of its own, the same for all prompts.
  private struct World {
    var base: [Matrix]
    var wrapped: [Matrix]
    var random: RandomStream
    let prompts: Int

    init(prompts: Int = 120, layers: Int = 3, seed: UInt64 = 1) {
      self.prompts = prompts
      random = RandomStream(seed: seed, name: "world")
      base = []
      for _ in 0..<layers { base.append(random.matrix(prompts, 16)) }
      wrapped = []
      for states in base { wrapped.append(Self.moved(states, 3, &random)) }
    }

    static func moved(_ states: Matrix, _ distance: Float, _ random: inout RandomStream) -> Matrix {
      let shift = random.matrix(1, 16)
      let noise = random.matrix(states.rows, 16)
      return Matrix(
        rows: states.rows, columns: 16,
        states.elements.enumerated().map { $1 + distance * (shift[0, $0 % 16] + 0.3 * noise.elements[$0]) })
    }

    mutating func nearWrapped(_ name: String, _ distance: Float, tokens: [Int]? = nil) -> ConditionStates {
      var layers: [Matrix] = []
      for states in wrapped { layers.append(Self.moved(states, distance, &random)) }
      return MadeUp.condition(name, layers, tokens: tokens)
    }
  }

  private func comparison(_ world: inout World, tuned: Float, wrappers: Int = 8) -> Comparison {
    var comparison = Comparison([world.nearWrapped("tuned-bare", tuned), MadeUp.condition("base-qa", world.wrapped)])
    comparison.reference = .capture(MadeUp.condition("base-bare", world.base))
    comparison.paraphrases = (0..<wrappers).map { world.nearWrapped("qa-\($0)", 0.15) }
    comparison.irrelevant = (0..<wrappers).map { world.nearWrapped("other-\($0)", 1.5) }
    comparison.metrics = [.cosineDistance]
    comparison.resamples = 50
    comparison.rule.draws = 1000
    return comparison
  }

  @Test(arguments: [(Float(0.15), Verdict.same), (Float(1.5), .different)])
  func plantedVerdictIsGiven(tuned: Float, expected: Verdict) throws {
    var world = World()
    var comparison = comparison(&world, tuned: tuned)
    comparison.ceilings = [world.nearWrapped("tuned-again", tuned)]
    let table = try #require(try comparison.results().verdicts)
    let pairs = table.rows.filter { $0.role == .pair }
    #expect(pairs.map(\.layer) == [0, 1, 2, nil])
    for row in pairs {
      #expect(row.result.verdict == expected, "\(row)")
      #expect(row.conditionA == "tuned-bare" && row.conditionB == "base-qa" && row.result.n == 120)
      #expect(row.hasCeiling && row.ceiling != nil && row.reasons.isEmpty && row.selfTestPassed == true)
    }
    #expect(table.selfTestPassed == true && table.selfTests[0].made == 48)
    #expect(table.rows.count == 4 * (1 + 1 + 16))
  }

  /// Counter-example 4: a tiny shift is the same when paraphrases move as much.
  @Test func aTinyShiftIsTheSame() throws {
    var world = World(prompts: 200, layers: 1)
    var comparison = comparison(&world, tuned: 0.02)
    comparison.paraphrases = (0..<8).map { world.nearWrapped("tiny-\($0)", 0.02) }
    let table = try #require(try comparison.results().verdicts)
    #expect(table.rows.first?.result.verdict == .same)
  }

  /// One irrelevant wrapper stands among the rewordings: then s places no single condition, wherever X is.
  @Test(arguments: [Float(0.15), 1.5])
  func overlappingControlsCarryNoVerdictAndAreNamed(tuned: Float) throws {
    var world = World()
    var comparison = comparison(&world, tuned: tuned)
    comparison.irrelevant[2] = world.nearWrapped("like-qa", 0.14)
    let table = try #require(try comparison.results().verdicts)
    for row in table.rows {
      #expect(row.result.verdict == .undecided && row.reasons.contains(.controlsOverlap), "\(row)")
      #expect(row.result.neededPrompts == nil && (row.result.s != nil || row.layer == nil))
    }
    let test = table.selfTests[0]
    #expect(!test.passed && test.made == 0 && test.failures.isEmpty && test.overlaps.map(\.layer) == [0, 1, 2])
    for overlap in test.overlaps {
      #expect(overlap.irrelevant == ["like-qa"] && !overlap.paraphrases.isEmpty)
      #expect(overlap.paraphrases.allSatisfy { $0.hasPrefix("qa-") })
      #expect(overlap.text.hasPrefix("layer \(overlap.layer): like-qa is no farther from base-qa than qa-"))
    }
  }

  /// With one layer of overlap in three, that layer is left out, and at most three lines say so.
  @Test func overlapsAreToldInThreeLines() throws {
    var world = World(layers: 12)
    var comparison = comparison(&world, tuned: 0.15)
    comparison.irrelevant[2] = world.nearWrapped("like-qa", 0.14)
    let test = try #require(try comparison.results().verdicts).selfTests[0]
    let summary = try #require(OverlapSummary([(test.site, test.position, test.overlaps)]))
    let layers = LayerList.named(test.overlaps.map(\.layer))
    #expect(
      summary.lines(details: "out/verdicts.csv") == [
        "No verdict where the controls overlap: resid at last, \(layers).", "Out of order there: like-qa.",
        "Try: leave it out and run again. Each layer: out/verdicts.csv.",
      ])
    #expect(test.overlaps.count > 6)
    #expect(OverlapSummary([(test.site, test.position, [])]) == nil)
    // Four of sixteen among the rewordings: no single wrapper is to blame.
    comparison = self.comparison(&world, tuned: 0.15, wrappers: 16)
    for index in 0..<4 { comparison.irrelevant[index] = world.nearWrapped("near-\(index)", 0.15) }
    let alike = try #require(try comparison.results().verdicts).selfTests[0]
    let lines = try #require(OverlapSummary([(alike.site, alike.position, alike.overlaps)])).lines(details: "d")
    #expect(
      lines.count == 3 && lines[1].contains("There 4 of 16 irrelevant wrappers")
        && lines[1].contains("of 16 rewordings"))
    #expect(lines[2].hasPrefix("Try: rewordings nearer to base-qa"))
    for overlap in alike.overlaps { #expect(!overlap.irrelevant.isEmpty && !overlap.paraphrases.isEmpty) }
    #expect(alike.overlaps.map(\.layer) == alike.overlaps.map(\.layer).sorted())
  }

  @Test func aVerdictWithoutAStartIsAnError() throws {
    var world = World(prompts: 30, layers: 1)
    var comparison = comparison(&world, tuned: 1)
    comparison.reference = .first
    do {
      _ = try comparison.results()
      Issue.record("a start was guessed")
    } catch { #expect("\(error)".contains("a verdict needs a start")) }
  }

  @Test func layersComeAscendingHoweverTheyAreAskedFor() throws {
    var world = World(prompts: 25, layers: 4)
    var comparison = comparison(&world, tuned: 1)
    comparison.layers = [3, 0, 2]
    let results = try comparison.results()
    #expect(results.similarity.rows.filter { $0.role == .pair }.map(\.layer) == [0, 2, 3])
    #expect(results.verdicts?.rows.filter { $0.role == .pair }.map(\.layer) == [0, 2, 3, nil])
  }

  @Test func withoutControlsThereIsNoVerdict() throws {
    var world = World(prompts: 30)
    var comparison = comparison(&world, tuned: 1)
    comparison.paraphrases = []
    comparison.irrelevant = []
    let bare = try comparison.results()
    #expect(bare.verdicts == nil && bare.contrasts == nil && bare.crossed == nil && bare.similarity.rows.count == 3)
    comparison.irrelevant = [world.nearWrapped("other", 1)]
    let half = try #require(try comparison.results().verdicts)
    #expect(half.selfTestPassed == nil)
    for row in half.rows {
      #expect(row.result.verdict == .undecided)
      #expect(row.reasons == [.noParaphrases, .wrappersBelow2, .noCeiling] || row.layer == nil)
    }
  }

  @Test func differentTokensNeverCarryAVerdict() throws {
    var world = World()
    var comparison = comparison(&world, tuned: 1.5)
    comparison.irrelevant[3] = world.nearWrapped("colon", 1.5, tokens: [Int](repeating: 25, count: 120))
    let results = try comparison.results()
    let table = try #require(results.verdicts)
    for row in table.rows {
      #expect(row.result.verdict == .undecided && row.reasons.contains(.tokensDiffer))
    }
    #expect(results.contrasts?.rows.allSatisfy { $0.result.reason == .tokensDiffer } == true)
  }

  @Test func directionIsFoundFromTheContrastOnly() throws {
    var world = World(layers: 1)
    var comparison = comparison(&world, tuned: 0.5)
    // Wrappers that lead elsewhere from the base, not from Y.
    let (base, wrapped) = (world.base, world.wrapped)
    world.wrapped = base
    comparison.irrelevant = (0..<8).map { world.nearWrapped("other-\($0)", 3) }
    world.wrapped = wrapped
    let rows = try #require(try comparison.results().contrasts).rows
    #expect(rows.map(\.metric) == ContrastMetric.allCases)
    let direction = try #require(rows.first { $0.metric == .displacementCosineMean })
    #expect(try #require(direction.result.value) > 0.5 && #require(direction.result.p) < 0.05)
    #expect(try #require(direction.qValue) >= #require(direction.result.p))
    comparison.reference = .named("tuned-bare")
    let refused = try #require(try comparison.results().contrasts).rows[0]
    #expect(refused.result.reason == .referenceIsCompared && refused.result.value == nil && refused.qValue == nil)
  }

  @Test func crossedTableShowsADoubleDissociation() throws {
    var world = World(layers: 2)
    var comparison = comparison(&world, tuned: 0.3)
    var film = world
    film.wrapped = world.base
    let far = film.nearWrapped("unused", 3)
    film.wrapped = try (0..<2).map { try far.states("resid", "last", $0) }
    comparison.crossed = .init(
      tuning: film.nearWrapped("scripts", 0.3), wrapper: MadeUp.condition("base-film", film.wrapped))
    comparison.paraphrases = []
    comparison.irrelevant = []
    let results = try comparison.results()
    let rows = try #require(results.crossed).rows
    #expect(results.verdicts == nil && rows.count == 2 * 7)
    for row in rows where row.part != .cell {
      #expect(try #require(row.estimate.interval).upperBound < 0 && #require(row.p) < 0.001)
    }
    let cells = rows.prefix(4).compactMap(\.estimate.value)
    #expect(isClose(try #require(rows[6].estimate.value), (cells[0] + cells[3] - cells[1] - cells[2]) / 2, 1e-9))
    #expect(rows[0].tuning == "tuned-bare" && rows[0].wrapper == "base-qa" && rows[3].wrapper == "base-film")
  }

  @Test func threadsChangeNothing() throws {
    var world = World(prompts: 40)
    let comparison = comparison(&world, tuned: 0.5)
    let one = try comparison.results(workers: Workers(threads: 1))
    #expect(try comparison.results(workers: Workers(threads: 4)) == one)
    #expect(try comparison.run() == one.similarity)
  }

  @Test func tablesHoldNoNumberThatIsNone() throws {
    var world = World(prompts: 25, layers: 2)
    // A layer where the reference does not vary, as an embedding read at one token.
    let flat = Matrix(rows: 25, columns: 16, [Float](repeating: 1, count: 400))
    world.base[0] = flat
    world.wrapped[0] = flat
    let results = try comparison(&world, tuned: 1).results()
    let verdicts = String(decoding: try #require(results.verdicts).csv, as: UTF8.self)
    let contrasts = String(decoding: try #require(results.contrasts).csv, as: UTF8.self)
    for text in [verdicts, contrasts] {
      #expect(!text.lowercased().contains("nan") && !text.contains("inf,"))
    }
    #expect(
      verdicts.hasPrefix(
        "condition_a,condition_b,site,layer,position,metric,s,s_low,s_high,margin,verdict,d,p,i,ceiling_s,n,"
          + "n_paraphrases,n_irrelevant,n_needed,reason"))
    #expect(
      contrasts.hasPrefix(
        "condition_a,condition_b,control,site,layer,position,metric,value,ci_low,ci_high,p_value,q_value,n,n_controls,"
          + "reason"))
    #expect(verdicts.contains("reference_without_spread") && verdicts.contains("ceiling=none"))
    #expect(verdicts.contains(",all,last,"))
  }
}
