import MindstateNumerics

/// Coordinates of n states in the space that they span, for n < width: products between states are kept, so whatever
/// depends on products alone (every L2-penalised linear model) can be fitted on [n, n] instead of [n, width].
struct RowSpace {
  private let states: DoubleMatrix
  /// nil where not even a large diagonal helps: states that are not finite.
  private let factor: Cholesky?
  /// L of states·statesᵀ = L·Lᵀ: row i stands for state i.
  var coordinates: DoubleMatrix { factor?.lower ?? DoubleMatrix(identity: states.rows) }

  /// Centred states span n − 1 dimensions, and duplicates fewer: what keeps the factorisation going is 1e-11 of the
  /// mean squared norm on the diagonal, as if each state had a length 3e-6 in a dimension of its own.
  init(_ states: DoubleMatrix) {
    self.states = states
    let gram = states.outerGram
    let n = gram.rows
    let mean = (0..<n).reduce(0) { $0 + gram[$1, $1] } / Double(max(1, n))
    var jitter = mean > 0 ? mean * 1e-11 : 1
    var found: Cholesky?
    while found == nil && jitter.isFinite {
      var shifted = gram
      for i in 0..<n { shifted[i, i] += jitter }
      found = Cholesky(shifted)
      jitter *= 10
    }
    factor = found
  }

  /// Weights [k, width] of the states from weights [k, n] of their coordinates: (L⁻ᵀ·vᵀ)ᵀ·states.
  func weights(_ local: DoubleMatrix) -> DoubleMatrix {
    (factor?.backward(local.transposed) ?? local.transposed).transposedTimes(states)
  }
}
