import Foundation
import MindstateNumerics
import Testing

@Suite struct RotaryTests {
  func angles(rows: Int, pairs: Int, _ function: (Double) -> Double) -> Matrix {
    var table = Matrix(rows: rows, columns: pairs + 3)[columns: 2..<pairs + 2]
    for r in 0..<rows {
      for i in 0..<pairs { table[r, i] = Float(function(Double(r + 1) * pow(10_000, -Double(i) / Double(pairs)))) }
    }
    return table
  }

  @Test(arguments: [false, true]) func agreesWithDefinition(interleaved: Bool) {
    for (rows, heads, headWidth, rotaryWidth) in [
      (0, 2, 4, 4), (1, 1, 2, 2), (3, 2, 6, 6), (2, 3, 64, 64), (5, 2, 80, 32), (2, 2, 10, 0), (3, 1, 34, 34),
    ] {
      let x = Matrix.strided(rows, heads * headWidth, "rotary")
      let (cosines, sines) = (
        angles(rows: rows, pairs: rotaryWidth / 2, cos), angles(rows: rows, pairs: rotaryWidth / 2, sin)
      )
      var result = x
      result.rotate(
        heads: heads, headWidth: headWidth, rotaryWidth: rotaryWidth, cosines: cosines, sines: sines,
        interleaved: interleaved)
      expectRows(result, "\(heads) heads") { r in
        var row = x.doubles(r)
        for h in 0..<heads {
          for i in 0..<rotaryWidth / 2 {
            let a = h * headWidth + (interleaved ? 2 * i : i)
            let b = a + (interleaved ? 1 : rotaryWidth / 2)
            let (c, s) = (Double(cosines[r, i]), Double(sines[r, i]))
            (row[a], row[b]) = (row[a] * c - row[b] * s, row[b] * c + row[a] * s)
          }
        }
        return row
      }
    }
  }

  @Test func rotatesOnlyFromFirstColumnOn() {
    let x = Matrix.strided(3, 3 * 8, "qkv")
    let (cosines, sines) = (angles(rows: 3, pairs: 4, cos), angles(rows: 3, pairs: 4, sin))
    var whole = x
    whole.rotate(heads: 1, headWidth: 8, rotaryWidth: 8, firstColumn: 8, cosines: cosines, sines: sines)
    var key = x[columns: 8..<16]
    key.rotate(heads: 1, headWidth: 8, rotaryWidth: 8, cosines: cosines, sines: sines)
    #expect(whole[columns: 8..<16] == key)
    #expect(whole[columns: 0..<8] == x[columns: 0..<8] && whole[columns: 16..<24] == x[columns: 16..<24])
  }

  /// What the embedding is for: products of rotated vectors depend on the distance of their positions only.
  @Test func productsDependOnDistanceOnly() {
    var x = Matrix(rows: 8, columns: 16)
    for r in 0..<8 { x.setRow(r, to: Matrix.vector(16, "same").row(0)) }
    x.rotate(
      heads: 1, headWidth: 16, rotaryWidth: 16, cosines: angles(rows: 8, pairs: 8, cos),
      sines: angles(rows: 8, pairs: 8, sin))
    #expect(close(x.dot(0, x, 3), x.dot(4, x, 7), 1e-6))
  }
}
