package import MindstateNumerics

/// Ridge regression of numbers on states, each prompt predicted by the probe fitted without its fold.
///
/// Per train part the minimum of ‖t − Z·w − b‖² + alpha·‖w‖² on standardised states (`RidgePath`, scikit-learn's `Ridge`).
/// The alpha is chosen inside each train part: without outer fold f, each other fold g serves once as the inner one, by
/// the sum of squared errors; the stronger wins a tie. The fit without f and g serves both choices. Several targets
/// share every decomposition: cost folds·(folds + 1)/2 · 9·m³ with m = min(train prompts, width), whatever their number.
package struct NumberProbe: Sendable {
  /// The alpha chosen, by fold, then target.
  package let penalties: [[Double]]
  private let folds: Folds
  /// By fold, [targets, width].
  private let weights: [DoubleMatrix]
  private let biases: [[Double]]

  /// - Parameters:
  ///   - states: [prompts, width]
  ///   - targets: [prompts, targets]
  ///   - alphas: each above 0.
  package init(
    _ states: Matrix, targets: DoubleMatrix, folds: Folds, alphas: [Double], standardised: Bool = true
  ) throws(ProbeError) {
    guard folds.assignment.count == states.rows else {
      throw .labelsDoNotMatch(labels: folds.assignment.count, prompts: states.rows)
    }
    if Standardisation(of: states).isConstant { throw .noSpread }
    func path(_ rows: [Int], _ alphas: [Double]) throws(ProbeError) -> RidgePath {
      try RidgePath(
        states.gatheringRows(rows), targets: targets.gatheringRows(rows), alphas: alphas, standardised: standardised)
    }
    let grid = alphas.sorted(by: >)
    let every = (0..<folds.count).map { _ in [Double](repeating: grid.first ?? 0, count: targets.columns) }
    let chosen = grid.count > 1 ? try Self.chosen(states, targets, folds, grid, path) : every

    var weights: [DoubleMatrix] = []
    var biases: [[Double]] = []
    for fold in 0..<folds.count {
      let used = Set(chosen[fold]).sorted()
      let fit = try path(folds.train(fold), used.isEmpty ? grid : used)
      var (w, b) = (DoubleMatrix(rows: targets.columns, columns: states.columns), [Double]())
      for (target, alpha) in chosen[fold].enumerated() {
        let place = used.firstIndex(of: alpha) ?? 0
        let range = target * states.columns..<(target + 1) * states.columns
        w.elements.replaceSubrange(range, with: fit.weights[place].row(target))
        b.append(fit.biases[place][target])
      }
      weights.append(w)
      biases.append(b)
    }
    (penalties, self.folds, self.weights, self.biases) = (chosen, folds, weights, biases)
  }

  /// The share of noise in the directions of the folds for the first target; `states` are those it was fitted on.
  func directionNoise(_ states: Matrix) throws(ProbeError) -> Double? {
    var scores: [DoubleMatrix] = []
    for fold in 0..<folds.count {
      let all = try Self.scores(states, weights[fold], biases[fold])
      scores.append(DoubleMatrix(rows: all.rows, columns: 1, (0..<all.rows).map { all[$0, 0] }))
    }
    return DirectionNoise.share(scores, within: folds.assignment.map { [$0] })
  }

  /// [prompts, targets] of states over the same prompts, in the condition fitted on or another: each prompt by the probe
  /// fitted without its fold.
  package func predictions(of states: Matrix) throws(ProbeError) -> DoubleMatrix {
    let count = biases.first?.count ?? 0
    var result = DoubleMatrix(rows: states.rows, columns: count)
    for fold in 0..<folds.count {
      let rows = folds.heldOut(fold)
      let scores = try Self.scores(states.gatheringRows(rows), weights[fold], biases[fold])
      for (i, row) in rows.enumerated() {
        result.elements.replaceSubrange(row * count..<(row + 1) * count, with: scores.row(i))
      }
    }
    return result
  }

  private static func scores(
    _ states: Matrix, _ weights: DoubleMatrix, _ biases: [Double]
  ) throws(ProbeError) -> DoubleMatrix {
    guard states.columns == weights.columns else {
      throw .widthsDiffer(states: states.columns, probe: weights.columns)
    }
    var scores = DoubleMatrix(states).times(weights, .transposed)
    for r in 0..<scores.rows {
      for k in biases.indices { scores[r, k] += biases[k] }
    }
    return scores
  }

  /// For each fold and target the alpha of least inner error.
  private static func chosen(
    _ states: Matrix, _ targets: DoubleMatrix, _ folds: Folds, _ grid: [Double],
    _ path: ([Int], [Double]) throws(ProbeError) -> RidgePath
  ) throws(ProbeError) -> [[Double]] {
    guard folds.count >= 3 else { throw .tooFewFoldsToChoose(folds: folds.count, penalties: grid.count) }
    let none = grid.map { _ in [Double](repeating: 0, count: targets.columns) }
    var errors = [[[Double]]](repeating: none, count: folds.count)  // outer fold, alpha, target
    for a in 0..<folds.count {
      for b in a + 1..<folds.count {
        let fit = try path(folds.assignment.indices.filter { ![a, b].contains(folds.assignment[$0]) }, grid)
        for (outer, inner) in [(a, b), (b, a)] {
          let rows = folds.heldOut(inner)
          let held = states.gatheringRows(rows)
          for p in grid.indices {
            let scores = try scores(held, fit.weights[p], fit.biases[p])
            for (i, row) in rows.enumerated() {
              for k in 0..<targets.columns {
                let miss = targets[row, k] - scores[i, k]
                errors[outer][p][k] += miss * miss
              }
            }
          }
        }
      }
    }
    return errors.map { byAlpha in
      (0..<targets.columns).map { k in
        grid[grid.indices.min { (byAlpha[$0][k], $0) < (byAlpha[$1][k], $1) } ?? 0]
      }
    }
  }
}
