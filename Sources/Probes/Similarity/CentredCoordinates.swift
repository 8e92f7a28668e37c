import MindstateNumerics

/// Centred states as [prompts, min(prompts, width)]: themselves, or where they are wider than many, coordinates in the
/// space that they span, with the same products between prompts.
///
/// Cost: prompts × width, or prompts² × width and prompts³/3.
struct CentredCoordinates: Sendable {
  let rows: DoubleMatrix
  /// Σ‖x‖² over the prompts.
  let square: Double
  /// Of the states.
  let width: Int

  /// - Throws: `nBelow2`, or `noSpread` where the states do not vary.
  init(_ states: Matrix) throws(Reason) {
    if states.rows < 2 { throw .nBelow2 }
    let own = Standardisation(of: states)
    if own.isConstant { throw .noSpread }
    let frame = Standardisation(centredOn: own.mean)
    if states.columns <= states.rows {
      rows = frame.applied(to: DoubleMatrix(states), columns: 0..<states.columns)
    } else {
      rows = try Self.factor(Self.gram(states, frame))
    }
    square = rows.elements.reduce(0) { $0 + $1 * $1 }
    width = states.columns
  }

  private static func gram(_ states: Matrix, _ frame: Standardisation) -> DoubleMatrix {
    var gram = DoubleMatrix(rows: states.rows, columns: states.rows)
    states.forEachColumnBlock { range, block in
      let share = frame.applied(to: block, columns: range).outerGram
      for i in gram.elements.indices { gram.elements[i] += share.elements[i] }
    }
    return gram
  }

  /// L of K = L·Lᵀ. Centred states span one dimension less than there are: what keeps the factorisation going is a
  /// length of 1e-6 or less in a dimension of its own for each.
  private static func factor(_ gram: DoubleMatrix) throws(Reason) -> DoubleMatrix {
    let mean = gram.trace / Double(gram.rows)
    var jitter = 1e-13 * mean
    while jitter < 1e-6 * mean {
      var shifted = gram
      for i in 0..<gram.rows { shifted[i, i] += jitter }
      if let factor = Cholesky(shifted) { return factor.lower }
      jitter *= 10
    }
    throw .noSpread
  }
}
