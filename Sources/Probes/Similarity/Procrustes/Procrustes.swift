package import MindstateNumerics

/// `procrustes` = 1 − ‖X̃ᵀỸ‖_*, X̃ and Ỹ being the centred states over their Frobenius norm, ‖·‖_* the sum of singular
/// values: half the squared orthogonal Procrustes distance min_Q ‖X̃ − ỸQ‖² (Schönemann 1966; Ding et al. 2021, eq. 4).
///
/// 0: equal up to rotation, reflection, shift and scale; 1: no linear relation between prompts. Symmetric. With d
/// dimensions and n prompts unrelated states are at about 1 − 8√d/(3π√n) while d ≪ n, and near 0 where d ≫ n, so it is
/// read beside its null and at equal n. Interval: delete-a-group jackknife, bias corrected. Null: re-pairing, up to 256
/// dimensions. Cost: n·r² and an r × r decomposition, r = min(n, width), once for each group and draw.
package struct Procrustes: Sendable {
  private let x: CentredCoordinates
  private let y: CentredCoordinates
  private let cross: DoubleMatrix
  package let value: Double
  /// Of the matrix that is decomposed.
  package var order: Int { min(cross.rows, cross.columns) }

  /// a, b: [prompts, width]; widths may differ.
  package init(_ a: Matrix, _ b: Matrix) throws(Reason) {
    x = try CentredCoordinates(a)
    y = try CentredCoordinates(b)
    cross = x.rows.transposedTimes(y.rows)
    guard let value = Self.distance(cross, x.square * y.square) else { throw .noSpread }
    self.value = value
  }

  private static func distance(_ cross: DoubleMatrix, _ squares: Double) -> Double? {
    guard squares > 0, let norm = cross.nuclearNorm else { return nil }
    // What is left of equal shapes is rounding.
    let gap = 1 - norm / squares.squareRoot()
    return gap > 1e-12 ? gap : 0
  }

  /// The distance over all prompts but `group`: products of the group are taken away, and the mean is moved.
  package func value(without group: [Int]) -> Double? {
    let left = Double(x.rows.rows - group.count)
    if left < 2 { return nil }
    let (out, outY) = (x.rows.gatheringRows(group), y.rows.gatheringRows(group))
    let (sumX, sumY) = (out.columnTotals, outY.columnTotals)
    let share = out.transposedTimes(outY)
    var rest = cross
    for r in 0..<rest.rows {
      for c in 0..<rest.columns {
        rest.elements[r * rest.columns + c] -= share.elements[r * rest.columns + c] + sumX[r] * sumY[c] / left
      }
    }
    return Self.distance(
      rest, (x.square - out.squares - sumX.squares / left) * (y.square - outY.squares - sumY.squares / left))
  }

  package func estimate(groups: DeletedGroups, clusters: Clusters) -> Estimate {
    groups.corrected(value, clusters: clusters, in: 0...1) { value(without: $0) }
  }

  /// nil above 256 dimensions, where a draw costs too much.
  package func null(draws: Int, random: inout RandomStream) -> NullSummary? {
    if order > 256 || x.rows.rows < 2 { return nil }
    let squares = x.square * y.square
    let values = (0..<min(draws, MatrixRePairing.mostDraws)).compactMap { _ in
      let order = random.permutation(of: x.rows.rows)
      return Self.distance(x.rows.transposedTimes(y.rows.gatheringRows(order)), squares)
    }
    return NullSummary(of: values, observed: value, closer: .smaller)
  }
}
