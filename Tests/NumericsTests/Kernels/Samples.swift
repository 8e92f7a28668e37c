import MindstateNumerics
import Testing

/// Lengths around every vector width and unrolled loop: 0, 1, odd, even, one more and one less than a power of two.
let awkwardLengths = [0, 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 127, 131, 257]

/// Rows and columns for kernels over matrices.
let awkwardShapes = [(0, 5), (3, 0), (1, 1), (2, 3), (3, 7), (5, 16), (4, 33), (2, 131), (7, 65)]

extension Matrix {
  /// Normally distributed elements (sum of twelve uniform ones), as a view inside a larger matrix: rows do not follow
  /// one another and none is aligned.
  static func strided(_ rows: Int, _ columns: Int, _ name: String, spread: Double = 1) -> Matrix {
    var random = RandomStream(seed: 7, name: name)
    let (around, width) = (rows + 2, columns + 5)
    let elements = (0..<around * width).map { _ in
      Float(spread * ((0..<12).reduce(-6.0) { sum, _ in sum + random.uniform() }))
    }
    return Matrix(rows: around, columns: width, elements)[rows: 1..<rows + 1][columns: 3..<columns + 3]
  }

  static func vector(_ columns: Int, _ name: String) -> Matrix { strided(1, columns, name) }

  /// Row `index` in double precision.
  func doubles(_ index: Int) -> [Double] { row(index).map(Double.init) }
}

/// Expects every element of `actual` within `tolerance` · max(1, |expected|) of `expected(row)`.
func expectRows(
  _ actual: Matrix, tolerance: Double = 1e-6, _ context: String = "",
  sourceLocation: SourceLocation = #_sourceLocation, equal expected: (Int) -> [Double]
) {
  for r in 0..<actual.rows {
    let (got, want) = (actual.doubles(r), expected(r))
    #expect(got.count == want.count, sourceLocation: sourceLocation)
    if let c = zip(got, want).enumerated().first(where: { !close($1.0, $1.1, tolerance) })?.offset {
      Issue.record(
        "\(context) [\(actual.rows), \(actual.columns)] row \(r) column \(c): \(got[c]), by definition \(want[c])",
        sourceLocation: sourceLocation)
      return
    }
  }
}

func close(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
  a == b || (a.isNaN && b.isNaN) || abs(a - b) <= tolerance * max(1, abs(b))
}
