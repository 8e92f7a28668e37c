public import MindstateNumerics

/// Logistic regression with an L2 penalty: the minimum of ½‖w‖² + C·Σ sᵢ·lossᵢ over weights and intercepts, the
/// intercepts unpenalised, as scikit-learn's `LogisticRegression(C=…)`.
///
/// Two classes: loss log(1 + exp(−y(w·x + b))), one row of weights. More: softmax, one row for each class. sᵢ is 1, or
/// with `balance == .balanced` n/(classes·n_k). Standardisation is part of the fit: the penalty then lies on the
/// weights of standardised states. Scores are log-odds.
///
/// Solver: preconditioned L-BFGS (`LogisticSolver`), all penalties and folds in shared products; when the states are
/// wider than there are prompts, in the space of the prompts, which changes nothing (the minimum is a sum of prompts).
public struct LogisticProbe: LinearProbe {
  /// Inverse strength of the penalty.
  public var c: Double
  public var balance: ClassBalance
  public var standardised: Bool
  /// Stop where no component of the gradient of ½‖w‖²/(C·Σs) + Σ sᵢ·lossᵢ/Σs is larger.
  public var tolerance: Double

  public init(c: Double = 1, balance: ClassBalance = .none, standardised: Bool = true, tolerance: Double = 1e-6) {
    self.c = c
    self.balance = balance
    self.standardised = standardised
    self.tolerance = tolerance
  }

  public func fitted(_ states: Matrix, labels: [Int], classes: Int) throws(ProbeError) -> FittedProbe {
    guard ProbeKind.logistic.accepts(penalty: c) else { throw .badPenalty(c, .logistic) }
    guard tolerance > 0 else { throw .badTolerance(tolerance) }
    return try fittedAlone(states, labels: labels, classes: classes, penalty: c)
  }
}

extension LogisticProbe: SplitFitter {
  func fitted(
    _ set: TrainingSet, trains: [[Int]], penalties: [[Double?]]
  ) throws(ProbeError) -> [[FittedProbe]] {
    let wanted = penalties.map { $0.map { $0 ?? c } }
    let narrowest = trains.map(\.count).min() ?? 0
    if set.states.columns <= narrowest { return fittedTogether(set, trains: trains, penalties: wanted) }
    return zip(trains, wanted).map { fittedInRowSpace(set, train: $0, penalties: $1) }
  }

  /// All train parts and penalties as columns of one product an iteration.
  private func fittedTogether(_ set: TrainingSet, trains: [[Int]], penalties: [[Double]]) -> [[FittedProbe]] {
    let design = LogisticDesign(set, trains: trains, balance: balance, standardised: standardised)
    let problems = penalties.enumerated().flatMap { split, penalties in
      penalties.map { LogisticProblem(split: split, lambda: 1 / $0) }
    }
    var solutions = LogisticSolver(design: design, tolerance: tolerance).solved(problems)[...]
    return penalties.enumerated().map { split, penalties in
      penalties.map { penalty in
        let solution = solutions.removeFirst()
        let local = design.splits[split]
        let (weights, biases) = design.unscaled(solution.weights, solution.biases, split: local)
        return FittedProbe(
          kind: .logistic, classes: set.classes, weights: weights, biases: biases, penalty: penalty,
          n: trains[split].count, convergence: solution.convergence)
      }
    }
  }

  /// K = Z·Zᵀ = L·Lᵀ of the scaled train rows: with rows of L for states the problem is the same, [n, n] instead of
  /// [n, width], and w = Zᵀ·L⁻ᵀ·v.
  private func fittedInRowSpace(_ set: TrainingSet, train: [Int], penalties: [Double]) -> [FittedProbe] {
    let rows = ScaledRows(set, rows: train, standardised: standardised)
    let factor = RowSpace(rows.states)
    let design = LogisticDesign(
      rowSpace: Matrix(factor.coordinates), labels: rows.labels, classes: set.classes, balance: balance)
    let problems = penalties.map { LogisticProblem(split: 0, lambda: 1 / $0) }
    return zip(penalties, LogisticSolver(design: design, tolerance: tolerance).solved(problems)).map {
      let (local, biases) = design.unscaled($1.weights, $1.biases, split: design.splits[0])
      return rows.scaling.unscaled(
        .logistic, classes: set.classes, factor.weights(local), biases, penalty: $0, n: train.count,
        convergence: $1.convergence)
    }
  }
}
