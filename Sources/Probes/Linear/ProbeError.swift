/// Why a probe cannot be fitted, or prompts cannot be split in folds.
public enum ProbeError: Error, Sendable, Equatable {
  case noPrompts
  case labelsDoNotMatch(labels: Int, prompts: Int)
  case labelOutOfRange(label: Int, prompt: Int, classes: Int)
  case oneClass(label: Int, prompts: Int)
  /// No prompt of the class is left to fit on; `fold` is the one held out, nil outside cross-validation.
  case classMissing(label: Int, fold: Int?)
  case notFinite(prompt: Int)
  case widthsDiffer(states: Int, probe: Int)

  case tooFewFolds(Int)
  case tooFewPrompts(prompts: Int, classes: Int, folds: Int)
  case tooFewClusters(clusters: Int, folds: Int)
  case clustersDoNotMatch(clustered: Int, prompts: Int)
  case tooFewFoldsToChoose(folds: Int, penalties: Int)
  /// Without `fold` and any other, some class has no prompt left to choose a penalty on.
  case noInnerFold(fold: Int, folds: Int)

  case noPenalties(ProbeKind)
  case badPenalty(Double, ProbeKind)
  case badTolerance(Double)
  /// All states of every class are the same, so nothing tells which direction is noise.
  case noSpreadWithinClasses
  /// The states do not vary at all.
  case noSpread
  /// A method for two classes, given another number.
  case twoClassesOnly(ProbeKind, classes: Int)
  /// Contrast pairs: as many states on one side as on the other.
  case pairsDoNotMatch(first: Int, second: Int)
  /// LAPACK did not find eigenvalues or singular values of the states.
  case decompositionFailed(ProbeKind)
}

extension ProbeError: CustomStringConvertible {
  /// One line: where, what against what, what to do.
  public var description: String {
    switch self {
    case .noPrompts:
      "probe: no prompts are given. Capture some, with a label each."
    case .labelsDoNotMatch(let labels, let prompts):
      "probe: \(labels) labels for \(prompts) prompts. Give every prompt one label, or leave unlabelled prompts out."
    case .labelOutOfRange(let label, let prompt, let classes):
      "probe: prompt \(prompt) has class \(label), there are \(classes). Number the classes from 0."
    case .oneClass(let label, let prompts):
      "probe: all \(prompts) prompts are of class \(label). A probe needs prompts of at least two classes."
    case .classMissing(let label, nil):
      "probe: no train prompt is of class \(label). Add prompts of this class, or number the classes without a gap."
    case .classMissing(let label, .some(let fold)):
      "probe: without fold \(fold) no prompt of class \(label) is left to fit on. Add prompts of this class (in other "
        + "groups), or merge it with another."
    case .notFinite(let prompt):
      "probe: the state of prompt \(prompt) holds NaN or infinity. Check the weights and capture again."
    case .widthsDiffer(let states, let probe):
      "probe: states are \(states) wide, the probe was fitted on width \(probe). Use states of the same model and site."
    case .tooFewFolds(let count):
      "probe: \(count) fold\(count == 1 ? "" : "s") asked for, at least 2 are needed; 5 is usual."
    case .tooFewPrompts(let prompts, let classes, let folds):
      "probe: \(prompts) prompts for \(classes) classes × \(folds) folds; at least \(classes * folds) are needed. "
        + "Add prompts, or take fewer folds."
    case .tooFewClusters(let clusters, let folds):
      "probe: \(clusters) group\(clusters == 1 ? "" : "s") of prompts for \(folds) folds; a group is never split. "
        + "Take at most \(clusters) folds, or add prompts of other groups."
    case .clustersDoNotMatch(let clustered, let prompts):
      "probe: groups of \(clustered) prompts are known, there are \(prompts) labels. Give both for the same prompts."
    case .tooFewFoldsToChoose(let folds, let penalties):
      "probe: \(folds) folds cannot choose among \(penalties) penalties: one is held out, two more are "
        + "needed to choose. Take at least 3 folds."
    case .noInnerFold(let fold, let folds):
      "probe: no penalty can be chosen without fold \(fold) of \(folds): whichever fold is held out beside it, a class has "
        + "no prompt left to fit on. Take more folds, or a probe without a penalty (mass-mean, lda)."
    case .noPenalties(let kind):
      "probe: no penalty is given for \(kind.rawValue). Give at least one."
    case .badPenalty(let value, let kind):
      "probe: \(kind.rawValue) cannot use the penalty \(value). \(kind.penaltyMeaning)"
    case .badTolerance(let value):
      "probe: a gradient tolerance of \(value) cannot be reached. Give a number above 0; 1e-6 is usual."
    case .noSpreadWithinClasses:
      "probe: within each class all states are the same, so there is no covariance. Use mass-mean or nearest-centroid."
    case .noSpread:
      "probe: all states are the same. Read another position or site, where prompts differ."
    case .twoClassesOnly(let kind, let classes):
      "probe: \(kind.rawValue) tells two classes apart, \(classes) are given. Use nearest-centroid, lda or logistic."
    case .pairsDoNotMatch(let first, let second):
      "probe: \(first) states against \(second); contrast pairs need one of each. Capture both sides of every pair."
    case .decompositionFailed(let kind):
      "probe: the states have no decomposition for \(kind.rawValue). Give a penalty above 0, "
        + "or check the states for extreme values."
    }
  }
}
