import MindstateNumerics
import MindstateProbes
import Testing

@Suite struct ProbePropertiesTests {
  static let kinds = ProbeKind.allCases

  private static func folds(_ labels: [Int]) throws -> Folds {
    var random = RandomStream(seed: 7, name: "folds")
    return try Folds.stratified(labels: labels, count: 4, random: &random)
  }

  /// Rows held out are replaced by other numbers: the probe of their fold stays as it was, up to where the solver
  /// stops.
  @Test(arguments: kinds) func heldOutStatesChangeNothingFitted(kind: ProbeKind) throws {
    var random = RandomStream(seed: 1, name: "held out")
    let (states, labels) = planted(80, 10, random: &random)
    let folds = try Self.folds(labels)
    var changed = states
    for row in folds.heldOut(2) { changed.setRow(row, to: (0..<10).map { _ in Float(5 * random.normal() + 3) }) }
    let settings = ProbeSettings(kind: kind)
    let before = try crossValidated(settings, states: states, labels: labels, classes: 2, folds: folds).probes[2]
    let after = try crossValidated(settings, states: changed, labels: labels, classes: 2, folds: folds).probes[2]
    #expect(relativeDistance(after.weights.elements, before.weights.elements) < 1e-4)
    #expect(after.penalty == before.penalty)
  }

  /// Shared products against each fold alone.
  @Test(arguments: kinds) func foldsAreFittedAsIfAlone(kind: ProbeKind) throws {
    var random = RandomStream(seed: 2, name: "alone")
    let (states, labels) = planted(80, 10, random: &random)
    let folds = try Self.folds(labels)
    let settings = ProbeSettings(kind: kind, penalties: kind.hasPenalty ? [0.3] : nil)
    let result = try crossValidated(settings, states: states, labels: labels, classes: 2, folds: folds)
    for fold in 0..<folds.count where kind != .reading {
      let train = folds.train(fold)
      let alone = try settings.fitted(states.gatheringRows(train), labels: train.map { labels[$0] }, classes: 2)
      #expect(relativeDistance(result.probes[fold].weights.elements, alone.weights.elements) < 1e-4)
    }
  }

  @Test(arguments: kinds) func findsPlantedClasses(kind: ProbeKind) throws {
    var random = RandomStream(seed: 3, name: "planted")
    let (states, labels) = planted(100, 12, shift: 2, random: &random)
    let result = try crossValidated(
      ProbeSettings(kind: kind), states: states, labels: labels, classes: 2, folds: Self.folds(labels))
    let hits = zip(FittedProbe.classes(of: result.logits), labels).count { $0 == $1 }
    #expect(hits >= 97, "\(hits) of 100")
  }

  @Test(arguments: kinds) func swappingTheClassesSwapsTheScores(kind: ProbeKind) throws {
    var random = RandomStream(seed: 4, name: "swap")
    let (states, labels) = planted(60, 8, random: &random)
    let settings = ProbeSettings(kind: kind)
    let first = try settings.fitted(states, labels: labels, classes: 2)
    let second = try settings.fitted(states, labels: labels.map { 1 - $0 }, classes: 2)
    #expect(relativeDistance(second.weights.elements.map { -$0 }, first.weights.elements) < 1e-5)
  }

  @Test func logisticWithoutStandardisationTurnsWithTheStates() throws {
    var random = RandomStream(seed: 5, name: "rotation")
    let (states, labels) = planted(60, 6, shift: 0.5, random: &random)
    let basis = try #require(SymmetricEigen(DoubleMatrix(random.matrix(6, 6)).gram)).vectors
    let turned = Matrix(DoubleMatrix(states).times(basis))
    let probe = LogisticProbe(c: 0.5, standardised: false)
    let scores = try probe.fitted(states, labels: labels, classes: 2).logits(states)
    let turnedScores = try probe.fitted(turned, labels: labels, classes: 2).logits(turned)
    #expect(relativeDistance(turnedScores.elements, scores.elements) < 1e-4)
  }

  @Test(arguments: kinds) func constantDuplicateAndWideStatesGiveFiniteProbes(kind: ProbeKind) throws {
    var random = RandomStream(seed: 6, name: "bad input")
    let (states, labels) = planted(24, 90, random: &random)
    var odd = Matrix(stacking: [states, states])
    for row in 0..<odd.rows { odd[row, 3] = 7.3 }
    for settings in [ProbeSettings(kind: kind), ProbeSettings(kind: kind, standardised: false)] {
      let result = try crossValidated(
        settings, states: odd, labels: labels + labels, classes: 2, folds: Self.folds(labels + labels))
      let finite = result.logits.elements.allSatisfy { $0.isFinite }
      #expect(finite)
    }
  }

  @Test(arguments: kinds) func refusesBadInput(kind: ProbeKind) throws {
    var random = RandomStream(seed: 8, name: "refused")
    var (states, labels) = planted(40, 5, random: &random)
    let settings = ProbeSettings(kind: kind)
    #expect(throws: ProbeError.oneClass(label: 0, prompts: 40)) {
      try settings.fitted(states, labels: [Int](repeating: 0, count: 40), classes: 2)
    }
    #expect(throws: ProbeError.labelsDoNotMatch(labels: 39, prompts: 40)) {
      try settings.fitted(states, labels: Array(labels.dropLast()), classes: 2)
    }
    #expect(throws: ProbeError.labelOutOfRange(label: 1, prompt: 1, classes: 1)) {
      try settings.fitted(states, labels: labels, classes: 1)
    }
    #expect(throws: ProbeError.classMissing(label: 2, fold: nil)) {
      try settings.fitted(states, labels: labels, classes: 3)
    }
    labels[5] = 2
    let folds = Folds(assignment: (0..<40).map { $0 % 4 }, count: 4)
    #expect(throws: ProbeError.classMissing(label: 2, fold: 1)) {
      try crossValidated(settings, states: states, labels: labels, classes: 3, folds: folds)
    }
    states[7, 2] = .nan
    labels[5] = 1
    #expect(throws: ProbeError.notFinite(prompt: 7)) { try settings.fitted(states, labels: labels, classes: 2) }
  }

  @Test func contrastConsistentSearchFindsWhatPairsAgreeOn() throws {
    var random = RandomStream(seed: 9, name: "pairs")
    let truth = (0..<80).map { _ in random.index(below: 2) }
    func side(_ sign: Double) -> Matrix {
      Matrix(
        rows: 80, columns: 6,
        truth.flatMap { t in
          (0..<6).map { Float(0.5 * random.normal() + ($0 < 2 ? sign * (t == 1 ? 1.5 : -1.5) : 0) + 2 * sign) }
        })
    }
    let (first, second) = (side(1), side(-1))
    let fitted = try ContrastConsistentSearch().fitted(first, second, labels: truth)
    let hits = zip(try fitted.probabilities(first, second), truth).count { ($0 > 0.5) == ($1 == 1) }
    #expect(hits >= 78 && fitted.loss < 0.05 && fitted.losses.count == 10, "\(hits) \(fitted.losses)")
  }
}
