import MindstateNumerics

/// Sum and squared deviations of each dimension over some rows; those of several sets of rows can be joined.
struct ColumnMoments {
  let n: Double
  let mean: [Double]
  /// Σ (x − mean)².
  let squares: [Double]

  init(of states: Matrix) {
    n = Double(states.rows)
    let count = max(1, n)
    mean = states.columnSums.map { $0 / count }
    squares = states.columnSquares(about: mean)
  }

  /// Chan's formula: deviations around the parts' means, and of these around the common one.
  init(joining parts: [ColumnMoments]) {
    let total = parts.reduce(0) { $0 + $1.n }
    let width = parts.first?.mean.count ?? 0
    var mean = [Double](repeating: 0, count: width)
    var squares = mean
    for part in parts {
      for c in 0..<width { mean[c] += part.mean[c] * (part.n / max(1, total)) }
    }
    for part in parts {
      for c in 0..<width {
        let shift = part.mean[c] - mean[c]
        squares[c] += part.squares[c] + part.n * shift * shift
      }
    }
    (n, self.mean, self.squares) = (total, mean, squares)
  }

  /// The sd with n in its divisor, or 1 where the dimension is constant up to the rounding of its values, as in
  /// `Standardisation`.
  var scale: [Double] {
    zip(squares, mean).map { square, mean in
      let variance = square / max(1, n)
      let rounding = n * mean * Double.ulpOfOne
      let sd = variance.squareRoot()
      return variance <= rounding * rounding || sd <= 0x1p-24 * abs(mean) || sd < Double.leastNormalMagnitude ? 1 : sd
    }
  }
}
