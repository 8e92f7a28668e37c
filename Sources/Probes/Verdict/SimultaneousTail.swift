package import MindstateNumerics

/// Bounds that hold at all layers together: the sup-t band (Montiel Olea & Plagborg-Møller 2019, §2).
///
/// The layers' contrasts are jointly normal with the correlations of their influence values; the level of each bound is
/// set so that the largest of them misses with probability `tail`. Neighbouring layers are strongly correlated, so this
/// is far less strict than Bonferroni. Each layer then takes its own t quantile at that level, for its own degrees of
/// freedom.
package enum SimultaneousTail {
  /// The one-sided level of each layer. With one layer it is `tail`; it never leaves tail/layers ... tail.
  ///
  /// - Parameters:
  ///   - influences: By layer, all of one length: see `TwoWayMeans.influence`. Layers where nothing varies do not count.
  ///   - draws: Of the largest contrast. 10,000 leave 0.001 of uncertainty in a level of 0.05.
  package static func level(
    _ influences: [[Double]], tail: Double, draws: Int, random: inout RandomStream
  ) -> Double {
    let unit = influences.compactMap(normalised)
    if unit.count < 2 { return tail }
    let root = squareRoot(of: correlations(of: unit))
    var largest: [Double] = []
    largest.reserveCapacity(draws)
    var normals = [Double](repeating: 0, count: unit.count + 1)
    for _ in 0..<draws {
      for i in stride(from: 0, to: unit.count, by: 2) { (normals[i], normals[i + 1]) = random.normals() }
      var most = -Double.infinity
      for row in root {
        var sum = 0.0
        for (j, weight) in row.enumerated() { sum += weight * normals[j] }
        most = max(most, sum)
      }
      largest.append(most)
    }
    largest.sort()
    let critical = largest[min(draws - 1, Int((1 - tail) * Double(draws)))]
    return min(tail, max(tail / Double(unit.count), NormalDistribution.cdf(-critical)))
  }

  private static func normalised(_ influence: [Double]) -> [Double]? {
    let length = influence.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length > 0 ? influence.map { $0 / length } : nil
  }

  private static func correlations(of unit: [[Double]]) -> [[Double]] {
    unit.map { a in unit.map { b in zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } } }
  }

  /// A lower triangle L with LLᵀ = `matrix`, which may be singular: layers can repeat each other.
  private static func squareRoot(of matrix: [[Double]]) -> [[Double]] {
    var root: [[Double]] = []
    for (i, row) in matrix.enumerated() {
      var own = [Double](repeating: 0, count: i + 1)
      for j in 0...i {
        var rest = row[j]
        for k in 0..<j { rest -= own[k] * (j < i ? root[j][k] : own[k]) }
        if j < i { own[j] = root[j][j] > 1e-7 ? rest / root[j][j] : 0 } else { own[i] = max(0, rest).squareRoot() }
      }
      root.append(own)
    }
    return root
  }
}
