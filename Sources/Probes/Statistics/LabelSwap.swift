package import MindstateNumerics

/// The null of a two-sample test on pairs: labels a and b swapped within clusters.
///
/// All prompts of a cluster are swapped together, since they are not independent of each other: under "a and b are
/// exchangeable" that changes nothing, whatever holds within clusters. A cluster of one prompt is the usual sign flip.
package struct LabelSwap: Sendable {
  package var draws: Int

  package init(draws: Int) {
    precondition(draws >= 1)
    self.draws = draws
  }

  /// The null of v(s) = constant + Σ linear_c·s_c + Σ s_c·quadratic_cd·s_d over signs s of clusters; the observed value
  /// is that of all signs +1. Greater is more extreme. Cost: one product [draws, C] · [C, C].
  package func null(
    constant: Double = 0, linear: [Double]? = nil, quadratic: DoubleMatrix, random: inout RandomStream
  ) -> NullSummary? {
    if quadratic.rows < 2 { return nil }
    let values = distribution(constant: constant, linear: linear, quadratic: quadratic, random: &random)
    let observed = constant + (linear?.reduce(0, +) ?? 0) + quadratic.elements.reduce(0, +)
    let size = quadratic.elements.reduce(0) { $0 + abs($1) }
    let reached = values.count { $0 >= observed - 1e-12 * max(size, abs(constant)) }
    let centre = values.mean
    let spread = values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / Double(max(1, draws - 1))
    return NullSummary(
      mean: centre, sd: spread.squareRoot(), p: Double(1 + reached) / Double(1 + draws), draws: draws)
  }

  package func distribution(
    constant: Double = 0, linear: [Double]? = nil, quadratic: DoubleMatrix, random: inout RandomStream
  ) -> [Double] {
    let count = quadratic.rows
    var values: [Double] = []
    values.reserveCapacity(draws)
    while values.count < draws {
      let batch = min(512, draws - values.count)
      let signs = Self.signs(batch, count, &random)
      let products = signs.times(quadratic)
      for r in 0..<batch {
        var value = constant
        for c in 0..<count {
          let i = r * count + c
          value += signs.elements[i] * (products.elements[i] + (linear?[c] ?? 0))
        }
        values.append(value)
      }
    }
    return values
  }

  private static func signs(_ rows: Int, _ columns: Int, _ random: inout RandomStream) -> DoubleMatrix {
    var result = DoubleMatrix(rows: rows, columns: columns)
    var bits: UInt64 = 0
    for i in result.elements.indices {
      if i % 64 == 0 { bits = random.next() }
      result.elements[i] = bits & 1 == 0 ? -1 : 1
      bits >>= 1
    }
    return result
  }
}
