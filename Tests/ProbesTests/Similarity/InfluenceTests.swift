import MindstateNumerics
import MindstateProbes
import Testing

/// What a prompt does to a value through what is estimated beside it, against leaving the prompt out of everything.
@Suite struct InfluenceTests {
  private static let prompts = 80

  /// b is near to a, so most of what varies is the frame, the unit or the bandwidth.
  private func states() -> (reference: Matrix, a: Matrix, b: Matrix) {
    var random = RandomStream(seed: 5, name: "influence")
    let z = random.matrix(Self.prompts, 5)
    func near(_ noise: Float, shift: Float, _ random: inout RandomStream) -> Matrix {
      let own = random.matrix(Self.prompts, 5)
      return Matrix(
        rows: Self.prompts, columns: 5,
        zip(z.elements, own.elements).enumerated().map {
          Float($0 % 5 + 1) * ($1.0 + noise * $1.1) + ($0 % 5 == 0 ? shift : 0)
        })
    }
    return (near(0.2, shift: 0, &random), near(0.2, shift: 0.3, &random), near(0.2, shift: -0.3, &random))
  }

  private func rest(_ states: Matrix, without prompt: Int) -> Matrix {
    states.gatheringRows((0..<Self.prompts).filter { $0 != prompt })
  }

  @Test(arguments: [Metric.cosineDistanceStandardised, .euclideanRelative])
  func ofFrameAndUnitIsThatOfLeavingPromptsOut(metric: Metric) throws {
    let (reference, a, b) = states()
    let scale = ReferenceScale(of: reference)
    let values = try metric.perPrompt(a, b, scale: scale)
    let drawn =
      metric == .euclideanRelative
      ? scale.withInfluence(on: values)
      : FrameInfluence.added(to: values, a, b, reference: reference, frame: scale.standardisation)
    let without = try (0..<Self.prompts).map { prompt in
      let scale = ReferenceScale(of: rest(reference, without: prompt))
      let left = try metric.perPrompt(rest(a, without: prompt), rest(b, without: prompt), scale: scale)
      return left.reduce(0, +) / Double(left.count)
    }
    let wanted = ClusterJackknife.standardError(without)
    func error(_ values: [Double]) -> Double {
      let (n, mean) = (Double(values.count), values.reduce(0, +) / Double(values.count))
      return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1) / n).squareRoot()
    }
    #expect(isClose(drawn.reduce(0, +), values.reduce(0, +), 1e-9))
    #expect((0.93...1.07).contains(error(drawn) / wanted), "\(error(drawn)) \(wanted)")
    // What the fixed frame or unit would give.
    #expect(error(values) < 0.9 * wanted)
  }

  /// The frame held, so that nothing but the neighbours changes: then to the last digit.
  @Test(arguments: [false, true])
  func ofNeighboursIsThatOfLeavingPromptsOut(ties: Bool) throws {
    var random = RandomStream(seed: 6, name: "neighbours")
    var (a, b) = (random.matrix(Self.prompts, 3), random.matrix(Self.prompts, 3))
    for i in a.elements.indices { b[i / 3, i % 3] = a[i / 3, i % 3] + 0.3 * b[i / 3, i % 3] }
    if ties { for prompt in 0..<20 { for c in 0..<3 { b[prompt, c] = b[prompt + 20, c] } } }
    func found(_ rows: [Int]) throws -> (values: [Double], drawn: [Double]) {
      let cosines = try CosineTable(a.gatheringRows(rows), b.gatheringRows(rows))
      let values = try RetrievalAtOne.table(cosines).perPrompt
      return (values, Crowding(cosines).drawn(values))
    }
    let (values, drawn) = try found(Array(0..<Self.prompts))
    let n = Double(Self.prompts)
    #expect(isClose(drawn.reduce(0, +), values.reduce(0, +), 1e-9) && drawn != values)
    let left = try (0..<Self.prompts).map { prompt in
      try found((0..<Self.prompts).filter { $0 != prompt }).values.reduce(0, +) / (n - 1)
    }
    let mean = left.reduce(0, +) / n
    for (value, without) in zip(drawn, left) {
      #expect(isClose(value - values.reduce(0, +) / n, (n - 1) * (mean - without), 1e-9))
    }
  }

  @Test func ofTheBandwidthIsThatOfLeavingPromptsOut() throws {
    let (_, a, b) = states()
    func discrepancy(_ a: Matrix, _ b: Matrix) throws -> PairedDiscrepancy {
      try PairedDiscrepancy(
        a, b, .mmd, centre: [Double](repeating: 0, count: 5), clusters: Clusters(independent: a.rows))
    }
    let without = try (0..<Self.prompts).map { prompt in
      try discrepancy(rest(a, without: prompt), rest(b, without: prompt)).value
    }
    var random = RandomStream(seed: 1, name: "swap")
    let interval = try #require(try discrepancy(a, b).estimate(draws: 1, random: &random).interval)
    let t = StudentT.quantile(upperTail: 0.025, degreesOfFreedom: Double(Self.prompts - 1))
    let found = (interval.upperBound - interval.lowerBound) / 2 / t
    let wanted = ClusterJackknife.standardError(without)
    // The density of distances at their median is itself an estimate.
    #expect((0.85...1.15).contains(found / wanted), "\(found) \(wanted)")
  }
}

