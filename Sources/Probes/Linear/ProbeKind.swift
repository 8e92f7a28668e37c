/// The linear probes, by their names on the command line and in `probes.csv`.
public enum ProbeKind: String, Sendable, CaseIterable {
  /// Logistic regression with an L2 penalty. Penalty: scikit-learn's C.
  case logistic
  /// Least squares on ±1 indicators with an L2 penalty (`RidgeClassifier`). Penalty: scikit-learn's alpha.
  case ridge
  /// Along the difference of the class means.
  case massMean = "mass-mean"
  /// The same, corrected for the covariance within classes.
  case massMeanWhitened = "mass-mean-whitened"
  /// Linear discriminant analysis. Penalty: shrinkage in 0 … 1; without one it is Ledoit and Wolf's.
  case lda
  /// The class whose mean is nearest.
  case nearestCentroid = "nearest-centroid"
  /// A reading vector: the first principal component of differences of pairs, signed by the labels.
  case reading = "pca"

  /// Whether a grid of penalties can be given, from which the inner folds choose.
  public var hasPenalty: Bool { self == .logistic || self == .ridge }

  /// The grid when none is given, strongest penalty first; without a penalty empty.
  public var defaultPenalties: [Double] {
    switch self {
    case .logistic: [1e-4, 1e-3, 1e-2, 1e-1, 1]
    case .ridge: [1e5, 1e4, 1e3, 1e2, 10]
    default: []
    }
  }

  /// Whether the softmax of its logits is meant as probabilities, so that log-loss and calibration say something.
  public var hasProbabilities: Bool { self == .logistic || self == .lda }

  var penaltyMeaning: String {
    switch self {
    case .logistic: "It is C, the weight of the loss against ½‖w‖²: a finite number above 0."
    case .ridge: "It is alpha, the weight of ‖w‖²: a finite number of 0 or more."
    case .lda, .massMeanWhitened: "It is the shrinkage towards a scaled identity: a number from 0 to 1."
    case .massMean, .nearestCentroid, .reading: "It has none."
    }
  }

  func accepts(penalty: Double) -> Bool {
    switch self {
    case .logistic: penalty.isFinite && penalty > 0
    case .ridge: penalty.isFinite && penalty >= 0
    case .lda, .massMeanWhitened: penalty >= 0 && penalty <= 1
    case .massMean, .nearestCentroid, .reading: false
    }
  }
}

/// How much a prompt counts in the fit.
public enum ClassBalance: String, Sendable, CaseIterable {
  /// Every prompt 1.
  case none
  /// n / (classes · n_k) for a prompt of class k, so that all classes weigh alike (scikit-learn's `balanced`).
  case balanced

  /// The weight of each class among the `labels` that are fitted on; all are 1 with `none`.
  package func weights(counts: [Int]) -> [Double] {
    switch self {
    case .none: counts.map { _ in 1 }
    case .balanced:
      counts.map { $0 == 0 ? 0 : Double(counts.reduce(0, +)) / (Double(counts.count) * Double($0)) }
    }
  }
}

extension ProbeKind {
  /// The grid in the order from the strongest penalty to the weakest: for C ascending, for alpha descending.
  func strongestFirst(_ grid: [Double]) -> [Double] { self == .logistic ? grid.sorted() : grid.sorted(by: >) }
}
