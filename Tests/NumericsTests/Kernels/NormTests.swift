import MindstateNumerics
import Testing

@Suite struct NormTests {
  func layerNorm(_ x: [Double], epsilon: Double) -> [Double] {
    let mean = x.reduce(0, +) / Double(x.count)
    let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count)
    return x.map { ($0 - mean) / (variance + epsilon).squareRoot() }
  }

  func rmsNorm(_ x: [Double], epsilon: Double) -> [Double] {
    let meanSquare = x.reduce(0) { $0 + $1 * $1 } / Double(x.count)
    return x.map { $0 / (meanSquare + epsilon).squareRoot() }
  }

  @Test(arguments: [(true, true), (true, false), (false, true), (false, false)])
  func layerNormAgreesWithDefinition(hasGain: Bool, hasBias: Bool) {
    for (rows, columns) in awkwardShapes {
      let x = Matrix.strided(rows, columns, "norm")
      let (gain, bias) = (Matrix.vector(columns, "gain"), Matrix.vector(columns, "bias"))
      let result = x.layerNormed(gain: hasGain ? gain : nil, bias: hasBias ? bias : nil, epsilon: 1e-5)
      expectRows(result, "layer norm") { r in
        zip(layerNorm(x.doubles(r), epsilon: 1e-5), zip(gain.doubles(0), bias.doubles(0))).map {
          $0 * (hasGain ? $1.0 : 1) + (hasBias ? $1.1 : 0)
        }
      }
    }
  }

  @Test(arguments: [Float?.none, 0, 1]) func rmsNormAgreesWithDefinition(offset: Float?) {
    for (rows, columns) in awkwardShapes {
      let x = Matrix.strided(rows, columns, "norm")
      let gain = Matrix.vector(columns, "gain")
      let result =
        if let offset {
          x.rmsNormed(gain: gain, gainOffset: offset, epsilon: 1e-6)
        } else {
          x.rmsNormed(gain: nil, epsilon: 1e-6)
        }
      expectRows(result, "RMS norm") { r in
        zip(rmsNorm(x.doubles(r), epsilon: 1e-6), gain.doubles(0)).map { x, gain in
          offset.map { x * (Double($0) + gain) } ?? x
        }
      }
    }
  }

  @Test func normalisesEachHeadOnItsOwn() {
    let x = Matrix.strided(3, 4 * 7, "heads")
    let gain = Matrix.vector(7, "gain")
    let rms = x.rmsNormed(gain: gain, epsilon: 1e-6, groups: 4)
    let layer = x.layerNormed(gain: gain, bias: nil, epsilon: 1e-6, groups: 4)
    for head in 0..<4 {
      let columns = head * 7..<(head + 1) * 7
      #expect(rms[columns: columns] == x[columns: columns].rmsNormed(gain: gain, epsilon: 1e-6))
      #expect(layer[columns: columns] == x[columns: columns].layerNormed(gain: gain, bias: nil, epsilon: 1e-6))
    }
  }

  /// Residual streams have dimensions thousands of times larger than the others, and means far from 0.
  @Test func survivesMassiveActivations() {
    var x = Matrix.strided(2, 768, "massive")
    x.add(bias: Matrix(rows: 1, columns: 768, repeating: 50))
    x[0, 5] = 3000
    x[1, 700] = -20_000
    expectRows(x.layerNormed(gain: nil, bias: nil, epsilon: 1e-5)) { layerNorm(x.doubles($0), epsilon: 1e-5) }
    expectRows(x.rmsNormed(gain: nil, epsilon: 1e-5)) { rmsNorm(x.doubles($0), epsilon: 1e-5) }
  }

  @Test func constantRowBecomesBias() {
    let bias = Matrix.vector(33, "bias")
    let result = Matrix(rows: 2, columns: 33, repeating: 4).layerNormed(gain: nil, bias: bias, epsilon: 1e-5)
    #expect(result.row(1) == bias.row(0))
    #expect(Matrix(rows: 1, columns: 9).rmsNormed(gain: nil, epsilon: 1e-6).row(0) == [Float](repeating: 0, count: 9))
  }
}
