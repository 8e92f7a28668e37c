import MindstateNumerics
import MindstateProbes
import Testing

/// Choosing a penalty where a class is in few groups.
@Suite struct PenaltyChoiceTests {
  /// 40 prompts in 10 groups; those of class 1 are in `rare` groups only. The first column tells the classes.
  private func data(rare: Int) -> (states: Matrix, labels: [Int], clusters: Clusters) {
    var random = RandomStream(seed: 3, name: "rare classes")
    var states = Matrix(rows: 40, columns: 3)
    let labels = (0..<40).map { $0 / 4 < rare ? 1 : 0 }
    for row in 0..<40 {
      for column in 0..<3 { states[row, column] = Float(random.uniform()) }
      states[row, 0] += Float(labels[row]) * 3
    }
    return (states, labels, Clusters(groups: (0..<40).map { "g\($0 / 4)" }))
  }

  @Test(arguments: [ProbeKind.logistic, .ridge])
  func aClassInTwoGroupsIsStillReadWithAChosenPenalty(kind: ProbeKind) throws {
    let (states, labels, clusters) = data(rare: 2)
    var random = RandomStream(seed: 1, name: "folds")
    let folds = try Folds.grouped(labels: labels, clusters: clusters, count: 5, random: &random)
    let out = try crossValidated(ProbeSettings(kind: kind), states: states, labels: labels, classes: 2, folds: folds)
    let right = (0..<40).count { (out.logits[$0, 1] > out.logits[$0, 0]) == (labels[$0] == 1) }
    #expect(right >= 38 && out.probes.allSatisfy { $0.penalty != nil }, "\(right)")
  }

  @Test func aFoldWithoutAnyOtherToChooseOnIsAnError() throws {
    // Classes 1 and 2 are in fold 0 and in one other each: without fold 0 and either of these one of them is lost.
    let folds = Folds(assignment: (0..<40).map { $0 % 3 }, count: 3)
    let labels = (0..<40).map { $0 < 2 ? 1 : $0 == 3 || $0 == 5 ? 2 : 0 }
    let settings = ProbeSettings(kind: .ridge)
    #expect(throws: ProbeError.noInnerFold(fold: 0, folds: 3)) {
      try crossValidated(settings, states: data(rare: 2).states, labels: labels, classes: 3, folds: folds)
    }
    // With one penalty there is nothing to choose.
    let one = ProbeSettings(kind: .ridge, penalties: [1])
    _ = try crossValidated(one, states: data(rare: 2).states, labels: labels, classes: 3, folds: folds)
  }
}
