package import MindstateNumerics

/// How many dimensions are widened to 64 bits at a time: states are rarely wider, logits are, and whole they would fill
/// the memory.
private let blockWidth = 4096

/// Sums over dimensions for each prompt of a with itself in b.
package struct RowProducts: Sendable {
  package private(set) var dots: [Double]
  package private(set) var squaresA: [Double]
  package private(set) var squaresB: [Double]
  package private(set) var squaredDistances: [Double]

  /// - Parameter frame: What is done to the states first; nil: nothing.
  package init(_ a: Matrix, _ b: Matrix, in frame: Standardisation? = nil) {
    precondition(a.rows == b.rows && a.columns == b.columns)
    self.init(rows: a.rows)
    a.forEachBlock(with: b, in: frame) { a, b in add(a, b) }
  }

  fileprivate init(rows: Int) {
    dots = [Double](repeating: 0, count: rows)
    squaresA = dots
    squaresB = dots
    squaredDistances = dots
  }

  fileprivate mutating func add(_ a: DoubleMatrix, _ b: DoubleMatrix) {
    for r in 0..<a.rows {
      var (dot, squareA, squareB, squaredDistance) = (0.0, 0.0, 0.0, 0.0)
      for i in r * a.columns..<(r + 1) * a.columns {
        let (x, y) = (a.elements[i], b.elements[i])
        dot += x * y
        squareA += x * x
        squareB += y * y
        squaredDistance += (x - y) * (x - y)
      }
      dots[r] += dot
      squaresA[r] += squareA
      squaresB[r] += squareB
      squaredDistances[r] += squaredDistance
    }
  }
}

/// Sums over dimensions for every prompt of a with every prompt of b.
package struct PairProducts: Sendable {
  /// [prompts of a, prompts of b], by dgemm.
  package private(set) var dots: DoubleMatrix
  package private(set) var squaresA: [Double]
  package private(set) var squaresB: [Double]

  package init(_ a: Matrix, _ b: Matrix, in frame: Standardisation? = nil) {
    precondition(a.columns == b.columns)
    self.init(rows: a.rows, columns: b.rows)
    a.forEachBlock(with: b, in: frame) { a, b in add(a, b) }
  }

  /// Those of the same states, and of each with itself in b, the states being widened and standardised once.
  package static func withRows(
    _ a: Matrix, _ b: Matrix, in frame: Standardisation? = nil
  ) -> (pairs: PairProducts, rows: RowProducts) {
    precondition(a.rows == b.rows && a.columns == b.columns)
    var (pairs, rows) = (PairProducts(rows: a.rows, columns: b.rows), RowProducts(rows: a.rows))
    a.forEachBlock(with: b, in: frame) { a, b in
      pairs.add(a, b)
      rows.add(a, b)
    }
    return (pairs, rows)
  }

  private init(rows: Int, columns: Int) {
    dots = DoubleMatrix(rows: rows, columns: columns)
    squaresA = [Double](repeating: 0, count: rows)
    squaresB = [Double](repeating: 0, count: columns)
  }

  private mutating func add(_ a: DoubleMatrix, _ b: DoubleMatrix) {
    a.timesTransposed(b, addingTo: &dots)
    a.addSquares(to: &squaresA)
    b.addSquares(to: &squaresB)
  }
}

extension Matrix {
  /// Blocks of the same dimensions of both, standardised.
  fileprivate func forEachBlock(
    with b: Matrix, in frame: Standardisation?, _ body: (DoubleMatrix, DoubleMatrix) -> Void
  ) {
    forEachColumnBlock { range, block in
      let other = DoubleMatrix(b[columns: range])
      body(frame?.applied(to: block, columns: range) ?? block, frame?.applied(to: other, columns: range) ?? other)
    }
  }

  /// The matrix a block of dimensions at a time, widened.
  func forEachColumnBlock(_ body: (Range<Int>, DoubleMatrix) -> Void) {
    for start in Swift.stride(from: 0, to: columns, by: blockWidth) {
      let range = start..<min(columns, start + blockWidth)
      body(range, DoubleMatrix(self[columns: range]))
    }
  }
}

extension DoubleMatrix {
  fileprivate func addSquares(to sums: inout [Double]) {
    for r in 0..<rows {
      var sum = 0.0
      for i in r * columns..<(r + 1) * columns { sum += elements[i] * elements[i] }
      sums[r] += sum
    }
  }
}
