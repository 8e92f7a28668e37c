import Foundation
import MindstateNumerics
import Testing

/// The definitions, as their papers write them.
func defined(_ activation: Activation, _ x: Double) -> Double {
  switch activation {
  case .gelu: x / 2 * (1 + erf(x / 2.0.squareRoot()))
  case .geluTanh: x / 2 * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
  case .quickGELU: x / (1 + exp(-1.702 * x))
  case .silu: x / (1 + exp(-x))
  case .relu: max(x, 0)
  case .reluSquared: max(x, 0) * max(x, 0)
  case .tanh: tanh(x)
  case .sigmoid: 1 / (1 + exp(-x))
  }
}

@Suite struct ActivationTests {
  @Test(arguments: Activation.allCases) func agreesWithDefinition(_ activation: Activation) {
    for (rows, columns) in awkwardShapes {
      let x = Matrix.strided(rows, columns, "activation", spread: 3)
      var result = x
      result.activate(activation)
      expectRows(result, activation.rawValue) { r in x.doubles(r).map { defined(activation, $0) } }
    }
  }

  @Test(arguments: Activation.allCases) func addsBiasFirst(_ activation: Activation) {
    for (rows, columns) in awkwardShapes {
      let x = Matrix.strided(rows, columns, "biased", spread: 3)
      let bias = Matrix.vector(columns, "bias")
      var result = x
      result.activate(activation, bias: bias)
      expectRows(result, activation.rawValue) { r in
        zip(x.row(r), bias.row(0)).map { defined(activation, Double($0 + $1)) }
      }
    }
  }

  @Test(arguments: Activation.allCases) func gateMultipliesUp(_ activation: Activation) {
    for (rows, columns) in awkwardShapes {
      let gate = Matrix.strided(rows, columns, "gate", spread: 3)
      let up = Matrix.strided(rows, columns, "up")
      expectRows(Matrix.gated(activation, gate: gate, up: up), activation.rawValue) { r in
        zip(gate.doubles(r), up.doubles(r)).map { defined(activation, $0) * $1 }
      }
    }
  }

  @Test(arguments: Activation.allCases) func keepsNaNAndFarValues(_ activation: Activation) {
    var x = Matrix(rows: 1, columns: 5, [.nan, 100, -100, 1e20, -1e20])
    if activation == .reluSquared { x[0, 3] = 1e10 }
    let far = x
    x.activate(activation)
    #expect(x[0, 0].isNaN)
    for c in 1..<5 {
      let truth = defined(activation, Double(far[0, c]))
      #expect(close(Double(x[0, c]), truth.isNaN ? 0 : truth, 1e-6), "at \(far[0, c]): \(x[0, c]), \(truth)")
    }
  }

  @Test func leavesSharedStorageAlone() {
    let x = Matrix.strided(3, 9, "shared")
    let before = x.elements
    var result = x
    result.activate(.gelu)
    #expect(x.elements == before)
  }

  @Test func rawValuesAreDistinctNames() {
    #expect(Set(Activation.allCases.map(\.rawValue)).count == Activation.allCases.count)
    #expect(Activation(rawValue: "gelu_tanh") == .geluTanh)
  }
}
