package import MindstateNumerics

/// A covariance moved towards a multiple of the identity: (1 − s)·S + s·tr(S)/p·I.
package enum ClassCovariance {
  /// Covariance of centred rows (n in the divisor), and the shrinkage used.
  ///
  /// - Parameter shrinkage: nil takes Ledoit and Wolf's (2004) on rows over their sd, whose covariance then gets the
  ///   scale back, as scikit-learn's `shrinkage="auto"` of LDA.
  package static func of(_ rows: DoubleMatrix, shrinkage: Double?) -> (DoubleMatrix, Double) {
    let (n, width) = (Double(max(1, rows.rows)), rows.columns)
    var covariance = rows.gram
    for i in covariance.elements.indices { covariance.elements[i] /= n }
    guard shrinkage == nil else {
      shrink(&covariance, by: shrinkage ?? 0)
      return (covariance, shrinkage ?? 0)
    }
    let scale = (0..<width).map { c in
      let sd = covariance[c, c].squareRoot()
      return sd > 0 ? sd : 1
    }
    rescale(&covariance) { 1 / (scale[$0] * scale[$1]) }
    let chosen = ledoitWolf(covariance, fourth: fourthMoment(rows, scale: scale), rows: n)
    shrink(&covariance, by: chosen)
    rescale(&covariance) { scale[$0] * scale[$1] }
    return (covariance, chosen)
  }

  /// Σ_i ‖x_i‖⁴ of the rows over `scale`.
  private static func fourthMoment(_ rows: DoubleMatrix, scale: [Double]) -> Double {
    let inverse = scale.map { 1 / ($0 * $0) }
    var sum = 0.0
    for r in 0..<rows.rows {
      var squared = 0.0
      for c in inverse.indices {
        let x = rows.elements[r * inverse.count + c]
        squared += x * x * inverse[c]
      }
      sum += squared * squared
    }
    return sum
  }

  /// Ledoit & Wolf 2004, lemma 3.3: min(β, δ)/δ with δ = ‖S − μI‖²/p and β = (Σ‖x‖⁴/n − ‖S‖²)/(p·n).
  private static func ledoitWolf(_ covariance: DoubleMatrix, fourth: Double, rows n: Double) -> Double {
    let width = Double(covariance.columns)
    let norm = covariance.elements.reduce(0) { $0 + $1 * $1 }
    let trace = (0..<covariance.rows).reduce(0) { $0 + covariance[$1, $1] }
    let delta = (norm - trace * trace / width) / width
    let beta = min((fourth / n - norm) / (width * n), delta)
    return beta > 0 && delta > 0 ? beta / delta : 0
  }

  private static func shrink(_ covariance: inout DoubleMatrix, by shrinkage: Double) {
    let width = covariance.columns
    let mean = (0..<width).reduce(0) { $0 + covariance[$1, $1] } / Double(max(1, width))
    for i in covariance.elements.indices { covariance.elements[i] *= 1 - shrinkage }
    for c in 0..<width { covariance[c, c] += shrinkage * mean }
  }

  private static func rescale(_ covariance: inout DoubleMatrix, by factor: (Int, Int) -> Double) {
    for r in 0..<covariance.rows {
      for c in 0..<covariance.columns { covariance.elements[r * covariance.columns + c] *= factor(r, c) }
    }
  }
}
