#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import MindstateNumerics

/// `principal_angles`: the mean of the principal angles between the principal subspaces of a and of b among the
/// dimensions of the states, in radians, 0 … π/2 (Björck & Golub 1973; `scipy.linalg.subspace_angles`).
///
/// Both have the same number k of dimensions, the smaller of the two of `PrincipalSubspaces`. 0: the states vary in the
/// same directions, whichever prompt they belong to; π/2: in orthogonal ones. Of unrelated subspaces the angle falls as k
/// nears the width, 2k − d of them being 0 at least; where k is the width there is no value, `subspace_is_whole`.
/// Unchanged by turning both alike, by shift and scale of either; symmetric. Interval: delete-half jackknife, axes anew
/// for each half. Cost: n·r² + 9·r³ a half and condition, r = min(2n, width).
package struct PrincipalAngles: Sendable {
  private let states: PooledCoordinates
  private let dimensions: Int
  package let value: Double
  package var order: Int { states.rows.columns }

  package init(_ subspaces: PrincipalSubspaces) throws(Reason) {
    states = subspaces.states
    dimensions = min(subspaces.dimensions.a, subspaces.dimensions.b)
    if dimensions >= states.width { throw .subspaceIsWhole }
    let kept = 0..<dimensions
    guard let value = Self.angle(subspaces.axesA.gatheringRows(kept), subspaces.axesB.gatheringRows(kept)) else {
      throw .noSpread
    }
    self.value = value
  }

  /// The mean angle between the spans of orthonormal rows. Cosines tell great angles well, sines small ones.
  private static func angle(_ a: DoubleMatrix, _ b: DoubleMatrix) -> Double? {
    let cross = a.times(b, .transposed)
    let outside = b.minus(cross.transposedTimes(a))
    guard let cosines = cross.singularValues, let sines = outside.singularValues?.reversed() else { return nil }
    let angles = zip(cosines, sines).map { $0 * $0 >= 0.5 ? asin(min(1, $1)) : acos(min(1, $0)) }
    let mean = angles.mean
    return mean > 1e-12 ? mean : 0
  }

  package func estimate(halves: HalfSamples) -> Estimate {
    halves.estimate(value, in: 0...(.pi / 2), most: DeletedGroups.most(order: order)) { prompts in
      guard
        let x = PrincipalSubspaces.axes(states.a(prompts).centred.rows, most: dimensions, exactly: true),
        let y = PrincipalSubspaces.axes(states.b(prompts).centred.rows, most: dimensions, exactly: true)
      else { return nil }
      return Self.angle(x, y)
    }
  }
}
