import MindstateNumerics

extension DoubleMatrix {
  var columnTotals: [Double] {
    var sums = [Double](repeating: 0, count: columns)
    for r in 0..<rows {
      for c in 0..<columns { sums[c] += elements[r * columns + c] }
    }
    return sums
  }

  /// Σ of all elements squared.
  var squares: Double { elements.squares }
}

extension Array<Double> {
  var squares: Double { reduce(0) { $0 + $1 * $1 } }
}
