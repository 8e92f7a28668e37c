package import MindstateNumerics

/// `frechet` = (‖μ_a − μ_b‖² + tr(Σ_a + Σ_b − 2(Σ_a^½ Σ_b Σ_a^½)^½)) / u²: the squared Fréchet (2-Wasserstein) distance of
/// the normal distributions with these means and covariances (Dowson & Landau 1982; Heusel et al. 2017, eq. 6), in units
/// of the reference's mean distance u between prompts.
///
/// 0: same mean and covariance, from 0 upwards. Covariances are shrunk (Ledoit-Wolf), so it has a value for d > n, too.
/// It does not see which prompt is which. Few prompts raise it, so both sides have the same prompts, and
/// `frechet_split_half` stands beside it: the mean of the same between two halves of a, that is with half the prompts
/// each and without anything in common, about twice what noise adds here. Unchanged by rotation, shift and scale of all;
/// symmetric. Interval: delete-a-group jackknife, bias corrected; none for the split-half value. Cost: n·r² and a
/// decomposition r × r, r = min(2n, width), for each group; none above 4,096 dimensions.
package struct FrechetDistance: Sendable {
  private let states: PooledCoordinates
  private let clusters: Clusters
  private let unit: Double
  package var order: Int { states.rows.columns }

  package init(_ a: Matrix, _ b: Matrix, unit: Double, clusters: Clusters) throws(Reason) {
    if a.columns > 4096 { throw .widthAbove4096 }
    states = try PooledCoordinates(a, b)
    self.clusters = clusters
    self.unit = unit
  }

  package func value() throws(Reason) -> Double {
    let all = Array(0..<states.prompts)
    guard let value = distance(states.a(all), states.b(all)) else { throw .noSpread }
    return value
  }

  /// - Parameter stretch: how many times as long a length is in the unit of the prompts outside a group.
  package func estimate(
    groups: DeletedGroups, stretch: ([Int]) -> Double = { _ in 1 }
  ) throws(Reason) -> Estimate {
    var position = [Bool](repeating: true, count: states.prompts)
    return groups.corrected(try value(), clusters: clusters, in: 0 ... .infinity) { group in
      for prompt in group { position[prompt] = false }
      defer { for prompt in group { position[prompt] = true } }
      let rest = position.indices.filter { position[$0] }
      let length = stretch(group)
      return distance(states.a(rest), states.b(rest)).map { $0 * length * length }
    }
  }

  /// Mean over the splits of the distance between two halves of a.
  package func splitHalf(random: inout RandomStream) throws(Reason) -> Estimate {
    if clusters.count < 4 { throw .clustersBelow2 }
    var values: [Double] = []
    for (first, second) in HalfSamples(clusters, random: &random).halves.prefix(DeletedGroups.most(order: order)) {
      guard let value = distance(states.a(first), states.a(second)) else { throw .noSpread }
      values.append(value)
    }
    return Estimate(value: values.mean, n: states.prompts, clusters: clusters.count, reason: .noIntervalMethod)
  }

  /// nil where one side does not vary.
  private func distance(_ a: DoubleMatrix, _ b: DoubleMatrix) -> Double? {
    let ((meanA, rowsA), (meanB, rowsB)) = (a.centred, b.centred)
    guard a.rows > 1, b.rows > 1,
      let x = ShrunkCovariance(centred: rowsA, mean: meanA, width: states.width),
      let y = ShrunkCovariance(centred: rowsB, mean: meanB, width: states.width),
      // The singular values of L_aᵀL_b are the roots of the eigenvalues of Σ_a·Σ_b.
      let shared = x.factor.lower.transposedTimes(y.factor.lower).nuclearNorm
    else { return nil }
    // In each dimension that no state reaches, the covariances are δ·μ of their shrinkage.
    let gap = x.isotropic(width: states.width).squareRoot() - y.isotropic(width: states.width).squareRoot()
    let traces = x.covariance.trace + y.covariance.trace
    let spread = traces - 2 * shared
    let shift = zip(meanA, meanB).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    let outside = Double(states.width - a.columns) * gap * gap
    return (shift + (spread > 1e-12 * traces ? spread : 0) + outside) / (unit * unit)
  }
}

extension ShrunkCovariance {
  /// What shrinkage adds to each dimension, where the states have `width` of them and `covariance` those they span:
  /// δ·tr(S)/width. tr(covariance) = (1 − δ)·tr(S) + δ·tr(S)·columns/width.
  fileprivate func isotropic(width: Int) -> Double {
    let kept = 1 - shrinkage + shrinkage * Double(covariance.columns) / Double(width)
    return kept > 0 ? shrinkage * covariance.trace / kept / Double(width) : 0
  }
}
