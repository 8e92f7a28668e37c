import MindstateNumerics

/// Canonical correlations of the principal coordinates of a and b (`PrincipalSubspaces`), from sums of products: those
/// of any group of prompts are taken away. Dimensions stay those of all prompts.
///
/// Invariances: rotation, shift and scale of either. Chance is not 0: unrelated states with k of n dimensions have
/// correlations up to about 2√(k/n), so both are compared at equal n only. Interval: delete-a-group jackknife, bias
/// corrected, of these dimensions; it does not hold how they would vary. Cost: n·k² + k³ after the principal dimensions,
/// a group k³.
package struct CanonicalCorrelations: Sendable {
  package enum Metric: Sendable {
    /// `svcca`: their mean over the fewer dimensions, 0 … 1 (Raghu et al. 2017). Symmetric.
    case mean
    /// `pwcca`: each weighted by Σ_j |⟨h, x_j⟩|, h being a's canonical variate of length 1 and x_j a's principal
    /// coordinates (Morcos et al. 2018, eq. 7, 8): directions that hold much of a count more. Not symmetric.
    case projectionWeighted
  }

  private let a: DoubleMatrix
  private let b: DoubleMatrix
  private let aa: DoubleMatrix
  private let bb: DoubleMatrix
  private let ab: DoubleMatrix

  package init(_ subspaces: PrincipalSubspaces) {
    (a, b) = (subspaces.a, subspaces.b)
    (aa, bb, ab) = (a.gram, b.gram, a.transposedTimes(b))
  }

  package func value(of metric: Metric, without group: [Int] = []) -> Double? {
    let left = Double(a.rows - group.count)
    if left < 2 { return nil }
    let (outA, outB) = (a.gatheringRows(group), b.gatheringRows(group))
    guard let x = Cholesky(rest(aa, outA, outA, left)), let y = Cholesky(rest(bb, outB, outB, left)) else { return nil }
    // L_x⁻¹·C·L_y⁻ᵀ, whose singular values are the correlations.
    let half = x.forward(rest(ab, outA, outB, left))
    let whitened = y.forward(half.transposed).transposed
    switch metric {
    case .mean:
      return whitened.singularValues.map { $0.map { min(1, $0) }.mean }
    case .projectionWeighted:
      guard let parts = SingularValues(whitened) else { return nil }
      // ⟨h_i, x_j⟩ for all i, j: Uᵀ·L_x⁻¹·(L_x·L_xᵀ).
      let products = parts.u.transposedTimes(x.lower.transposed)
      let weights = (0..<products.rows).map { products.row($0).reduce(0) { $0 + abs($1) } }
      return zip(weights, parts.values).reduce(0) { $0 + $1.0 * min(1, $1.1) } / weights.reduce(0, +)
    }
  }

  /// Sums of products around the mean without a group, from those around the mean of all.
  private func rest(_ all: DoubleMatrix, _ x: DoubleMatrix, _ y: DoubleMatrix, _ left: Double) -> DoubleMatrix {
    if x.rows == 0 { return all }
    let (share, sumX, sumY) = (x.transposedTimes(y), x.columnTotals, y.columnTotals)
    var result = all
    for r in 0..<all.rows {
      for c in 0..<all.columns { result[r, c] -= share[r, c] + sumX[r] * sumY[c] / left }
    }
    return result
  }

  package func estimate(of metric: Metric, groups: DeletedGroups, clusters: Clusters) throws(Reason) -> Estimate {
    guard let value = value(of: metric) else { throw .noSpread }
    return groups.corrected(value, clusters: clusters, in: 0...1) { self.value(of: metric, without: $0) }
  }
}
