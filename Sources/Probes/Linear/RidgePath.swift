package import MindstateNumerics

/// Ridge regression of numbers on states for a whole path of penalties from one factorisation, with the squared errors
/// of leave-one-out in closed form.
///
/// Minimises ‖t − Z·w − b‖² + alpha·‖w‖² for each target t. With B·Bᵀ = Z·Zᵀ in the eigenbasis of the smaller Gram,
/// h_i = 1/n + Σ_j b_ij²/(λ_j + alpha), and the prediction of prompt i without itself misses by (t_i − t̂_i)/(1 − h_i)
/// (Golub, Heath & Wahba 1979). Mean and scale of the states are taken over all prompts, as scikit-learn's RidgeCV on
/// standardised states does. Leave-one-out supposes that prompts are independent: with groups use grouped folds.
/// Cost: 9·m³ with m = min(n, width), then n·m an alpha and target.
public struct RidgePath: Sendable {
  /// As given.
  public let alphas: [Double]
  /// Of raw states, [targets, width], by alpha.
  package let weights: [DoubleMatrix]
  /// By alpha, then target.
  public let biases: [[Double]]
  /// Mean squared leave-one-out error, by alpha, then target.
  public let leaveOneOut: [[Double]]
  /// ‖t − t̂‖²/n over (1 − mean h)², by alpha, then target (generalised cross-validation).
  public let generalised: [[Double]]

  /// - Parameter targets: [prompts, targets].
  package init(
    _ states: Matrix, targets: DoubleMatrix, alphas: [Double], standardised: Bool = true
  ) throws(ProbeError) {
    guard states.rows > 1 else { throw .noPrompts }
    guard targets.rows == states.rows else { throw .labelsDoNotMatch(labels: targets.rows, prompts: states.rows) }
    guard !alphas.isEmpty else { throw .noPenalties(.ridge) }
    for alpha in alphas where !(alpha > 0 && alpha.isFinite) { throw .badPenalty(alpha, .ridge) }
    for prompt in 0..<states.rows where !states.squaredNorm(prompt).isFinite { throw .notFinite(prompt: prompt) }
    for prompt in 0..<states.rows where !targets.row(prompt).allSatisfy(\.isFinite) { throw .notFinite(prompt: prompt) }
    let full = Standardisation(of: states)
    let scaling = standardised ? full : Standardisation(centredOn: full.mean)
    let z = scaling.applied(to: states)
    guard let basis = RidgeBasis(z, targets) else { throw .decompositionFailed(.ridge) }

    self.alphas = alphas
    let solutions = basis.solutions(alphas: alphas)
    let raw = solutions.map { scaling.rawWeights($0.weights, biases: basis.targetMeans) }
    weights = raw.map(\.0)
    biases = raw.map(\.1)
    leaveOneOut = solutions.map(\.leaveOneOut)
    generalised = solutions.map(\.generalised)
  }

  /// The alpha of least leave-one-out error for a target; the strongest of several.
  public func best(target: Int) -> Double {
    let order = alphas.indices.sorted { alphas[$0] > alphas[$1] }
    return order.min { leaveOneOut[$0][target] < leaveOneOut[$1][target] }.map { alphas[$0] } ?? alphas[0]
  }
}

/// Centred states in the eigenbasis of their smaller Gram.
private struct RidgeBasis {
  let targetMeans: [Double]
  private let states: DoubleMatrix
  private let targets: DoubleMatrix
  private let eigen: SymmetricEigen
  private let isWide: Bool
  /// Coordinates [n, m] of the states, or where they are wide the eigenvectors [n, n] (coordinates over √λ).
  private let basis: DoubleMatrix
  /// basisᵀ·targets, [m, targets].
  private let products: DoubleMatrix

  init?(_ states: DoubleMatrix, _ targets: DoubleMatrix) {
    isWide = states.columns > states.rows
    guard let eigen = SymmetricEigen(isWide ? states.outerGram : states.gram) else { return nil }
    self.eigen = eigen
    self.states = states
    targetMeans = (0..<targets.columns).map { k in
      (0..<targets.rows).reduce(0) { $0 + targets[$1, k] } / Double(targets.rows)
    }
    var centred = targets
    for r in 0..<targets.rows {
      for k in 0..<targets.columns { centred[r, k] -= targetMeans[k] }
    }
    self.targets = centred
    basis = isWide ? eigen.vectors.transposed : states.times(eigen.vectors, .transposed)
    products = basis.transposedTimes(centred)
  }

  struct Solution {
    let weights: DoubleMatrix
    let leaveOneOut: [Double]
    let generalised: [Double]
  }

  /// For all alphas together: each step is one product.
  func solutions(alphas: [Double]) -> [Solution] {
    let inverse = alphas.map { alpha in eigen.values.map { 1 / (max($0, 0) + alpha) } }
    let local = stacked(inverse)  // [m, alphas · targets]
    // w = Q·local; wide: Zᵀ·U·local. Predictions B·local; wide: U·λ·local.
    let combined = eigen.vectors.transposedTimes(local)
    let weights = isWide ? combined.transposedTimes(states) : combined.transposed
    let lever = isWide ? inverse.map { zip($0, eigen.values).map { $0 * max($1, 0) } } : inverse
    let predicted = basis.times(isWide ? stacked(lever) : local)
    let levers = squaredBasis.times(
      DoubleMatrix(rows: alphas.count, columns: local.rows, lever.flatMap { $0 }), .transposed)
    let count = targetMeans.count
    return alphas.indices.map { a in
      errors(weights.gatheringRows(a * count..<(a + 1) * count), predicted, levers, alpha: a)
    }
  }

  /// products with row j times factor[a][j], for each a side by side.
  private func stacked(_ factors: [[Double]]) -> DoubleMatrix {
    let count = products.columns
    var result = DoubleMatrix(rows: products.rows, columns: factors.count * count)
    for (a, factor) in factors.enumerated() {
      for (j, value) in factor.enumerated() {
        for k in 0..<count { result[j, a * count + k] = products[j, k] * value }
      }
    }
    return result
  }

  private var squaredBasis: DoubleMatrix {
    DoubleMatrix(rows: basis.rows, columns: basis.columns, basis.elements.map { $0 * $0 })
  }

  /// - Parameters:
  ///   - predicted: [n, alphas · targets].
  ///   - levers: [n, alphas], h without 1/n.
  private func errors(_ weights: DoubleMatrix, _ predicted: DoubleMatrix, _ levers: DoubleMatrix, alpha: Int)
    -> Solution
  {
    let n = Double(targets.rows)
    var leaveOneOut = targetMeans.map { _ in 0.0 }
    var residual = leaveOneOut
    var trace = 0.0
    for r in 0..<targets.rows {
      let h = 1 / n + levers[r, alpha]
      trace += h
      for k in targetMeans.indices {
        let error = targets[r, k] - predicted[r, alpha * targetMeans.count + k]
        residual[k] += error * error / n
        leaveOneOut[k] += error * error / ((1 - h) * (1 - h)) / n
      }
    }
    let share = 1 - trace / n
    return Solution(
      weights: weights, leaveOneOut: leaveOneOut, generalised: residual.map { $0 / (share * share) })
  }
}
