package import MindstateNumerics

/// How much of what the probes of different folds say is noise of their train prompts.
///
/// A direction is signal, which all folds share, and noise. The train parts of two of k folds have (k − 2)/(k − 1) of
/// their prompts in common, and so of their noise; scores of two folds' probes therefore correlate by 1 − ν/(k − 1), with ν
/// the share of noise in their variance. 0: all folds found one direction; 1: noise alone. Scores are taken less the mean
/// of the prompt's class and fold: means are what directions are made of, and only what is left is independent of them.
/// A probe that fits its train prompts exactly leaves nothing of them, and ν is 1. Cost: prompts · k.
package enum DirectionNoise {
  /// - Parameters:
  ///   - scores: by fold those of all prompts, [prompts, anything], by the probe fitted without it.
  ///   - cells: the class and fold of each prompt.
  /// - Returns: nil below two folds, or where scores do not vary within cells.
  package static func share(_ scores: [DoubleMatrix], within cells: [[Int]]) -> Double? {
    let groups = Array(Dictionary(grouping: cells.indices, by: { cells[$0] }).values)
    let rows = scores.map { unit($0, within: groups) }
    let count = Double(rows.count)
    guard rows.count > 1, rows.allSatisfy({ $0 != nil }) else { return nil }
    // Σ over pairs f ≠ g of ⟨u_f, u_g⟩ = ‖Σ u‖² − k.
    var total = [Double](repeating: 0, count: rows[0]?.count ?? 0)
    for row in rows { for (i, value) in (row ?? []).enumerated() { total[i] += value } }
    let correlation = (total.reduce(0) { $0 + $1 * $1 } - count) / (count * (count - 1))
    return min(1, max(0, (count - 1) * (1 - correlation)))
  }

  /// Less the mean of each group, of length 1.
  private static func unit(_ scores: DoubleMatrix, within groups: [[Int]]) -> [Double]? {
    var values = scores.elements
    let columns = scores.columns
    for members in groups {
      for c in 0..<columns {
        let mean = members.reduce(0) { $0 + values[$1 * columns + c] } / Double(members.count)
        for row in members { values[row * columns + c] -= mean }
      }
    }
    let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length > 0 && length.isFinite ? values.map { $0 / length } : nil
  }
}
