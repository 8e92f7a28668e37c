import MindstateNumerics
import MindstateProbes
import Testing

/// Metrics of whole conditions: against numpy, by invariances, and the counter-examples of STATISTICS.md.
@Suite struct WholeConditionTests {
  struct Case: Decodable {
    var name: String
    var prompts: Int
    var width: Int
    var groups: [Int]
    var a: [Float]
    var b: [Float]
    var reference: [Float]
    var expected: [String: Double]
    var errors: [String: Double]

    var clusters: Clusters { Clusters(groups: groups.map { "\($0)" }) }
    func matrix(_ elements: [Float]) -> Matrix { Matrix(rows: prompts, columns: width, elements) }
  }

  private func grams(_ a: Matrix, _ b: Matrix, _ clusters: Clusters) -> GramPair {
    var random = RandomStream(seed: 1, name: "groups")
    return GramPair(a, b, groups: DeletedGroups(clusters, atMost: 50, random: &random))
  }

  @Test func agreesWithNumpy() throws {
    for known in try Expected.load([Case].self, "similarity/whole") {
      let (a, b, r) = (known.matrix(known.a), known.matrix(known.b), known.matrix(known.reference))
      let moved = Displacements(a, b, from: r, clusters: known.clusters)
      let pair = grams(a, b, known.clusters)
      let centre = Standardisation(of: r).mean
      let mmd = try PairedDiscrepancy(a, b, .mmd, centre: centre, clusters: known.clusters)
      let energy = try PairedDiscrepancy(a, b, .energy, centre: centre, clusters: known.clusters)
      let found: [(String, Double?)] = [
        ("displacement_projection", try moved.estimate(of: .projection).value),
        ("displacement_orthogonal", try moved.estimate(of: .orthogonal).value),
        ("displacement_cosine_mean", try moved.estimate(of: .cosine).value),
        ("displacement_cosine_specific", try moved.specificCosines().mean),
        ("displacement_recovered", try moved.recovered().value),
        ("displacement_recovered_mean", try moved.recovered(.meanShift).value),
        ("displacement_recovered_specific", try moved.recovered(.perPrompt).value),
        ("cka_debiased", try pair.value(of: .cka)), ("gram_distance", try pair.value(of: .distance)),
        ("effective_rank_a", try pair.value(of: .effectiveRankA)),
        ("effective_rank_b", try pair.value(of: .effectiveRankB)),
        ("mmd", mmd.value), ("energy", energy.value), ("dispersion_a", Dispersion.perPrompt(a, unit: 1).mean),
        ("dispersion_ratio", try Dispersion.ratio(a, b, clusters: known.clusters).value),
        ("entropy_a", NextTokenEntropy.perPrompt(a).mean),
      ]
      #expect(found.count == known.expected.count)
      for (metric, value) in found {
        let wanted = try #require(known.expected[metric])
        #expect(
          isClose(value ?? .nan, wanted, 1e-9, floor: 1e-3), "\(known.name), \(metric): \(value ?? .nan) \(wanted)")
      }
    }
  }

  @Test func jackknifeFromSumsAgreesWithRecomputation() throws {
    for known in try Expected.load([Case].self, "similarity/whole") {
      let (a, b, r) = (known.matrix(known.a), known.matrix(known.b), known.matrix(known.reference))
      let t = StudentT.quantile(upperTail: 0.025, degreesOfFreedom: Double(known.clusters.count - 1))
      let cka = try grams(a, b, known.clusters).estimate(of: .cka, clusters: known.clusters)
      let cosine = try Displacements(a, b, from: r, clusters: known.clusters).estimate(of: .cosine)
      for (metric, estimate) in [("cka_debiased", cka), ("displacement_cosine_mean", cosine)] {
        let interval = try #require(estimate.interval)
        let error = try #require(known.errors[metric])
        #expect(isClose((interval.upperBound - interval.lowerBound) / 2, t * error, 1e-8), "\(known.name), \(metric)")
        #expect(estimate.method == .jackknifeCluster)
      }
    }
  }

  /// Counter-example 3.
  @Test(arguments: [8, 200])
  func independentStatesHaveNoCommonGeometry(width: Int) throws {
    var covered = 0
    for seed in 0..<20 {
      var random = RandomStream(seed: UInt64(seed), name: "independent")
      let estimate = try grams(random.matrix(60, width), random.matrix(60, width), Clusters(independent: 60))
        .estimate(of: .cka, clusters: Clusters(independent: 60))
      let interval = try #require(estimate.interval)
      #expect(interval.contains(try #require(estimate.value)) && estimate.method == .jackknifeGroups)
      if interval.contains(0) { covered += 1 }
    }
    #expect(covered >= 16)
  }

  @Test func rotationShiftAndScaleChangeNoGeometry() throws {
    var random = RandomStream(seed: 2, name: "geometry")
    let (a, b) = (random.matrix(30, 4), random.matrix(30, 4))
    let clusters = Clusters(independent: 30)
    let turned = Matrix(
      rows: 30, columns: 4,
      (0..<30).flatMap { [3 * a[$0, 2] + 5, -3 * a[$0, 0], 3 * a[$0, 3], 3 * a[$0, 1] - 2] })
    for metric in [GramPair.Metric.cka, .distance, .effectiveRankA] {
      let before = try grams(a, b, clusters).value(of: metric)
      #expect(isClose(try grams(turned, b, clusters).value(of: metric), before, 1e-5), "\(metric)")
    }
    #expect(isClose(try grams(a, b, clusters).value(of: .cka), try grams(b, a, clusters).value(of: .cka), 1e-12))
    #expect(try isClose(grams(a, a, clusters).value(of: .cka), 1, 1e-12))
    #expect(try grams(a, a, clusters).value(of: .distance) == 0)
  }

  /// Counter-examples 1 and 2: a shift of all prompts alike is found, unrelated displacements are not one direction.
  @Test func plantedShiftIsFoundAndNoiseIsNot() throws {
    var random = RandomStream(seed: 3, name: "planted")
    let clusters = Clusters(independent: 80)
    let r = random.matrix(80, 12)
    func moved(by shift: Float) -> Matrix {
      let noise = random.matrix(80, 12)
      return Matrix(rows: 80, columns: 12, zip(r.elements, noise.elements).map { $0 + 0.3 * $1 + shift })
    }
    let (a, b) = (moved(by: 1), moved(by: 2))
    let both = Displacements(a, b, from: r, clusters: clusters)
    #expect(try #require(both.estimate(of: .cosine).interval?.lowerBound) > 0.98)
    #expect(try #require(both.estimate(of: .projection).interval).contains(2))
    // Counter-example 5: twice as far in the right direction.
    #expect(abs(try #require(both.recovered().value)) < 0.15)
    #expect(throws: Reason.tuningDidNotMove) { try both.recovered(floor: 100) }
    let draws = try PairedDiscrepancy(a, b, .mmd, centre: [Double](repeating: 0, count: 12), clusters: clusters)
      .estimate(draws: 999, random: &random)
    #expect(draws.null?.p == 0.001)
  }

  @Test func twoSampleNullHoldsItsRate() throws {
    var rejected = 0
    for seed in 0..<100 {
      var random = RandomStream(seed: UInt64(seed), name: "null")
      let groups = Clusters(groups: (0..<30).map { "\($0 / 2)" })
      let estimate = try PairedDiscrepancy(
        random.matrix(30, 5), random.matrix(30, 5), .energy, centre: [0, 0, 0, 0, 0], clusters: groups
      ).estimate(draws: 199, random: &random)
      if try #require(estimate.null).p <= 0.05 { rejected += 1 }
    }
    #expect(rejected <= 12)
  }

  /// Counter-example 7.
  @Test func nothingIsNeverANumber() throws {
    var random = RandomStream(seed: 4, name: "nothing")
    let same = Matrix(rows: 6, columns: 3, repeating: 0.1)
    let other = random.matrix(6, 3)
    let clusters = Clusters(independent: 6)
    #expect(throws: Reason.selfTermNotPositive) { try grams(same, other, clusters).value(of: .cka) }
    #expect(throws: Reason.noSpread) { try grams(same, other, clusters).value(of: .effectiveRankA) }
    #expect(throws: Reason.noSpread) { try Dispersion.ratio(other, same, clusters: clusters) }
    #expect(throws: Reason.noSpread) {
      try PairedDiscrepancy(same, same, .mmd, centre: [0, 0, 0], clusters: clusters)
    }
    #expect(throws: Reason.noCommonDisplacement) {
      try Displacements(other, other, from: other, clusters: clusters).estimate(of: .projection)
    }
    #expect(try PairedDiscrepancy(other, other, .energy, centre: [0, 0, 0], clusters: clusters).value == 0)
    var table = Comparison([
      MadeUp.condition("r", [other]), MadeUp.condition("a", [same]), MadeUp.condition("b", [other]),
    ])
    table.metrics = Metric.allCases
    table.resamples = 50
    for row in try table.run(workers: Workers(threads: 1)).rows {
      #expect(row.estimate.value?.isFinite ?? (row.estimate.reason != nil), "\(row.metric)")
      if row.metric.rawValue.hasPrefix("displacement"), row.conditionA == "r" {
        #expect(row.estimate.reason == .referenceIsCompared)
      }
    }
  }

  @Test func recoveredIsNeverPrintedAlone() throws {
    let (a, b) = MadeUp.pair(prompts: 24, width: 6, layers: 1)
    var comparison = Comparison([a, b])
    comparison.metrics = [.displacementRecovered]
    #expect(
      try comparison.run(workers: Workers(threads: 1)).rows.map(\.metric) == [
        .displacementRecovered, .displacementRecoveredMean, .displacementRecoveredSpecific, .displacementProjection,
        .displacementOrthogonal,
      ])
  }
}
