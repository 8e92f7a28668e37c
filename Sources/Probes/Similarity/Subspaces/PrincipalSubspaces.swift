package import MindstateNumerics

/// The principal dimensions of both conditions: of each as many as hold 99 % of its variance, but at most n/10, since
/// with as many dimensions as prompts any two sets of states are perfectly correlated.
package struct PrincipalSubspaces: Sendable {
  package static let share = 0.99
  let states: PooledCoordinates
  /// [dimensions, coordinates] of orthonormal axes, the greatest variance first.
  let axesA: DoubleMatrix
  let axesB: DoubleMatrix
  /// [prompts, dimensions], centred.
  let a: DoubleMatrix
  let b: DoubleMatrix

  /// - Throws: `tooFewPrompts` below 20, `noSpread`.
  package init(_ a: Matrix, _ b: Matrix) throws(Reason) {
    if a.columns > 4096 { throw .widthAbove4096 }
    if a.rows < 20 { throw a.rows < 2 ? .nBelow2 : .tooFewPrompts }
    if Standardisation(of: a).isConstant || Standardisation(of: b).isConstant { throw .noSpread }
    states = try PooledCoordinates(a, b)
    let all = Array(0..<a.rows)
    let (x, y) = (states.a(all).centred.rows, states.b(all).centred.rows)
    guard let axesA = Self.axes(x, most: a.rows / 10), let axesB = Self.axes(y, most: a.rows / 10) else {
      throw .noSpread
    }
    (self.axesA, self.axesB) = (axesA, axesB)
    self.a = x.times(axesA, .transposed)
    self.b = y.times(axesB, .transposed)
  }

  package var dimensions: (a: Int, b: Int) { (axesA.rows, axesB.rows) }

  /// The axes of centred rows that hold 99 % of their variance, at most `most`; or exactly `most` of them.
  static func axes(_ rows: DoubleMatrix, most: Int, exactly: Bool = false) -> DoubleMatrix? {
    guard let eigen = SymmetricEigen(rows.gram) else { return nil }
    let total = eigen.values.reduce(0) { $0 + max(0, $1) }
    if total <= 0 { return nil }
    var (count, sum) = (0, 0.0)
    for value in eigen.values.reversed() where count < most && (exactly || sum < share * total) {
      sum += value
      count += 1
    }
    return eigen.vectors.gatheringRows((0..<count).map { eigen.values.count - 1 - $0 })
  }
}
