import MindstateNumerics

/// The states of both conditions in one set of coordinates, those of the space that all of them span: all products are
/// kept, so what depends on products alone costs no more for states wider than twice their number.
struct PooledCoordinates: Sendable {
  /// [2 · prompts, min(2 · prompts, width)], a's prompts and then b's, around the mean of all.
  let rows: DoubleMatrix
  let prompts: Int
  /// Of the states.
  let width: Int

  init(_ a: Matrix, _ b: Matrix) throws(Reason) {
    precondition(a.rows == b.rows && a.columns == b.columns)
    if a.rows < 2 { throw .nBelow2 }
    let all = Matrix(rows: 2 * a.rows, columns: a.columns, a.elements + b.elements)
    rows = try CentredCoordinates(all).rows
    prompts = a.rows
    width = a.columns
  }

  func a(_ members: [Int]) -> DoubleMatrix { rows.gatheringRows(members) }
  func b(_ members: [Int]) -> DoubleMatrix { rows.gatheringRows(members.map { prompts + $0 }) }
}

extension DoubleMatrix {
  /// The mean row, and the rows without it.
  var centred: (mean: [Double], rows: DoubleMatrix) {
    let mean = columnTotals.map { $0 / Double(max(1, rows)) }
    var result = self
    for r in 0..<rows {
      for c in 0..<columns { result.elements[r * columns + c] -= mean[c] }
    }
    return (mean, result)
  }
}
