import MindstateNumerics

/// One fit: a train part and λ = 1/C.
struct LogisticProblem {
  let split: Int
  let lambda: Double
}

/// Where the fit ended: weights [outputs, width] in the units of its train part.
struct LogisticSolution {
  var weights: DoubleMatrix
  var biases: [Double]
  var convergence: FittedProbe.Convergence
}

/// L-BFGS for many logistic problems on the same states at once: each iteration is one product of the states with the
/// weights of all problems that have not converged, and one of the residuals with the states.
///
/// Coordinates are u = Lᵀ·v for L·Lᵀ = c·Zᵀ·Z + λ·I, with Z the common states and c·Zᵀ·Z the curvature of the loss at
/// equal probabilities (for two classes ¼, which bounds it everywhere: Böhning 1992). In them the function is nearly
/// round, whatever the spectrum of the states: on correlated states 10-40 iterations where plain L-BFGS takes hundreds.
/// One L serves all train parts, and all λ within a factor of 10. States and residuals are 32-bit, sums over prompts
/// that decide (loss) 64-bit; what 32 bits leave of the gradient is about 1e-8 of Σ weights, rarely 1e-7: a tolerance
/// below that is not reached, and said so.
struct LogisticSolver {
  let design: LogisticDesign
  let tolerance: Double
  var maximumIterations = 1000
  /// Iterations without a smaller gradient after which a fit is given up; the best so far is kept.
  var patience = 60

  /// The solutions, in the order of `problems`.
  func solved(_ problems: [LogisticProblem]) -> [LogisticSolution] {
    let preconditioners = LogisticPreconditioner.all(for: problems, design: design)
    // Problems of one preconditioner lie side by side, so it is applied in one product.
    let order = problems.indices.sorted { (preconditioners.group[$0], $0) < (preconditioners.group[$1], $1) }
    let evaluator = LogisticEvaluator(design: design, problems: problems, preconditioners: preconditioners)
    let length = design.outputs * (design.states.columns + 1)
    var states = problems.map { _ in QuasiNewton(start: [Double](repeating: 0, count: length)) }
    var solutions = [LogisticSolution?](repeating: nil, count: problems.count)
    var active = order
    var iteration = 0
    while !active.isEmpty && iteration < maximumIterations {
      iteration += 1
      let evaluations = evaluator.evaluated(active.map { ($0, states[$0].trial) })
      for (problem, evaluation) in zip(active, evaluations) {
        guard states[problem].observe(value: evaluation.value, gradient: evaluation.gradient) else { continue }
        if let best = solutions[problem], best.convergence.gradient <= evaluation.largestGradient { continue }
        solutions[problem] = LogisticSolution(
          weights: evaluation.weights, biases: evaluation.biases,
          convergence: .init(
            iterations: iteration, gradient: evaluation.largestGradient,
            converged: evaluation.largestGradient <= tolerance))
      }
      active.removeAll { states[$0].stalled || isFinished(solutions[$0]?.convergence, at: iteration) }
    }
    return solutions.compactMap { $0 }
  }

  /// Converged, or for many iterations no nearer: the gradient has reached the rounding of 32-bit products.
  private func isFinished(_ best: FittedProbe.Convergence?, at iteration: Int) -> Bool {
    guard let best else { return false }
    return best.converged || iteration - best.iterations > patience
  }
}

/// L⁻¹ of c·Zᵀ·Z + λ·I for groups of neighbouring λ.
struct LogisticPreconditioner {
  /// Of each problem.
  let group: [Int]
  /// L⁻¹, 32-bit, of each group.
  let inverse: [Matrix]
  /// What the step of the intercept is scaled by.
  let biasScale: Double

  static func all(for problems: [LogisticProblem], design: LogisticDesign) -> LogisticPreconditioner {
    let classes = Double(design.classes)
    let bound = (1 - 1 / classes) / classes  // the curvature at equal probabilities: ¼ for two classes
    let rows = max(1, Double(design.states.rows))
    let share = design.splits.reduce(0) { $0 + $1.totalWeight } / (rows * Double(max(1, design.splits.count)))
    var gram = design.states.gram
    gram.scale(by: Float(bound * share))

    let lambdas = Set(problems.map(\.lambda)).sorted()
    var groups: [[Double]] = []
    for lambda in lambdas {
      if let first = groups.last?.first, lambda <= 10 * first {
        groups[groups.count - 1].append(lambda)
      } else {
        groups.append([lambda])
      }
    }
    let inverse = groups.map { group in
      let middle = ((group.first ?? 1) * (group.last ?? 1)).squareRoot()
      return factor(gram, lambda: middle)
    }
    let group = problems.map { problem in groups.firstIndex { $0.contains(problem.lambda) } ?? 0 }
    return LogisticPreconditioner(
      group: group, inverse: inverse, biasScale: 1 / max(1e-12, bound * share * rows).squareRoot())
  }

  /// With as much more on the diagonal as 32 bits need, should λ be too small beside the largest eigenvalue.
  private static func factor(_ gram: Matrix, lambda: Double) -> Matrix {
    let n = gram.rows
    let trace = (0..<n).reduce(0) { $0 + Double(gram[$1, $1]) }
    var added = lambda
    while added.isFinite {
      var shifted = gram
      shifted.addDiagonal([Float](repeating: Float(added), count: n))
      if let factor = shifted.inverseCholeskyFactor { return factor }
      added = max(10 * added, 1e-6 * trace / Double(max(1, n)))
    }
    return Matrix(DoubleMatrix(identity: n))
  }
}
