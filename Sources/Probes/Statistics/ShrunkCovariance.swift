package import MindstateNumerics

/// The covariance of states, shrunk towards a multiple of the identity: (1 − δ)·S + δ·tr(S)/d·I, with S = XᵀX/n of the
/// centred states.
///
/// δ is `LedoitWolf`'s, so the matrix is invertible with fewer prompts than dimensions, too; as scikit-learn's
/// `LedoitWolf`. Cost: n·d² + d³/3 operations.
package struct ShrunkCovariance: Sendable {
  package let mean: [Double]
  /// [d, d].
  package let covariance: DoubleMatrix
  /// δ, 0 … 1.
  package let shrinkage: Double
  let factor: Cholesky

  /// - Parameters:
  ///   - states: [prompts, d], train prompts only.
  ///   - shrinkage: nil: Ledoit and Wolf's.
  /// - Returns: nil with fewer than two prompts, or where the states do not vary.
  package init?(of states: Matrix, shrinkage: Double? = nil) {
    if states.rows < 2 { return nil }
    let frame = Standardisation(of: states)
    let centred = Standardisation(centredOn: frame.mean).applied(to: states)
    self.init(centred: centred, mean: frame.mean, shrinkage: shrinkage)
  }

  /// - Parameters:
  ///   - centred: rows with mean 0 (within their class, for a pooled covariance).
  ///   - width: d of the states, where `centred` are coordinates in the smaller space that they span; nil: its own.
  package init?(centred: DoubleMatrix, mean: [Double], shrinkage: Double? = nil, width: Int? = nil) {
    var covariance = centred.gram
    for i in covariance.elements.indices { covariance.elements[i] /= Double(centred.rows) }
    guard covariance.trace > 0, covariance.trace.isFinite else { return nil }
    let share =
      shrinkage
      ?? LedoitWolf.shrinkage(
        of: covariance, fourth: Self.fourthMoment(centred), rows: Double(centred.rows), width: width)
    LedoitWolf.shrink(&covariance, by: share, width: width)
    guard let factor = Cholesky(covariance) else { return nil }
    self.mean = mean
    self.covariance = covariance
    self.shrinkage = share
    self.factor = factor
  }

  /// Σ‖x‖⁴ over the rows.
  private static func fourthMoment(_ rows: DoubleMatrix) -> Double {
    (0..<rows.rows).reduce(0) { sum, r in
      let square = rows.elements[r * rows.columns..<(r + 1) * rows.columns].reduce(0) { $0 + $1 * $1 }
      return sum + square * square
    }
  }

  /// (x − mean)ᵀ Σ⁻¹ (x − mean) of each row.
  package func squaredDistances(of states: Matrix) -> [Double] {
    let centred = Standardisation(centredOn: mean).applied(to: states)
    let whitened = factor.forward(centred.transposed)
    var sums = [Double](repeating: 0, count: states.rows)
    for k in 0..<whitened.rows {
      for r in 0..<states.rows { sums[r] += whitened[k, r] * whitened[k, r] }
    }
    return sums
  }

  /// L⁻¹x of each row x, Σ = L·Lᵀ: their products are those by Σ⁻¹.
  package func whitened(_ rows: DoubleMatrix) -> DoubleMatrix { factor.forward(rows.transposed).transposed }

  /// Σ⁻¹·b, b being [d, k].
  package func solve(_ b: DoubleMatrix) -> DoubleMatrix { factor.solve(b) }
}
