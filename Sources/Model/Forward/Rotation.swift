package import MindstateNumerics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Cosines and sines of the rotary embedding for every row of a batch; nil for a model without one.
package struct Rotation: Sendable {
  package let cosines: Matrix  // [rows, pairs]
  package let sines: Matrix
  private let width: Int

  package init?(_ spec: TransformerSpec, positions: [Int]) {
    guard case .rotary(let rotary) = spec.positions else { return nil }
    width = rotary.width
    let pairs = rotary.inverseFrequencies.count
    let table = RotationTable(rotary, positions: (positions.max() ?? 0) + 1)
    cosines = Matrix(rows: table.count, columns: pairs, table.cosines).gatheringRows(positions)
    sines = Matrix(rows: table.count, columns: pairs, table.sines).gatheringRows(positions)
  }

  /// Turns the heads that begin at `column` and stand `step` apart, of the rows `rows` of the batch.
  func turn(_ x: inout Matrix, rows: [Int], heads: Int, column: Int, step: Int) {
    x.rotate(
      heads: heads, headWidth: step, rotaryWidth: width, firstColumn: column, cosines: table(cosines, rows),
      sines: table(sines, rows))
  }
}

extension Rotation {
  /// The rows `rows` of a table, ascending; a view where they follow each other.
  private func table(_ table: Matrix, _ rows: [Int]) -> Matrix {
    rows.isRun ? table[rows: rows[0]..<rows[rows.count - 1] + 1] : table.gatheringRows(rows)
  }
}

/// Cosines and sines by position. The angle is rounded to f32 before its cosine is taken, as the reference does: at
/// position 1,000 that rounding alone moves an angle by up to 3e-5, more than the rest of the arithmetic.
private struct RotationTable {
  let count: Int
  private(set) var cosines: [Float] = []
  private(set) var sines: [Float] = []

  init(_ rotary: TransformerSpec.Rotary, positions: Int) {
    count = positions
    for position in 0..<positions {
      for frequency in rotary.inverseFrequencies {
        let angle = Double(Float(position) * frequency)
        cosines.append(Float(cos(angle)))
        sines.append(Float(sin(angle)))
      }
    }
  }
}
