import MindstateNumerics

extension DoubleMatrix {
  var columnTotals: [Double] { columnSums(rows: 0..<rows) }

  /// Σ of all elements squared.
  var squares: Double { elements.squares }
}

extension Array<Double> {
  var squares: Double { reduce(0) { $0 + $1 * $1 } }
}
