import Foundation
import MindstateNumerics
import Testing

@Suite struct ElementwiseTests {
  @Test func sumsAgreeWithDefinition() {
    for (rows, columns) in awkwardShapes {
      let (a, b) = (Matrix.strided(rows, columns, "a"), Matrix.strided(rows, columns, "b"))
      expectRows(a.plus(b), tolerance: 1e-7, "plus") { r in zip(a.row(r), b.row(r)).map { Double($0 + $1) } }
      var sum = a
      sum.add(b)
      #expect(sum == a.plus(b))
      sum = a
      sum.add(b, times: -0.3)
      expectRows(sum, "scaled") { r in zip(a.doubles(r), b.doubles(r)).map { $0 + Double(Float(-0.3)) * $1 } }
    }
  }

  @Test func biasIsAddedToEveryRow() {
    for (rows, columns) in awkwardShapes {
      let (a, bias) = (Matrix.strided(rows, columns, "a"), Matrix.vector(columns, "bias"))
      var result = a
      result.add(bias: bias)
      expectRows(result, tolerance: 1e-7) { r in zip(a.row(r), bias.row(0)).map { Double($0 + $1) } }
    }
  }

  @Test func scalesAndCaps() {
    for (rows, columns) in awkwardShapes {
      let a = Matrix.strided(rows, columns, "a", spread: 40)
      var scaled = a
      scaled.scale(by: 0.7)
      expectRows(scaled, tolerance: 1e-7) { a.row($0).map { Double($0 * 0.7) } }
      var capped = a
      capped.softCap(30)
      expectRows(capped) { a.doubles($0).map { 30 * tanh($0 / 30) } }
    }
  }

  @Test func addingToItselfDoubles() {
    var a = Matrix.strided(4, 17, "self")
    let doubled = a.row(2).map { $0 * 2 }
    a.add(a)
    #expect(a.row(2) == doubled)
  }
}
