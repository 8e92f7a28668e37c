import MindstateNumerics
import Testing

@Suite struct RandomNormalTests {
  @Test func drawsHaveTheMomentsOfTheNormalDistribution() {
    var random = RandomStream(seed: 1, name: "normal")
    let draws = Matrix(rows: 101, columns: 199, normal: 0.5, &random).elements.map(Double.init)
    let mean = draws.reduce(0, +) / Double(draws.count)
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(draws.count)
    let fourth = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) * ($1 - mean) * ($1 - mean) } / Double(draws.count)
    #expect(abs(mean) < 0.015)
    #expect(abs(variance - 0.25) < 0.01)
    #expect(abs(fourth / (variance * variance) - 3) < 0.2)
  }

  @Test func transposingExchangesRowsAndColumns() {
    let matrix = Matrix(rows: 2, columns: 3, [1, 2, 3, 4, 5, 6])
    #expect(matrix.transposed == Matrix(rows: 3, columns: 2, [1, 4, 2, 5, 3, 6]))
    #expect(Matrix(rows: 0, columns: 3).transposed == Matrix(rows: 3, columns: 0))
  }
}
