import MindstateNumerics
import MindstateProbes
import Testing

/// What must change no number of shape, subspace and population metrics, and what has no number.
@Suite struct ShapeInvarianceTests {
  private static let added: [Metric] = [
    .meanCosineWhitened, .procrustes, .rsa, .mutualKNN, .svcca, .pwcca, .principalAngles, .frechet, .frechetSplitHalf,
    .twoSampleAUC, .twoSampleAUC1, .twoSampleAUC2, .twoSampleAUC4, .twoSampleAUC8,
  ]

  /// The row of each metric for base as reference, a and b.
  private func table(
    _ r: Matrix, _ a: Matrix, _ b: Matrix, metrics: [Metric] = added, groups: [String?]? = nil, ids: [String]? = nil
  ) throws -> [Metric: Estimate] {
    var request = Comparison([
      MadeUp.condition("a", [a], ids: ids, groups: groups), MadeUp.condition("b", [b], ids: ids, groups: groups),
    ])
    request.reference = .capture(MadeUp.condition("base", [r], ids: ids, groups: groups))
    request.metrics = metrics
    request.resamples = 20
    let rows = try request.run(workers: Workers(threads: 1)).rows
    return Dictionary(rows.map { ($0.metric, $0.estimate) }, uniquingKeysWith: { first, _ in first })
  }

  private func states(_ prompts: Int = 60, _ width: Int = 6, seed: UInt64 = 1) -> (r: Matrix, a: Matrix, b: Matrix) {
    var random = RandomStream(seed: seed, name: "shapes")
    let r = random.matrix(prompts, width)
    func near(_ noise: Float, _ squeeze: Float) -> Matrix {
      let own = random.matrix(prompts, width)
      return Matrix(
        rows: prompts, columns: width,
        (0..<prompts * width).map {
          let c = $0 % width
          let scale: Float = [1, squeeze, 1, 0.05, squeeze, 0.05][c % 6]
          return scale * (r[$0 / width, c] + noise * own[$0 / width, c]) + 0.3
        })
    }
    return (r, near(0.4, 0.8), near(0.5, 0.4))
  }

  /// Reflection in a random direction: I − 2vvᵀ, then a scale and a shift.
  private func moved(_ states: Matrix) -> Matrix {
    var random = RandomStream(seed: 5, name: "reflection")
    var v = (0..<states.columns).map { _ in random.normal() }
    let length = v.reduce(0) { $0 + $1 * $1 }.squareRoot()
    v = v.map { $0 / length }
    return Matrix(
      rows: states.rows, columns: states.columns,
      (0..<states.rows).flatMap { r in
        let along = v.indices.reduce(0) { $0 + Double(states[r, $1]) * v[$1] }
        return v.indices.map { Float(3 * (Double(states[r, $0]) - 2 * along * v[$0]) + 1) }
      })
  }

