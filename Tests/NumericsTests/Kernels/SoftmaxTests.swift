import Foundation
import MindstateNumerics
import Testing

@Suite struct SoftmaxTests {
  func softmax(_ x: [Double], visible: Range<Int>) -> [Double] {
    let exponentials = x.indices.map { visible.contains($0) ? exp(x[$0]) : 0 }
    let sum = exponentials.reduce(0, +)
    return exponentials.map { sum == 0 ? 0 : $0 / sum }
  }

  @Test(arguments: [Float?.none, 5]) func agreesWithDefinition(softCap: Float?) {
    for (rows, columns) in awkwardShapes {
      let x = Matrix.strided(rows, columns, "scores", spread: 8)
      // Causal, a window, everything, nothing.
      let visible = (0..<rows).map { r in
        [0..<min(r + 1, columns), min(1, columns)..<columns, 0..<columns, columns / 2..<columns / 2][r % 4]
      }
      var result = x
      result.softmaxRows(scale: 0.25, softCap: softCap) { visible[$0] }
      expectRows(result) { r in
        let scores = x.doubles(r).map { $0 / 4 }.map { v in softCap.map { Double($0) * tanh(v / Double($0)) } ?? v }
        return softmax(scores, visible: visible[r])
      }
    }
  }

  @Test func hiddenScoresNeverMatter() {
    var x = Matrix(rows: 2, columns: 40, repeating: .nan)
    for c in 10..<21 {
      x[0, c] = Float(c)
      x[1, c] = 1
    }
    x.softmaxRows { _ in 10..<21 }
    #expect(x.allFinite && x[0, 9] == 0 && x[0, 21] == 0)
    #expect(abs(x.row(0).reduce(0, +) - 1) < 1e-6)
    #expect(x[1, 10] == x[1, 20] && abs(x[1, 15] - 1 / 11) < 1e-7)
  }

  @Test func extremeScoresStayFinite() {
    var x = Matrix(rows: 2, columns: 3, [-1e30, 3e38, 0, -3e38, -.infinity, -3e38])
    x.softmaxRows { _ in 0..<3 }
    #expect(x.elements == [0, 1, 0, 0.5, 0, 0.5])
  }

  @Test func notANumberSpreadsOverItsRowOnly() {
    var x = Matrix(rows: 3, columns: 3, [1, .nan, 2, 1, 2, 3, -.nan, 2, 3])
    x.softmaxRows { _ in 0..<3 }
    #expect(x.row(0).allSatisfy(\.isNaN) && x.row(2).allSatisfy(\.isNaN))
    #expect(x[rows: 1..<2].allFinite)
  }
}
