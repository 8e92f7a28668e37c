import MindstateNumerics

/// Canonical correlations of the principal coordinates of a and b (`PrincipalSubspaces`).
///
/// Invariances: rotation, shift and scale of either. Chance is not 0: unrelated states with k of n dimensions have
/// correlations up to about 2√(k/n), so both are compared at equal n only, and the interval holds what so many prompts give
/// on average: delete-half jackknife, principal axes anew for each half, as many as for all prompts. Cost: n·r² + 9·r³ a
/// half and condition, r = min(2n, width).
package struct CanonicalCorrelations: Sendable {
  package enum Metric: Sendable {
    /// `svcca`: their mean over the fewer dimensions, 0 … 1 (Raghu et al. 2017). Symmetric.
    case mean
    /// `pwcca`: each weighted by Σ_j |⟨h, x_j⟩|, h being a's canonical variate of length 1 and x_j a's principal
    /// coordinates (Morcos et al. 2018, eq. 7, 8): directions that hold much of a count more. Not symmetric.
    case projectionWeighted
  }

  private let subspaces: PrincipalSubspaces
  /// Of the matrices that are decomposed.
  package var order: Int { subspaces.states.rows.columns }

  package init(_ subspaces: PrincipalSubspaces) { self.subspaces = subspaces }

  package func value(of metric: Metric) -> Double? { Self.value(of: metric, subspaces.a, subspaces.b) }

  /// With principal axes of their own.
  private func value(of metric: Metric, among prompts: [Int]) -> Double? {
    let states = subspaces.states
    let (x, y) = (states.a(prompts).centred.rows, states.b(prompts).centred.rows)
    guard let axesX = PrincipalSubspaces.axes(x, most: subspaces.dimensions.a, exactly: true),
      let axesY = PrincipalSubspaces.axes(y, most: subspaces.dimensions.b, exactly: true)
    else { return nil }
    return Self.value(of: metric, x.times(axesX, .transposed), y.times(axesY, .transposed))
  }

  /// a, b: [prompts, dimensions], centred.
  private static func value(of metric: Metric, _ a: DoubleMatrix, _ b: DoubleMatrix) -> Double? {
    guard let x = Cholesky(a.gram), let y = Cholesky(b.gram) else { return nil }
    // L_x⁻¹·C·L_y⁻ᵀ, whose singular values are the correlations.
    let whitened = y.forward(x.forward(a.transposedTimes(b)).transposed).transposed
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

  package func estimate(of metric: Metric, halves: HalfSamples) throws(Reason) -> Estimate {
    guard let value = value(of: metric) else { throw .noSpread }
    return halves.estimate(value, in: 0...1, most: DeletedGroups.most(order: order)) {
      self.value(of: metric, among: $0)
    }
  }
}
