import MindstateModel
import MindstateNumerics

/// Linear maps of one input, whose outputs stand side by side: to queries, keys and values, to gate and up.
struct LinearGroup: Sendable {
  private let parts: [LinearPass]
  /// All maps as one, which reads its input once; nil where there is too little input for putting them together.
  private let joined: LinearMap?

  /// - Parameter rows: of the input, in the whole batch.
  init(_ parts: [LinearPass], rows: Int) {
    self.parts = parts
    joined = parts.count > 1 && rows >= parts.reduce(0) { $0 + $1.map.outputs } ? Self.joined(parts.map(\.map)) : nil
  }

  private static func joined(_ maps: [LinearMap]) -> LinearMap {
    let weight =
      switch maps[0].layout {
      case .outputsByInputs: Matrix(stacking: maps.map(\.weight))
      case .inputsByOutputs: sideBySide(maps.map(\.weight))
      }
    let biases = maps.compactMap(\.bias)
    return LinearMap(weight: weight, bias: biases.isEmpty ? nil : sideBySide(biases), layout: maps[0].layout)
  }

  private static func sideBySide(_ matrices: [Matrix]) -> Matrix {
    let result = Panel(rows: matrices[0].rows, columns: matrices.reduce(0) { $0 + $1.columns })
    var column = 0
    for matrix in matrices {
      result[columns: column..<column + matrix.columns].copy(matrix)
      column += matrix.columns
    }
    return result.matrix
  }

  var entries: [Int] { parts.flatMap(\.entries) }

  /// Each map with the columns of its outputs.
  private var placed: [(LinearPass, Range<Int>)] {
    var column = 0
    return parts.map { part in
      defer { column += part.map.outputs }
      return (part, column..<column + part.map.outputs)
    }
  }

  /// All outputs for some rows.
  func forward(_ x: Matrix, into y: Panel) {
    if let joined { return joined.forward(x, into: y) }
    for (part, columns) in placed { part.map.forward(x, into: y[columns: columns]) }
  }

  /// The input's gradient for some rows.
  func backward(_ dy: Matrix, into dx: Panel) {
    if let joined { return joined.backward(dy, into: dx) }
    for (i, (part, columns)) in placed.enumerated() {
      part.map.backward(dy[columns: columns], into: dx, accumulating: i > 0)
    }
  }

  /// As `LinearPass.gradients`, for all maps.
  func gradients(x: Matrix, dy: Matrix, _ sinks: inout GradientSinks) -> [GradientJob] {
    placed.flatMap { part, columns in part.gradients(x: x, dy: dy[columns: columns], &sinks) }
  }
}
