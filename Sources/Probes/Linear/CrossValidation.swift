package import MindstateNumerics

/// What `crossValidated` is to do.
public struct ProbeSettings: Sendable, Equatable {
  public var kind: ProbeKind
  /// Several: the best is chosen inside each train part. nil: the kind's default grid.
  public var penalties: [Double]?
  public var balance: ClassBalance
  /// Whether each dimension is divided by its sd over the train prompts; the mean is always taken off.
  public var standardised: Bool
  /// Largest component of the gradient of the mean loss at which an iterative solver stops.
  public var tolerance: Double

  public init(
    kind: ProbeKind, penalties: [Double]? = nil, balance: ClassBalance = .none, standardised: Bool = true,
    tolerance: Double = 1e-6
  ) {
    self.kind = kind
    self.penalties = penalties
    self.balance = balance
    self.standardised = standardised
    self.tolerance = tolerance
  }
}

/// What a probe says of prompts that it was not fitted on.
package struct OutOfFold: Sendable {
  /// [prompts, classes], each row by the probe of the folds that it is not in; see `FittedProbe.logits`.
  package let logits: DoubleMatrix
  /// The probe fitted without each fold; its `penalty` is the one chosen there.
  package let probes: [FittedProbe]
}

/// Out-of-fold scores of every prompt.
///
/// The penalty is chosen inside each train part: without outer fold f, each other fold g serves once as the inner one,
/// so inner folds are as stratified and grouped as the outer; a g without which a class has no train prompt chooses
/// nothing. The fit without f and g serves f's choice and g's alike:
/// k·(k−1)/2 inner fits a penalty. Judged by `InnerScore`; the stronger penalty wins a tie. Everything (mean, scale,
/// penalty, weights) is fitted on the prompts outside the fold.
package func crossValidated(
  _ settings: ProbeSettings, states: Matrix, labels: [Int], classes: Int, folds: Folds
) throws(ProbeError) -> OutOfFold {
  let set = try TrainingSet(states, labels: labels, classes: classes)
  guard folds.assignment.count == labels.count else {
    throw .labelsDoNotMatch(labels: folds.assignment.count, prompts: labels.count)
  }
  let trains = (0..<folds.count).map(folds.train)
  for (fold, train) in trains.enumerated() { try set.requireAllClasses(in: train, withoutFold: fold) }
  let fitter = try settings.fitter
  let grid = try settings.grid
  let chosen =
    grid.count > 1
    ? try PenaltyChoice(set, folds: folds, fitter: fitter, grid: grid).chosen
    : trains.map { _ in grid.first }
  let probes = try fitter.fitted(set, trains: trains, penalties: chosen.map { [$0] }).map { $0[0] }

  var logits = DoubleMatrix(rows: labels.count, columns: classes)
  for (fold, probe) in probes.enumerated() {
    let rows = folds.heldOut(fold)
    let scores = try probe.logits(states.gatheringRows(rows))
    for (i, row) in rows.enumerated() {
      logits.elements.replaceSubrange(row * classes..<(row + 1) * classes, with: scores.row(i))
    }
  }
  return OutOfFold(logits: logits, probes: probes)
}

/// A probe fitted on many train parts of the same prompts with many penalties; work that these share is done once.
protocol SplitFitter: Sendable {
  /// For each train part, one probe for each of its penalties (nil: the probe has none, or finds it itself).
  func fitted(
    _ set: TrainingSet, trains: [[Int]], penalties: [[Double?]]
  ) throws(ProbeError) -> [[FittedProbe]]
}

extension ProbeSettings {
  /// The penalties to choose from: those given, checked, else the default ones; empty where there is none.
  var grid: [Double] {
    get throws(ProbeError) {
      let grid = penalties ?? kind.defaultPenalties
      if kind.hasPenalty && grid.isEmpty { throw .noPenalties(kind) }
      for penalty in grid where !kind.accepts(penalty: penalty) { throw .badPenalty(penalty, kind) }
      return kind.strongestFirst(grid)
    }
  }

  var fitter: any SplitFitter {
    get throws(ProbeError) {
      if !(tolerance > 0) { throw .badTolerance(tolerance) }
      switch kind {
      case .massMean, .nearestCentroid: return CentroidProbe(kind: kind, standardised: standardised)
      case .logistic: return LogisticProbe(balance: balance, standardised: standardised, tolerance: tolerance)
      case .ridge: return RidgeProbe(balance: balance, standardised: standardised)
      case .lda, .massMeanWhitened: return DiscriminantProbe(kind: kind, standardised: standardised)
      case .reading: return ReadingProbe(standardised: standardised)
      }
    }
  }

  /// The probe fitted on all of `states`. With several penalties the first of the grid (the strongest) is used: choose
  /// with `crossValidated`.
  package func fitted(_ states: Matrix, labels: [Int], classes: Int) throws(ProbeError) -> FittedProbe {
    let set = try TrainingSet(states, labels: labels, classes: classes)
    try set.requireAllClasses(in: Array(labels.indices), withoutFold: nil)
    let probes = try fitter.fitted(set, trains: [Array(labels.indices)], penalties: [[try grid.first]])
    return probes[0][0]
  }
}
