package import MindstateNumerics

/// The covariance of states, shrunk towards a multiple of the identity: (1 − δ)·S + δ·tr(S)/d·I, with S = XᵀX/n of the
/// centred states.
///
/// δ is Ledoit and Wolf's (2004, "A well-conditioned estimator for large-dimensional covariance matrices", eq. 13-14):
/// the share that minimises the expected squared error. So the matrix is invertible with fewer prompts than dimensions,
/// too. As scikit-learn's `LedoitWolf`. Cost: n·d² + d³/3 operations.
package struct ShrunkCovariance: Sendable {
  package let mean: [Double]
  /// [d, d].
  package let covariance: DoubleMatrix
  /// δ, 0 … 1.
  package let shrinkage: Double
  private let factor: Cholesky

  /// - Parameters:
  ///   - states: [prompts, d], train prompts only.
  ///   - shrinkage: nil: Ledoit and Wolf's.
  /// - Returns: nil with fewer than two prompts, or where the states do not vary.
  package init?(of states: Matrix, shrinkage: Double? = nil) {
    if states.rows < 2 { return nil }
    let frame = Standardisation(of: states)
    let centred = Standardisation(centredOn: frame.mean).applied(to: DoubleMatrix(states), columns: 0..<states.columns)
    self.init(centred: centred, mean: frame.mean, shrinkage: shrinkage)
  }

  /// - Parameter centred: rows with mean 0 (within their class, for a pooled covariance).
  package init?(centred: DoubleMatrix, mean: [Double], shrinkage: Double? = nil) {
    let (n, d) = (Double(centred.rows), centred.columns)
    var covariance = centred.gram
    for i in covariance.elements.indices { covariance.elements[i] /= n }
    let scale = (0..<d).reduce(0) { $0 + covariance[$1, $1] } / Double(d)
    guard scale > 0, scale.isFinite else { return nil }
    let share = shrinkage ?? Self.ledoitWolf(centred, covariance, scale: scale)
    for i in covariance.elements.indices { covariance.elements[i] *= 1 - share }
    for i in 0..<d { covariance[i, i] += share * scale }
    guard let factor = Cholesky(covariance) else { return nil }
    self.mean = mean
    self.covariance = covariance
    self.shrinkage = share
    self.factor = factor
  }

  /// min(β, δ²)/δ² with δ² = ‖S − m·I‖² and β = Σ_k ‖x_k·x_kᵀ − S‖² / n², both squared Frobenius norms.
  private static func ledoitWolf(_ centred: DoubleMatrix, _ covariance: DoubleMatrix, scale: Double) -> Double {
    let n = Double(centred.rows)
    let squares = covariance.elements.reduce(0) { $0 + $1 * $1 }
    let spread = squares - Double(centred.columns) * scale * scale
    var fourth = 0.0
    for r in 0..<centred.rows {
      let square = centred.elements[r * centred.columns..<(r + 1) * centred.columns].reduce(0) { $0 + $1 * $1 }
      fourth += square * square
    }
    let error = (fourth / n - squares) / n
    return spread <= 0 ? 1 : min(1, max(0, error / spread))
  }

  /// (x − mean)ᵀ Σ⁻¹ (x − mean) of each row.
  package func squaredDistances(of states: Matrix) -> [Double] {
    let centred = Standardisation(centredOn: mean).applied(to: DoubleMatrix(states), columns: 0..<states.columns)
    let whitened = factor.forward(centred.transposed)
    var sums = [Double](repeating: 0, count: states.rows)
    for k in 0..<whitened.rows {
      for r in 0..<states.rows { sums[r] += whitened[k, r] * whitened[k, r] }
    }
    return sums
  }

  /// Σ⁻¹·b, b being [d, k].
  package func solve(_ b: DoubleMatrix) -> DoubleMatrix { factor.solve(b) }
}
