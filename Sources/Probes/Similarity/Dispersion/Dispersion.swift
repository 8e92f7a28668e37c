package import MindstateNumerics

/// How far the prompts of a condition lie from their centroid, mean of ‖x_i − x̄‖; from 0. It is drawn towards 0 by
/// few prompts, so only equal numbers of them are compared. Unchanged by rotating and shifting. Cost: prompts × width.
package enum Dispersion {
  /// `dispersion_a`, `dispersion_b`: in units of the reference's mean distance between prompts.
  package static func perPrompt(_ states: Matrix, unit: Double) -> [Double] {
    let frame = Standardisation(centredOn: Standardisation(of: states).mean)
    var squares = [Double](repeating: 0, count: states.rows)
    states.forEachColumnBlock { range, block in
      let centred = frame.applied(to: block, columns: range)
      for r in 0..<centred.rows {
        for i in r * centred.columns..<(r + 1) * centred.columns {
          squares[r] += centred.elements[i] * centred.elements[i]
        }
      }
    }
    return squares.map { $0.squareRoot() / unit }
  }

  /// `dispersion_ratio`: that of a over that of b. Interval: delta method on both means.
  package static func ratio(_ a: Matrix, _ b: Matrix, clusters: Clusters) throws(Reason) -> Estimate {
    if a.rows < 2 { throw .nBelow2 }
    if Standardisation(of: b).isConstant { throw .noSpread }
    let (x, y) = (perPrompt(a, unit: 1), perPrompt(b, unit: 1))
    guard let value = ClusterRatio.value(x, y) else { throw .noSpread }
    var estimate = Estimate(value: value, n: a.rows, clusters: clusters.count)
    do throws(Reason) {
      estimate.interval = try ClusterRatio.interval(x, y, in: clusters)
      estimate.method = .deltaCluster
    } catch { estimate.reason = error }
    return estimate
  }
}
