import Foundation
import MindstateNumerics
import Testing

/// d/dx[i] of a function in double precision, by central difference.
func slope(_ x: [Double], _ i: Int, _ f: ([Double]) -> Double) -> Double {
  let h = 1e-5 * max(1, abs(x[i]))
  var (above, below) = (x, x)
  above[i] += h
  below[i] -= h
  return (f(above) - f(below)) / (2 * h)
}

/// Backward kernels against difference quotients of the forward definitions.
@Suite struct BackwardTests {
  func normed(_ x: [Double], layer: Bool) -> [Double] {
    let mean = layer ? x.reduce(0, +) / Double(x.count) : 0
    let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count)
    return x.map { ($0 - mean) / (variance + 0.01).squareRoot() }
  }

  @Test(arguments: [true, false]) func normAgreesWithDefinition(layer: Bool) {
    for (rows, columns) in awkwardShapes {
      let (x, dY, base) = (
        Matrix.strided(rows, columns, "x"), Matrix.strided(rows, columns, "dy"), Matrix.strided(rows, columns, "base")
      )
      let (gain, bias) = (Matrix.vector(columns, "gain"), Matrix.vector(columns, "bias"))
      let (dX, output) = (Panel(rows: rows, columns: columns), Panel(rows: rows, columns: columns))
      let sums = Panel(rows: 1, columns: layer ? 2 * columns : columns)
      sums.fill(1)
      if layer {
        dX.setLayerNormBackward(
          x, gain: gain, bias: bias, epsilon: 0.01, dY: dY, base: base, output: output, sums: sums)
      } else {
        dX.setRMSNormBackward(x, gain: gain, epsilon: 0.01, dY: dY, base: base, output: output, sums: sums)
      }
      let forward =
        layer
        ? x.layerNormed(gain: gain, bias: bias, epsilon: 0.01) : x.rmsNormed(gain: gain, epsilon: 0.01)
      expectRows(output.matrix, "output") { forward.doubles($0) }
      expectRows(dX.matrix, tolerance: 5e-6, "dx") { r in
        (0..<columns).map { i in
          base.doubles(r)[i]
            + slope(x.doubles(r), i) { x in
              let weights = zip(dY.doubles(r), gain.doubles(0)).map { $0 * $1 }
              return zip(normed(x, layer: layer), weights).reduce(0) { $0 + $1.0 * $1.1 }
            }
        }
      }
      expectRows(sums.matrix, tolerance: 5e-6, "sums") { _ in
        let gains = (0..<columns).map { c in
          (0..<rows).reduce(1) { $0 + dY.doubles($1)[c] * normed(x.doubles($1), layer: layer)[c] }
        }
        return layer ? gains + (0..<columns).map { c in (0..<rows).reduce(1) { $0 + dY.doubles($1)[c] } } : gains
      }
    }
  }

  @Test(arguments: Activation.allCases) func activationAgreesWithDefinition(_ activation: Activation) {
    for (rows, columns) in awkwardShapes {
      let (x, dY) = (Matrix.strided(rows, columns, "x", spread: 3), Matrix.strided(rows, columns, "dy"))
      let (dX, output) = (Panel(rows: rows, columns: columns), Panel(rows: rows, columns: columns))
      dX.setActivatedBackward(activation, x, dY: dY, output: output)
      expectRows(output.matrix, "output") { r in x.doubles(r).map { defined(activation, $0) } }
      expectRows(dX.matrix, tolerance: 2e-6, activation.rawValue) { r in
        zip(x.doubles(r), dY.doubles(r)).map { x, dY in dY * slope([x], 0) { defined(activation, $0[0]) } }
      }
    }
  }

  @Test(arguments: Activation.allCases) func gateAgreesWithDefinition(_ activation: Activation) {
    for (rows, columns) in awkwardShapes {
      let (gate, up) = (Matrix.strided(rows, columns, "gate", spread: 3), Matrix.strided(rows, columns, "up"))
      let dY = Matrix.strided(rows, columns, "dy")
      let (dGate, dUp) = (Panel(rows: rows, columns: columns), Panel(rows: rows, columns: columns))
      let output = Panel(rows: rows, columns: columns)
      Panel.setGatedBackward(activation, gate: gate, up: up, dY: dY, dGate: dGate, dUp: dUp, output: output)
      expectRows(output.matrix, "output") { r in
        zip(gate.doubles(r), up.doubles(r)).map { defined(activation, $0) * $1 }
      }
      expectRows(dUp.matrix, tolerance: 2e-6, activation.rawValue) { r in
        zip(gate.doubles(r), dY.doubles(r)).map { defined(activation, $0) * $1 }
      }
      expectRows(dGate.matrix, tolerance: 2e-6, activation.rawValue) { r in
        (0..<columns).map { c in
          dY.doubles(r)[c] * up.doubles(r)[c] * slope([gate.doubles(r)[c]], 0) { defined(activation, $0[0]) }
        }
      }
    }
  }

  @Test(arguments: Activation.allCases) func activationFarOutIsFinite(_ activation: Activation) {
    let x = Matrix(rows: 1, columns: 4, [100, -100, 1e4, -1e4])
    let (dX, output) = (Panel(rows: 1, columns: 4), Panel(rows: 1, columns: 4))
    dX.setActivatedBackward(activation, x, dY: Matrix(rows: 1, columns: 4, repeating: 1), output: output)
    #expect(dX.matrix.allFinite)
  }

  func softmax(_ x: [Double]) -> [Double] {
    let sum = x.reduce(0) { $0 + exp($1) }
    return x.map { exp($0) / sum }
  }

  @Test func softmaxAgreesWithDefinition() {
    for (rows, columns) in awkwardShapes {
      let (x, dP) = (Matrix.strided(rows, columns, "scores", spread: 2), Matrix.strided(rows, columns, "dp"))
      let ranges = (0..<rows).map { r in
        [0..<min(r + 1, columns), min(1, columns)..<columns, 0..<columns, columns / 2..<columns / 2][r % 4]
      }
      let visible = VisibleColumns(rows: rows) { ranges[$0] }
      let (p, dS) = (Panel(rows: rows, columns: columns), Panel(rows: rows, columns: columns))
      p.copy(x)
      p.softmaxRows(visible: visible, scale: 0.5)
      dS.copy(dP)
      dS.softmaxRowsBackward(p.matrix, visible: visible, scale: 0.5)
      expectRows(dS.matrix, tolerance: 2e-6) { r in
        (0..<columns).map { i in
          if !ranges[r].contains(i) { return 0 }
          return slope(x.doubles(r), i) { x in
            zip(softmax(x[ranges[r]].map { $0 / 2 }), dP.doubles(r)[ranges[r]]).reduce(0) { $0 + $1.0 * $1.1 }
          }
        }
      }
    }
  }

  @Test func crossEntropyAgreesWithDefinition() {
    for (rows, columns) in awkwardShapes where columns > 0 {
      let x = Matrix.strided(rows, columns, "logits", spread: 4)
      let targets = (0..<rows).map { ($0 * 5) % columns }
      let weights = (0..<rows).map { Float($0) / 4 - 0.5 }
      let (plain, weighted) = (Panel(rows: rows, columns: 1), Panel(rows: rows, columns: 1))
      let logits = Panel(rows: rows, columns: columns)
      logits.copy(x)
      logits.crossEntropy(targets: targets[...], weights: nil, logProbabilities: plain)
      #expect(logits.matrix == x)
      logits.crossEntropy(targets: targets[...], weights: weights[...], logProbabilities: weighted)
      expectRows(plain.matrix) { r in [log(softmax(x.doubles(r))[targets[r]])] }
      #expect(plain.matrix == weighted.matrix)
      expectRows(logits.matrix, tolerance: 2e-6) { r in
        (0..<columns).map { i in
          -Double(weights[r]) * slope(x.doubles(r), i) { log(softmax($0)[targets[r]]) }
        }
      }
    }
  }

  @Test func productsReadAndWriteBlocks() {
    let (a, b) = (Matrix.strided(5, 7, "a"), Matrix.strided(5, 3, "b"))
    let whole = Panel(rows: 9, columns: 8)
    whole.fill(2)
    let block = whole[rows: 1..<8][columns: 4..<7]
    block.setProduct(a, .transposed, b, scale: 0.5, accumulating: true)
    expectRows(block.matrix) { r in
      (0..<3).map { c in 2 + (0..<5).reduce(0) { $0 + a.doubles($1)[r] * b.doubles($1)[c] } / 2 }
    }
    #expect(whole.matrix[columns: 0..<4] == Matrix(rows: 9, columns: 4, repeating: 2))
    #expect(whole.matrix[rows: 8..<9] == Matrix(rows: 1, columns: 8, repeating: 2))
  }

  @Test func scattersAndGathersRows() {
    let source = Matrix(rows: 3, columns: 2, [1, 2, 3, 4, 5, 6])
    let panel = Panel(rows: 2, columns: 2)
    panel.fill(0)
    panel.scatterAdd(source, rows: [1, 0, 1])
    #expect(panel.matrix.elements == [3, 4, 6, 8])
    panel.gather(source, rows: [2, 0])
    #expect(panel.matrix.elements == [5, 6, 1, 2])
  }

  @Test func exposedMatrixShowsWhatIsWritten() {
    var matrix = Matrix(rows: 2, columns: 2)
    let copy = matrix
    Panel(exposing: &matrix).fill(3)
    #expect(matrix.elements == [3, 3, 3, 3] && copy.elements == [0, 0, 0, 0])
  }
}
