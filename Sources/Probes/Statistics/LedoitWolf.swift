import MindstateNumerics

/// Shrinkage of a covariance S towards μ·I, μ = tr(S)/d: (1 − δ)·S + δ·μ·I.
enum LedoitWolf {
  /// The δ that minimises the expected squared error (Ledoit & Wolf 2004, lemma 3.3): min(β, α)/α with
  /// α = ‖S − μ·I‖²/d and β = (Σ‖x‖⁴/n − ‖S‖²)/(d·n). As scikit-learn's `ledoit_wolf_shrinkage`.
  ///
  /// - Parameters:
  ///   - covariance: S = XᵀX/n of centred rows.
  ///   - fourth: Σ‖x‖⁴ over the rows.
  ///   - width: d, where `covariance` holds only the dimensions in which the rows vary; nil: it holds all.
  static func shrinkage(
    of covariance: DoubleMatrix, fourth: Double, rows n: Double, width: Int? = nil
  ) -> Double {
    shrinkage(
      width: width ?? covariance.columns, trace: covariance.trace,
      squaredNorm: covariance.elements.reduce(0) { $0 + $1 * $1 }, fourth: fourth, rows: n)
  }

  /// The same from tr(S) and ‖S‖², of S in `width` dimensions.
  static func shrinkage(width: Int, trace: Double, squaredNorm norm: Double, fourth: Double, rows n: Double) -> Double {
    let width = Double(width)
    let alpha = (norm - trace * trace / width) / width
    let beta = min((fourth / n - norm) / (width * n), alpha)
    return beta > 0 && alpha > 0 ? beta / alpha : 0
  }

  static func shrink(_ covariance: inout DoubleMatrix, by share: Double, width: Int? = nil) {
    let mean = covariance.trace / Double(max(1, width ?? covariance.columns))
    for i in covariance.elements.indices { covariance.elements[i] *= 1 - share }
    for c in 0..<covariance.columns { covariance[c, c] += share * mean }
  }
}

extension DoubleMatrix {
  var trace: Double { (0..<rows).reduce(0) { $0 + self[$1, $1] } }
}
