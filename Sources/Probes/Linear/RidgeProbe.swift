public import MindstateNumerics

/// Least squares on −1/+1 indicators of the classes with an L2 penalty: the minimum of Σ sᵢ·(tᵢ − w·xᵢ − b)² +
/// alpha·‖w‖², the intercept unpenalised, as scikit-learn's `RidgeClassifier`.
///
/// Scores are near −1 and 1, not log-odds. With `balance == .balanced` sᵢ = n/(classes·n_k). Solved by Cholesky of the
/// smaller of Gram and outer Gram, which all penalties and classes of a train part share: m³/3 operations a penalty,
/// m = min(n, width). For many penalties with leave-one-out see `RidgePath`.
public struct RidgeProbe: LinearProbe {
  public var alpha: Double
  public var balance: ClassBalance
  public var standardised: Bool

  public init(alpha: Double = 1, balance: ClassBalance = .none, standardised: Bool = true) {
    self.alpha = alpha
    self.balance = balance
    self.standardised = standardised
  }

  public func fitted(_ states: Matrix, labels: [Int], classes: Int) throws(ProbeError) -> FittedProbe {
    guard ProbeKind.ridge.accepts(penalty: alpha) else { throw .badPenalty(alpha, .ridge) }
    return try fittedAlone(states, labels: labels, classes: classes, penalty: alpha)
  }
}

extension RidgeProbe: SplitFitter {
  func fitted(
    _ set: TrainingSet, trains: [[Int]], penalties: [[Double?]]
  ) throws(ProbeError) -> [[FittedProbe]] {
    var result: [[FittedProbe]] = []
    for (train, penalties) in zip(trains, penalties) {
      let rows = ScaledRows(set, rows: train, standardised: standardised)
      let classWeights = balance.weights(counts: set.counts(of: train))
      let system = RidgeSystem(rows.states, rows.indicators, weights: rows.labels.map { classWeights[$0] })
      var probes: [FittedProbe] = []
      for penalty in penalties {
        guard let (weights, biases) = system.solved(alpha: penalty ?? alpha) else { throw .decompositionFailed(.ridge) }
        probes.append(
          rows.scaling.unscaled(
            .ridge, classes: set.classes, weights, biases, penalty: penalty ?? alpha, n: train.count))
      }
      result.append(probes)
    }
    return result
  }
}

extension ScaledRows {
  /// 1 in the column of a prompt's class and −1 elsewhere, [rows, classes]; for two classes the second column only.
  var indicators: DoubleMatrix {
    if classes == 2 { return DoubleMatrix(rows: labels.count, columns: 1, labels.map { $0 == 1 ? 1 : -1 }) }
    return DoubleMatrix(
      rows: labels.count, columns: classes, labels.flatMap { label in (0..<classes).map { $0 == label ? 1 : -1 } })
  }
}

/// The normal equations of weighted least squares with an intercept, in the smaller of the two spaces.
struct RidgeSystem {
  /// √s·(x − x̄), [n, width], and √s·(t − t̄), [n, targets].
  private let states: DoubleMatrix
  private let targets: DoubleMatrix
  private let stateMeans: [Double]
  private let targetMeans: [Double]
  /// statesᵀ·states, or where states are wider than many states·statesᵀ.
  private let gram: DoubleMatrix
  private let right: DoubleMatrix
  private var isWide: Bool { states.columns > states.rows }

  init(_ states: DoubleMatrix, _ targets: DoubleMatrix, weights: [Double]) {
    (self.states, stateMeans) = Self.centred(states, weights)
    (self.targets, targetMeans) = Self.centred(targets, weights)
    let wide = states.columns > states.rows
    gram = wide ? self.states.outerGram : self.states.gram
    right = wide ? self.targets : self.states.transposedTimes(self.targets)
  }

  /// Weights [targets, width] and intercepts; nil where the equations are singular: alpha 0 with dependent dimensions.
  func solved(alpha: Double) -> (DoubleMatrix, [Double])? {
    var shifted = gram
    for i in 0..<gram.rows { shifted[i, i] += alpha }
    guard let factor = Cholesky(shifted) else { return nil }
    let solution = factor.solve(right)
    let weights = isWide ? solution.transposedTimes(states) : solution.transposed
    let biases = targetMeans.indices.map { k in
      targetMeans[k] - Vector.dot(weights.row(k), stateMeans)
    }
    return (weights, biases)
  }

  private static func centred(_ values: DoubleMatrix, _ weights: [Double]) -> (DoubleMatrix, [Double]) {
    let width = values.columns
    var means = [Double](repeating: 0, count: width)
    let total = weights.reduce(0, +)
    for (r, weight) in weights.enumerated() {
      for c in 0..<width { means[c] += weight / total * values.elements[r * width + c] }
    }
    var result = values
    for (r, weight) in weights.enumerated() {
      let root = weight.squareRoot()
      for c in 0..<width { result.elements[r * width + c] = root * (values.elements[r * width + c] - means[c]) }
    }
    return (result, means)
  }
}
