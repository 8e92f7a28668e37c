import MindstateNumerics
import Testing

@Suite struct AdamWTests {
  /// Two steps by the formula in double precision.
  @Test(arguments: awkwardLengths) func agreesWithDefinition(count: Int) {
    var adam = AdamW()
    adam.weightDecay = 0.1
    let start = Matrix.vector(count, "w").gatheringRows([0])
    let gradients = (0..<2).map { Matrix.vector(count, "g\($0)").gatheringRows([0]) }
    var values = [start]
    var (first, second) = ([Matrix(rows: 1, columns: count)], [Matrix(rows: 1, columns: count)])
    var (w, m, v) = (start.doubles(0), [Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
    for step in 1...2 {
      adam.update(
        &values, first: &first, second: &second, gradients: [gradients[step - 1]], decays: [true], step: step,
        learningRate: 0.02, gradientFactor: 0.5, workers: Workers(threads: 2))
      let g = gradients[step - 1].doubles(0).map { $0 * 0.5 }
      for i in 0..<count {
        m[i] = 0.9 * m[i] + 0.1 * g[i]
        v[i] = 0.95 * v[i] + 0.05 * g[i] * g[i]
        let (b1, b2) = step == 1 ? (0.1, 0.05) : (0.19, 1 - 0.95 * 0.95)
        w[i] = w[i] * (1 - 0.02 * 0.1) - 0.02 * (m[i] / b1) / ((v[i] / b2).squareRoot() + 1e-8)
      }
    }
    expectRows(values[0]) { _ in w }
    expectRows(first[0]) { _ in m }
    expectRows(second[0]) { _ in v }
  }

  @Test func leavesSharedMatricesAlone() {
    let start = Matrix(rows: 3, columns: 5, repeating: 1)
    var values = [start]
    var moments = [Matrix(rows: 3, columns: 5)]
    var squares = moments
    AdamW().update(
      &values, first: &moments, second: &squares, gradients: [start], decays: [false], step: 1, learningRate: 0.1,
      workers: Workers(threads: 1))
    #expect(start == Matrix(rows: 3, columns: 5, repeating: 1))
    #expect(values[0] != start && moments != squares)
  }

  @Test func normsAreTheSameForEveryThreadCount() {
    let matrices = (0..<9).map { Matrix.strided(70, 33, "norm\($0)") }
    let one = matrices.squaredNorm(Workers(threads: 1))
    #expect(one == matrices.squaredNorm(Workers(threads: 3)))
    let definition = matrices.reduce(0.0) { sum, m in
      sum + (0..<m.rows).reduce(0.0) { $0 + m.doubles($1).reduce(0) { $0 + $1 * $1 } }
    }
    #expect(close(one, definition, 1e-12))
    #expect([Matrix]().squaredNorm(Workers(threads: 2)) == 0)
  }
}
