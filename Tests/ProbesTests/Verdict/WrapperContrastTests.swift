import MindstateNumerics
import MindstateProbes
import Testing

@Suite struct WrapperContrastTests {
  private func contrast(_ planted: PlantedStates, mean: Bool, seed: Int) throws -> WrapperContrast {
    var random = RandomStream(seed: UInt64(seed), name: "contrast")
    let drawn = planted.drawn(&random)
    let clusters = Clusters(independent: planted.prompts)
    let lists = try drawn.wrappers.map {
      mean
        ? try DisplacementAgreement.mean(drawn.tuned, $0, clusters: clusters)
        : try DisplacementAgreement.specific(drawn.tuned, $0)
    }
    return WrapperContrast(pair: lists[0], controls: Array(lists.dropFirst()), clusters: clusters)
  }

  /// Counter-example 1 of STATISTICS.md: unrelated conditions, whose displacements share the reference.
  @Test(arguments: [true, false])
  func unrelatedConditionsAreNotFound(mean: Bool) throws {
    var planted = PlantedStates()
    planted.prompts = 60
    let found = Workers().count(600) { [planted] seed in
      ((try? contrast(planted, mean: mean, seed: seed))?.p ?? 0) <= 0.05
    }
    #expect((0.025...0.08).contains(Double(found) / 600), "\(found) of 600")
  }

  /// Counter-examples 1 and 2: a shift that all prompts share is found, which re-pairing would not see.
  @Test func aCommonShiftIsFound() throws {
    var planted = PlantedStates()
    planted.prompts = 60
    planted.common = 3
    let found = Workers().count(100) { [planted] seed in
      guard let contrast = try? contrast(planted, mean: true, seed: seed) else { return false }
      return (contrast.value ?? 0) > 0.3 && (contrast.p ?? 1) < 0.05
    }
    #expect(found > 85, "\(found) of 100")
    // The per-prompt part is not touched by it.
    let specific = Workers().count(200) { [planted] seed in
      ((try? contrast(planted, mean: false, seed: seed))?.p ?? 0) <= 0.05
    }
    #expect(specific < 24, "\(specific) of 200")
  }

  @Test func promptByPromptAgreementIsFound() throws {
    var planted = PlantedStates()
    planted.prompts = 60
    planted.specific = 1.5
    let found = Workers().count(100) { [planted] seed in
      ((try? contrast(planted, mean: false, seed: seed))?.p ?? 1) < 0.01
    }
    #expect(found > 95, "\(found) of 100")
  }

  /// Averaging over half-samples tends to the closed form.
  @Test func meanAgreesWithHalfSamples() throws {
    var random = RandomStream(seed: 1, name: "halves")
    var planted = PlantedStates()
    (planted.prompts, planted.width, planted.common) = (40, 6, 1)
    let drawn = planted.drawn(&random)
    let (x, w) = (drawn.tuned, drawn.wrappers[0])
    var sums = (0.0, 0.0, 0.0)
    for _ in 0..<20_000 {
      let order = random.permutation(of: 40)
      func half(_ of: DoubleMatrix, _ part: ArraySlice<Int>) -> [Double] {
        (0..<6).map { c in part.reduce(0) { $0 + of[$1, c] } / 20 }
      }
      func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
      let (a, b) = (order.prefix(20), order.suffix(20))
      sums.0 += dot(half(x, a), half(w, b))
      sums.1 += dot(half(x, a), half(x, b))
      sums.2 += dot(half(w, a), half(w, b))
    }
    let expected = sums.0 / (sums.1 * sums.2).squareRoot()
    let own = try DisplacementAgreement.mean(x, w, clusters: Clusters(independent: 40)).mean
    #expect(isClose(own, expected, 0.01, floor: 0.1), "\(own) \(expected)")
  }

  /// Leaving a cluster out by arithmetic is leaving its prompts out.
  @Test func influenceIsThatOfTheJackknife() throws {
    var random = RandomStream(seed: 1, name: "jackknife")
    var planted = PlantedStates()
    (planted.prompts, planted.common) = (24, 2)
    let drawn = planted.drawn(&random)
    let groups = (0..<24).map { "\($0 / 2 % 8)" as String? }
    let clusters = Clusters(groups: groups)
    let values = try DisplacementAgreement.mean(drawn.tuned, drawn.wrappers[0], clusters: clusters)
    let without = try (0..<clusters.count).map { cluster in
      let rows = (0..<24).filter { clusters.index[$0] != cluster }
      return try DisplacementAgreement.mean(
        drawn.tuned.gatheringRows(rows), drawn.wrappers[0].gatheringRows(rows),
        clusters: Clusters(groups: rows.map { groups[$0] })
      ).mean
    }
    for (cluster, value) in values.enumerated() {
      let expected = values.mean + 7 * (without.mean - without[cluster])
      #expect(isClose(value, expected, 1e-9), "\(cluster)")
    }
  }

  /// The contrast and the similarity table speak of one number.
  @Test func valuesAreThoseOfTheSimilarityTable() throws {
    var random = RandomStream(seed: 5, name: "one definition")
    func moved() -> Matrix { Matrix(rows: 30, columns: 7, random.matrix(30, 7).elements.map { $0 + 2 }) }
    let (a, b, start) = (moved(), moved(), random.matrix(30, 7))
    let clusters = Clusters(groups: (0..<30).map { "\($0 / 3)" })
    let table = Displacements(a, b, from: start, clusters: clusters)
    let (x, w) = (
      DisplacementAgreement.displacement(a, from: start), DisplacementAgreement.displacement(b, from: start)
    )
    let own = try DisplacementAgreement.mean(x, w, clusters: clusters).mean
    #expect(isClose(own, try #require(table.estimate(of: .cosine).value), 1e-9))
    #expect(isClose(try DisplacementAgreement.specific(x, w).mean, try table.specificCosines().mean, 1e-9))
  }

  @Test func whatIsMissingHasItsReason() {
    let pair = [0.1, 0.4, 0.3]
    let three = Clusters(independent: 3)
    #expect(WrapperContrast(pair: pair, controls: [], clusters: three).reason == .noIrrelevant)
    let one = WrapperContrast(pair: pair, controls: [[0, 0, 0]], clusters: three)
    #expect(one.reason == .wrappersBelow2 && one.value == pair.mean && one.interval == nil && one.p == nil)
    let alone = WrapperContrast(pair: pair, controls: [pair, pair], clusters: Clusters(groups: ["g", "g", "g"]))
    #expect(alone.reason == .clustersBelow2 && alone.value == 0)
    let equal = WrapperContrast(pair: pair, controls: [pair, pair], clusters: three)
    #expect(equal.p == 1 && equal.interval == 0...0 && equal.reason == nil)
    let flat = WrapperContrast(pair: [1, 1, 1], controls: [[0, 0, 0], [0, 0, 0]], clusters: three)
    #expect(flat.p == nil && flat.reason == .nothingVaries)
  }

  @Test func noMovementHasNoDirection() {
    var random = RandomStream(seed: 1, name: "none")
    let noise = (0..<50).map { _ in DoubleMatrix(rows: 30, columns: 8, random.normals(240)) }
    let refused = noise.count { states in
      (try? DisplacementAgreement.mean(states, states, clusters: Clusters(independent: 30))) == nil
    }
    #expect(refused > 25)
    #expect(throws: Reason.zeroNorm) {
      try DisplacementAgreement.specific(DoubleMatrix(rows: 3, columns: 2), DoubleMatrix(rows: 3, columns: 2))
    }
  }
}
