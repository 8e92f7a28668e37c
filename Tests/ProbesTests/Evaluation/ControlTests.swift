import Foundation
import MindstateNumerics
import MindstateProbes
import Testing

@Suite struct ControlTaskTests {
  private func task(_ types: [Int]) -> ControlTask { ControlTask(types: Clusters(groups: types.map { "t\($0)" })) }

  @Test func everyTypeHasOneLabel() throws {
    let types = (0..<60).map { $0 % 12 }
    var random = RandomStream(seed: 1, name: "control")
    let labels = try task(types).labels(like: (0..<60).map { $0 % 3 }, random: &random)
    for type in 0..<12 {
      #expect(Set(types.indices.filter { types[$0] == type }.map { labels[$0] }).count == 1)
    }
    #expect(Set(labels).isSubset(of: [0, 1, 2]) && Set(labels).count > 1)
  }

  @Test func labelsAreDrawnAsOftenAsTheTrueOnes() throws {
    let types = Array(0..<2000)
    var random = RandomStream(seed: 2, name: "control")
    let labels = try task(types).labels(like: types.map { $0 % 4 == 0 ? 1 : 0 }, random: &random)
    #expect(abs(Double(labels.reduce(0, +)) / 2000 - 0.25) < 0.03)
  }

  /// One prompt of a thousand is of class 1: hardly ever would two types be drawn different.
  @Test func twoClassesAlwaysOccur() throws {
    let types = (0..<1000).map { $0 % 2 }
    var random = RandomStream(seed: 3, name: "control")
    #expect(Set(try task(types).labels(like: types.indices.map { $0 == 0 ? 1 : 0 }, random: &random)).count == 2)
  }

  @Test func typesInsideOneFoldCannotBeLearnt() throws {
    #expect(try task([0, 0, 1, 1, 2, 2]).learnable([0, 1, 0, 1, 1, 1]) == [0, 1, 2, 3])
    #expect(throws: Reason.typesWithinFolds) { try task([0, 0, 1, 1]).learnable([0, 0, 1, 1]) }
    #expect(throws: Reason.typesBelow2) { try task([0, 0]).learnable([0, 1]) }
  }

  @Test func foldsSpreadTypesAndLabels() throws {
    let types = (0..<100).map { $0 / 2 }
    let labels = (0..<100).map { $0 % 2 }
    var random = RandomStream(seed: 4, name: "control")
    let folds = task(types).spreadFolds(labels: labels, count: 5, random: &random)
    #expect(try task(types).learnable(folds).count == 100)
    for fold in 0..<5 { #expect(folds.count { $0 == fold } == 20) }
  }
}

@Suite struct DescriptionLengthTests {
  private let labels = (0..<64).map { $0 % 2 }

  private func length(
    _ labels: [Int], settingBits: Double = 0, sure: @escaping (Int) -> Double
  ) throws -> DescriptionLength {
    var random = RandomStream(seed: 1, name: "orders")
    return try DescriptionLength(
      labels: labels, classes: 2, clusters: Clusters(independent: labels.count), settingBits: settingBits,
      random: &random
    ) { parts in
      parts.map { part in
        DoubleMatrix(rows: part.test.count, columns: 2, part.test.flatMap { [0, sure($0)] })
      }
    }
  }

  @Test func aProbeThatKnowsNothingCompressesNothing() throws {
    let length = try length(labels) { _ in 0 }
    #expect(length.bits.count == 5 && length.bits.allSatisfy { isClose($0, 64, 1e-12) })
    #expect(length.compressions.allSatisfy { isClose($0, 1, 1e-12) })
    #expect(isClose(try self.length(labels, settingBits: 3) { _ in 0 }.bits[0], 67, 1e-12))
  }

  @Test func aProbeThatKnowsAllPaysForTheFirstBlocksOnly() throws {
    let labels = labels
    let length = try length(labels) { labels[$0] == 1 ? 60 : -60 }
    // Until both classes have been seen, at least two and here at most a fourth of the labels.
    #expect(length.bits.allSatisfy { (2.0...16.0).contains($0) }, "\(length.bits)")
  }

  @Test func whatCannotBeFittedIsCodedUniformly() throws {
    var random = RandomStream(seed: 1, name: "orders")
    let length = try DescriptionLength(
      labels: labels, classes: 2, clusters: Clusters(independent: 64), random: &random
    ) { parts in parts.map { _ in nil } }
    #expect(length.bits == [64, 64, 64, 64, 64])
  }

  @Test func blocksEndWhereClustersEnd() {
    let clusters = Clusters(groups: (0..<90).map { "g\($0 % 11)" })
    var random = RandomStream(seed: 1, name: "orders")
    let (order, ends) = DescriptionLength.blocks(of: clusters, random: &random)
    #expect(order.sorted() == Array(0..<90) && ends.last == 90 && ends == Array(Set(ends)).sorted())
    for end in ends.dropLast() {
      let before = Set(order[..<end].map { clusters.index[$0] })
      #expect(order[end...].allSatisfy { !before.contains(clusters.index[$0]) })
    }
  }

  @Test func refusesWhatHasNoSecondBlock() {
    var random = RandomStream(seed: 1, name: "orders")
    #expect(throws: Reason.clustersBelow2) {
      try DescriptionLength(
        labels: [0, 1], classes: 2, clusters: Clusters(groups: ["g", "g"]), random: &random
      ) { $0.map { _ in nil } }
    }
    #expect(throws: Reason.oneClass) {
      try DescriptionLength(labels: [1, 1], classes: 2, clusters: Clusters(independent: 2), random: &random) {
        $0.map { _ in nil }
      }
    }
  }
}

@Suite struct ClusterDrawsTests {
  @Test func intervalsAreThoseOfTheClusterBootstrap() throws {
    var random = RandomStream(seed: 1, name: "draws")
    let values = (0..<80).map { _ in random.normal() }
    let clusters = Clusters(groups: (0..<80).map { "g\($0 / 2)" })
    let draws = ClusterDraws(of: clusters, resamples: 8000, random: &random)
    let shared = try #require(draws.intervals(of: [values, values.map { $0 > 0 ? 1 : 0 }])[0])
    let own = try #require(
      ClusterBootstrap(resamples: 8000).interval(of: values, in: clusters, random: &random))
    #expect(abs(shared.lowerBound - own.lowerBound) < 0.02 && abs(shared.upperBound - own.upperBound) < 0.02)
  }

  @Test func equalValuesGiveAPointAndOneClusterNothing() {
    var random = RandomStream(seed: 1, name: "draws")
    let draws = ClusterDraws(of: Clusters(independent: 3), resamples: 100, random: &random)
    #expect(draws.intervals(of: [[1, 1, 1]]) == [1...1])
    let one = ClusterDraws(of: Clusters(groups: ["g", "g"]), resamples: 100, random: &random)
    #expect(one.intervals(of: [[1, 2]]) == [nil])
  }
}
