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
      LedoitWolf.shrink(&covariance, by: shrinkage ?? 0)
      return (covariance, shrinkage ?? 0)
    }
    let scale = (0..<width).map { c in
      let sd = covariance[c, c].squareRoot()
      return sd > 0 ? sd : 1
    }
    rescale(&covariance) { 1 / (scale[$0] * scale[$1]) }
    let chosen = LedoitWolf.shrinkage(of: covariance, fourth: fourthMoment(rows, scale: scale), rows: n)
    LedoitWolf.shrink(&covariance, by: chosen)
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

  private static func rescale(_ covariance: inout DoubleMatrix, by factor: (Int, Int) -> Double) {
    for r in 0..<covariance.rows {
      for c in 0..<covariance.columns { covariance.elements[r * covariance.columns + c] *= factor(r, c) }
    }
  }
}
