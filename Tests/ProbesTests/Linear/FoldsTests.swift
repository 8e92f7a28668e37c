import MindstateNumerics
import MindstateProbes
import Testing

@Suite struct FoldsTests {
  @Test func stratifiedFoldsDifferByOne() throws {
    var random = RandomStream(seed: 1, name: "folds")
    let labels = (0..<53).map { $0 % 7 < 2 ? 1 : $0 % 3 == 0 ? 2 : 0 }
    let folds = try Folds.stratified(labels: labels, count: 5, random: &random)
    for label in 0..<3 {
      let sizes = (0..<5).map { fold in folds.heldOut(fold).count { labels[$0] == label } }
      #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1, "\(sizes)")
    }
    let sizes = (0..<5).map { folds.heldOut($0).count }
    #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1, "\(sizes)")
  }

  @Test func groupedFoldsNeverSplitAClusterAndKeepShares() throws {
    var random = RandomStream(seed: 2, name: "folds")
    let groups = (0..<120).map { "g\($0 / 4)" }
    let labels = (0..<120).map { ($0 / 4) % 2 }
    let clusters = Clusters(groups: groups)
    let folds = try Folds.grouped(labels: labels, clusters: clusters, count: 5, random: &random)
    for cluster in 0..<clusters.count {
      let own = clusters.index.indices.filter { clusters.index[$0] == cluster }
      #expect(Set(own.map { folds.assignment[$0] }).count == 1)
    }
    for fold in 0..<5 {
      let held = folds.heldOut(fold)
      #expect(held.count == 24 && held.count { labels[$0] == 1 } == 12)
    }
  }

  @Test func noFoldIsEmptyWhenClustersAreAsManyAsFolds() throws {
    var random = RandomStream(seed: 3, name: "folds")
    let clusters = Clusters(groups: (0..<40).map { $0 < 30 ? "big" : $0 < 35 ? "a" : "b" })
    let folds = try Folds.grouped(labels: (0..<40).map { $0 % 2 }, clusters: clusters, count: 3, random: &random)
    #expect(Set(folds.assignment) == [0, 1, 2])
  }

  @Test func refusesWhatCannotBeSplit() {
    var random = RandomStream(seed: 4, name: "folds")
    #expect(throws: ProbeError.tooFewFolds(1)) {
      try Folds.stratified(labels: [0, 1], count: 1, random: &random)
    }
    #expect(throws: ProbeError.oneClass(label: 3, prompts: 4)) {
      try Folds.stratified(labels: [3, 3, 3, 3], count: 2, random: &random)
    }
    #expect(throws: ProbeError.tooFewPrompts(prompts: 9, classes: 2, folds: 5)) {
      try Folds.stratified(labels: (0..<9).map { $0 % 2 }, count: 5, random: &random)
    }
    #expect(throws: ProbeError.tooFewClusters(clusters: 2, folds: 3)) {
      try Folds.grouped(
        labels: (0..<12).map { $0 % 2 }, clusters: Clusters(groups: (0..<12).map { "\($0 / 6)" }), count: 3,
        random: &random)
    }
  }
}