  private func expectEqual(
    _ x: [Metric: Estimate], _ y: [Metric: Estimate], within tolerance: Double, _ comment: String
  ) throws {
    for metric in Self.added {
      let (one, other) = (try #require(x[metric]?.value), try #require(y[metric]?.value))
      #expect(isClose(one, other, tolerance, floor: 0.1), "\(comment), \(metric): \(one) \(other)")
    }
  }

  @Test(arguments: [(60, 6), (40, 100)])
  func rotationScaleAndShiftOfAllChangeNothing(prompts: Int, width: Int) throws {
    let (r, a, b) = states(prompts, width)
    let before = try table(r, a, b)
    try expectEqual(before, table(moved(r), moved(a), moved(b)), within: 2e-3, "moved")
  }

  @Test func shapesDoNotSeeARotationOfOneSide() throws {
    let (r, a, b) = states()
    let (before, after) = (try table(r, a, b), try table(r, a, moved(b)))
    for metric in [Metric.procrustes, .rsa, .mutualKNN, .svcca, .pwcca] {
      #expect(isClose(try #require(after[metric]?.value), try #require(before[metric]?.value), 1e-4), "\(metric)")
    }
  }

  @Test func orderOfSidesChangesNothingWhereSymmetric() throws {
    let (r, a, b) = states()
    let (before, after) = (try table(r, a, b), try table(r, b, a))
    for metric in Self.added where metric != .pwcca && metric != .frechetSplitHalf {
      #expect(isClose(try #require(after[metric]?.value), try #require(before[metric]?.value), 1e-9), "\(metric)")
    }
  }

  /// Prompts are put in the order of their ids; given ids in another order the same prompts come out.
  @Test func orderOfPromptsChangesNothing() throws {
    let (r, a, b) = states()
    let ids = (0..<60).map { "p\($0)" }
    var random = RandomStream(seed: 3, name: "order")
    let order = random.permutation(of: 60)
    let before = try table(r, a, b, ids: ids)
    let after = try table(
      r.gatheringRows(order), a.gatheringRows(order), b.gatheringRows(order), ids: order.map { ids[$0] })
    try expectEqual(before, after, within: 1e-12, "permuted")
  }

  @Test func equalStatesAreAtTheEndOfTheScale() throws {
    let (r, a, _) = states()
    let same = try table(r, a, a)
    for metric in [Metric.procrustes, .frechet, .principalAngles] { #expect(same[metric]?.value == 0, "\(metric)") }
    for metric in [Metric.rsa, .mutualKNN, .svcca, .pwcca, .meanCosineWhitened] {
      #expect(isClose(try #require(same[metric]?.value), 1, 1e-9), "\(metric)")
    }
    #expect(same[.twoSampleAUC]?.value == 0.5 && same[.twoSampleAUC]?.reason == .nothingVaries)
    #expect(try #require(same[.frechetSplitHalf]?.value) > 0)
  }

  @Test func intervalsHoldTheirValuesAndNullsTheirPairing() throws {
    let (r, a, b) = states()
    let found = try table(r, a, b, metrics: Self.added + [.ckaDebiased, .gramDistance])
    for (metric, estimate) in found {
      if metric == .frechetSplitHalf || metric.rawValue.hasPrefix("two_sample_auc_pc") {
        #expect(estimate.interval == nil && estimate.reason == .noIntervalMethod)
      } else {
        #expect(try #require(estimate.interval).contains(try #require(estimate.value)), "\(metric)")
      }
    }
    for metric in [Metric.procrustes, .rsa, .mutualKNN, .ckaDebiased, .gramDistance] {
      let null = try #require(found[metric]?.null)
      #expect(null.p == 1.0 / 21 && null.draws == 20, "\(metric): \(null)")
    }
    #expect(abs(try #require(found[.rsa]?.null).mean) < 0.1)
    #expect(abs(try #require(found[.mutualKNN]?.null).mean - 10.0 / 59) < 0.05)
  }

  /// A pairing drawn from the matrices is the metric of the permuted states.
  @Test func rePairedMatricesAreRePairedStates() throws {
    let (_, a, b) = states(24)
    let clusters = Clusters(independent: 24)
    var random = RandomStream(seed: 9, name: "pairing")
    let order = random.permutation(of: 24)
    func grams(_ b: Matrix) -> GramPair {
      var random = RandomStream(seed: 1, name: "groups")
      return GramPair(a, b, groups: DeletedGroups(clusters, atMost: 50, random: &random))
    }
    for metric in [GramPair.Metric.cka, .distance] {
      var again = RandomStream(seed: 9, name: "pairing")
      let null = try #require(grams(b).null(of: metric, draws: 1, random: &again))
      #expect(isClose(null.mean, try grams(b.gatheringRows(order)).value(of: metric), 1e-9), "\(metric)")
    }
    var again = RandomStream(seed: 9, name: "pairing")
    let null = try RepresentationalSimilarity(a, b, clusters: clusters).null(draws: 1, random: &again)
    let permuted = try RepresentationalSimilarity(a, b.gatheringRows(order), clusters: clusters).value
    #expect(isClose(null.mean, permuted, 1e-9))
  }

  /// Counter-example 4, and a probe that knows nothing where there is nothing to know.
  @Test func probeFindsAShiftAndNothingElse() throws {
    var random = RandomStream(seed: 6, name: "probe")
    let (a, other) = (random.matrix(100, 10), random.matrix(100, 10))
    let shifted = Matrix(rows: 100, columns: 10, a.elements.indices.map { a.elements[$0] + ($0 % 10 == 0 ? 4 : 0) })
    let clusters = Clusters(groups: (0..<100).map { "\($0 / 2)" })
    func area(_ b: Matrix) throws -> Contributions {
      try #require(try TwoSampleProbe(a, b, clusters: clusters, random: &random).contributions([nil]).first)
    }
    #expect(try area(shifted).area > 0.95)
    let nothing = try area(other).estimate(clusters: clusters, resamples: 500, random: &random)
    #expect(try #require(nothing.interval).contains(0.5))
  }

  @Test func missingValuesHaveAReason() throws {
    let (r, a, b) = states(12)
    let few = try table(r, a, b)
    for metric in [Metric.svcca, .pwcca, .principalAngles] { #expect(few[metric]?.reason == .tooFewPrompts) }
    let (r2, a2, b2) = states(11)
    #expect(try table(r2, a2, b2)[.mutualKNN]?.reason == .tooFewPrompts)
    let same = Matrix(rows: 60, columns: 6, repeating: 0.1)
    for (metric, estimate) in try table(states().r, states().a, same) {
      #expect(estimate.value?.isFinite ?? (estimate.reason != nil), "\(metric)")
    }
    for prompts in [1, 2, 3] {
      let (r, a, b) = states(prompts)
      for (metric, estimate) in try table(r, a, b) {
        #expect(estimate.value?.isFinite ?? (estimate.reason != nil), "\(metric) of \(prompts)")
        #expect(estimate.interval != nil || estimate.reason != nil, "\(metric) of \(prompts)")
      }
    }
    var random = RandomStream(seed: 7, name: "round")
    let whole = try PrincipalSubspaces(random.matrix(60, 3), random.matrix(60, 3))
    #expect(throws: Reason.subspaceIsWhole) { try PrincipalAngles(whole) }
    let groups: [String?] = [String?](repeating: "one", count: 60)
    for (metric, estimate) in try table(states().r, states().a, states().b, groups: groups) {
      #expect(estimate.interval == nil && estimate.reason != nil, "\(metric)")
    }
  }
}
