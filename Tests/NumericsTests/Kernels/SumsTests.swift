import MindstateNumerics
import Testing

@Suite struct SumsTests {
  @Test func rowSumsAgreeWithDefinition() {
    for (rows, columns) in awkwardShapes where rows > 0 {
      let (a, b) = (Matrix.strided(rows, columns, "a", spread: 100), Matrix.strided(3, columns, "b"))
      for r in 0..<rows {
        let pairs = Array(zip(a.doubles(r), b.doubles(2)))
        #expect(close(a.dot(r, b, 2), pairs.reduce(0) { $0 + $1.0 * $1.1 }, 1e-13))
        #expect(close(a.squaredDistance(r, b, 2), pairs.reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }, 1e-13))
        #expect(close(a.squaredNorm(r), pairs.reduce(0) { $0 + $1.0 * $1.0 }, 1e-13))
      }
    }
  }

  @Test func columnSumsAgreeWithDefinition() {
    for (rows, columns) in awkwardShapes {
      let x = Matrix.strided(rows, columns, "columns", spread: 100)
      func sum(_ c: Int, _ term: (Double) -> Double) -> Double { (0..<rows).reduce(0) { $0 + term(Double(x[$1, c])) } }
      let sums = x.columnSums
      #expect(sums.count == columns && sums.indices.allSatisfy { close(sums[$0], sum($0) { $0 }, 1e-13) })
      let squares = x.columnSquares()
      #expect(squares.indices.allSatisfy { close(squares[$0], sum($0) { $0 * $0 }, 1e-13) })
      let mean = x.meanOfRows
      guard rows > 0 else { continue }
      let about = x.columnSquares(about: mean)
      #expect(about.indices.allSatisfy { c in close(about[c], sum(c) { ($0 - mean[c]) * ($0 - mean[c]) }, 1e-13) })
    }
  }

  @Test func cosineIsOneForItselfAndMinusOneForItsOpposite() {
    let x = Matrix.strided(2, 771, "cosine")
    var opposite = x
    opposite.scale(by: -2)
    #expect(abs(x.cosine(0, x, 0) - 1) < 1e-14 && x.cosine(0, x, 0) <= 1)
    #expect(abs(x.cosine(1, opposite, 1) + 1) < 1e-14 && x.cosine(1, opposite, 1) >= -1)
  }

  @Test func cosineWithZeroIsNotANumber() {
    #expect(Matrix(rows: 1, columns: 4).cosine(0, Matrix(rows: 1, columns: 4, repeating: 1), 0).isNaN)
    #expect(Matrix(rows: 1, columns: 0).cosine(0, Matrix(rows: 1, columns: 0), 0).isNaN)
  }

  /// 2^24 + 1 is no float: a sum in single precision would stay at 2^24.
  @Test func sumsInDoublePrecision() {
    let x = Matrix(rows: 3, columns: 1, [0x1p24, 1, 1])
    #expect(x.columnSums == [0x1p24 + 2])
    #expect(Matrix(rows: 1, columns: 3, [0x1p12, 1, 1]).squaredNorm(0) == 0x1p24 + 2)
  }
}