@Suite struct DirectionNoiseTests {
  /// Scores of five folds that share `signal` and three quarters of their noise, as train parts do.
  private func share(signal: Double, prompts: Int = 4000) -> Double? {
    var random = RandomStream(seed: 2, name: "direction noise")
    let base = (0..<prompts).map { _ in random.normal() }
    let parts = (0..<5).map { _ in (0..<prompts).map { _ in random.normal() } }
    let scores = (0..<5).map { fold in
      DoubleMatrix(
        rows: prompts, columns: 1,
        (0..<prompts).map { i in
          signal * base[i] + (0..<5).filter { $0 != fold }.reduce(0) { $0 + parts[$1][i] } / 2
        })
    }
    return DirectionNoise.share(scores, within: (0..<prompts).map { [$0 % 2, $0 % 5] })
  }

  @Test(arguments: [0, 0.5, 1, 3])
  func isTheShareOfNoiseInTheVarianceOfScores(signal: Double) throws {
    #expect(abs(try #require(share(signal: signal)) - 1 / (1 + signal * signal)) < 0.06)
  }

  @Test func hasNoValueWithoutTwoFoldsOrSpread() {
    let constant = DoubleMatrix(rows: 4, columns: 1, [1, 1, 1, 1])
    #expect(DirectionNoise.share([constant], within: [[0], [0], [0], [0]]) == nil)
    #expect(DirectionNoise.share([constant, constant], within: [[0], [0], [0], [0]]) == nil)
  }
}

@Suite struct DeletedHalvesTests {
  /// Of a mean the variance is known: that of the values over their number.
  @Test func ofAMeanIsItsStandardError() throws {
    var random = RandomStream(seed: 3, name: "halves")
    for prompts in [200, 201] {
      let values = (0..<prompts).map { _ in random.normal() }
      let halves = HalfSamples(Clusters(independent: prompts), random: &random)
      let mean = values.reduce(0, +) / Double(prompts)
      let estimate = halves.estimate(mean, in: -1...1, most: 50) { members in
        members.reduce(0) { $0 + values[$1] } / Double(members.count)
      }
      let interval = try #require(estimate.interval)
      let t = StudentT.quantile(upperTail: 0.025, degreesOfFreedom: 49)
      let error = (interval.upperBound - interval.lowerBound) / 2 / t
      #expect(abs(error * Double(prompts).squareRoot() - 1) < 0.3 && interval.contains(mean), "\(error)")
      #expect(estimate.method == .deletedHalves)
    }
  }
}
