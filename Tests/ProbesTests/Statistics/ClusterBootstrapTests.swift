import Foundation
import MindstateNumerics
import MindstateProbes
import Testing

@Suite struct ClusterBootstrapTests {
  @Test func limitsAgreeWithScipyOnItsDistribution() throws {
    for expected in try Expected.load(Expected.Statistics.self, "statistics").bootstrap {
      let totals = Clusters(groups: expected.groups).totals(of: expected.values)
      let interval = ClusterBootstrap.limits(
        around: expected.values.mean, distribution: expected.distribution,
        jackknife: ClusterBootstrap.jackknife(of: totals),
        reach: NormalDistribution.quantile(0.975))
      #expect(isClose(interval.lowerBound, expected.low, 1e-9), "\(expected.name): \(interval) \(expected.low)")
      #expect(isClose(interval.upperBound, expected.high, 1e-9), "\(expected.name): \(interval) \(expected.high)")
    }
  }

  /// The distribution itself, against scipy's draws of the same data: spread within the noise of 499 draws.
  @Test func spreadAgreesWithScipy() throws {
    for expected in try Expected.load(Expected.Statistics.self, "statistics").bootstrap {
      let totals = Clusters(groups: expected.groups).totals(of: expected.values)
      var random = RandomStream(seed: 1, name: expected.name)
      let own = ClusterBootstrap(resamples: 4000).distribution(of: totals, random: &random)
      #expect(isClose(own.mean, expected.distribution.mean, 0.05))
      #expect(isClose(own.deviation, expected.distribution.deviation, 0.15))
    }
  }

  @Test func sameSeedSameInterval() {
    let values = (0..<30).map { sin(Double($0)) }
    var first = RandomStream(seed: 5, name: "x")
    var second = RandomStream(seed: 5, name: "x")
    let clusters = Clusters(independent: 30)
    #expect(
      ClusterBootstrap().interval(of: values, in: clusters, random: &first)
        == ClusterBootstrap().interval(of: values, in: clusters, random: &second))
  }

  @Test func oneClusterHasNoInterval() {
    var random = RandomStream(seed: 1, name: "x")
    let one = Clusters(groups: ["g", "g", "g"])
    #expect(ClusterBootstrap().interval(of: [1, 2, 3], in: one, random: &random) == nil)
    #expect(ClusterBootstrap().interval(of: [1], in: Clusters(independent: 1), random: &random) == nil)
    #expect(ClusterBootstrap().interval(of: [], in: Clusters(independent: 0), random: &random) == nil)
  }

  @Test func equalValuesGiveAPoint() {
    var random = RandomStream(seed: 1, name: "x")
    let interval = ClusterBootstrap().interval(of: [0.1, 0.1, 0.1], in: Clusters(independent: 3), random: &random)
    #expect(interval == 0.1...0.1)
  }

  /// Few clusters, one of them far away: limits from the formula alone would leave the estimate out now and then.
  @Test func alwaysCoversItsEstimate() throws {
    var random = RandomStream(seed: 2, name: "skew")
    for n in [2, 3, 4, 7, 12] {
      for trial in 0..<40 {
        let values = (0..<n).map { _ in exp(6 * random.normal()) * (trial.isMultiple(of: 2) ? 1 : -1) }
        let interval = try #require(
          ClusterBootstrap(resamples: 200).interval(of: values, in: Clusters(independent: n), random: &random))
        #expect(interval.contains(values.mean), "\(values)")
        #expect(interval.lowerBound.isFinite && interval.upperBound.isFinite)
      }
    }
  }

  @Test func widerWhenPromptsDepend() throws {
    var random = RandomStream(seed: 3, name: "dependent")
    let levels = (0..<10).map { _ in random.normal() }
    let values = (0..<100).map { levels[$0 / 10] + 0.1 * random.normal() }
    let groups = (0..<100).map { "g\($0 / 10)" as String? }
    let clustered = try #require(
      ClusterBootstrap().interval(of: values, in: Clusters(groups: groups), random: &random))
    let naive = try #require(
      ClusterBootstrap().interval(of: values, in: Clusters(independent: 100), random: &random))
    #expect(clustered.width > 2 * naive.width)
  }

  /// 60 prompts in 30 clusters of two that share half their variance, skewed; 600 data sets.
  @Test func coversNinetyFivePercent() {
    let covered = Workers().count(600) { data in
      var random = RandomStream(seed: 4, name: "coverage \(data)")
      let values = (0..<60).reduce(into: (all: [Double](), shared: 0.0)) { so, prompt in
        if prompt.isMultiple(of: 2) { so.shared = random.normal() }
        so.all.append((so.shared + random.normal()) / 2.0.squareRoot() + 0.3 * pow(random.normal(), 2))
      }.all
      let groups = (0..<60).map { "g\($0 / 2)" as String? }
      let interval = ClusterBootstrap(resamples: 600)
        .interval(of: values, in: Clusters(groups: groups), random: &random)
      return interval?.contains(0.3) ?? false
    }
    #expect((0.92...0.98).contains(Double(covered) / 600), "\(covered) of 600")
  }

  @Test func coversNinetyFivePercentOfIndependentPrompts() {
    let covered = Workers().count(600) { data in
      var random = RandomStream(seed: 5, name: "coverage \(data)")
      let values = (0..<60).map { _ in exp(0.5 * random.normal()) }
      let interval = ClusterBootstrap(resamples: 600)
        .interval(of: values, in: Clusters(independent: 60), random: &random)
      return interval?.contains(exp(0.125)) ?? false
    }
    #expect((0.92...0.98).contains(Double(covered) / 600), "\(covered) of 600")
  }
}

@Suite struct ClustersTests {
  @Test func promptsWithoutLabelStandAlone() {
    let clusters = Clusters(groups: ["x", nil, "y", "x", nil])
    #expect(clusters.index == [0, 1, 2, 0, 3])
    #expect(clusters.count == 4)
  }

  @Test func labelsAreComparedByBytes() {
    #expect(Clusters(groups: ["\u{e9}", "e\u{301}"]).count == 2)
  }
}

extension Array<Double> {
  fileprivate var deviation: Double { (map { ($0 - mean) * ($0 - mean) }.mean).squareRoot() }
}

extension ClosedRange<Double> {
  fileprivate var width: Double { upperBound - lowerBound }
}
