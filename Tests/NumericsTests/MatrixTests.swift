import MindstateNumerics
import Testing

struct MatrixTests {
  private static func sample(_ rows: Int, _ columns: Int, _ name: String) -> Matrix {
    var random = RandomStream(seed: 3, name: name)
    return Matrix(rows: rows, columns: columns, (0..<rows * columns).map { _ in Float(random.uniform() - 0.5) })
  }

  /// The definition: a few lines in double precision.
  private static func product(_ a: Matrix, _ b: Matrix, transposed: Bool) -> [Double] {
    let columns = transposed ? b.rows : b.columns
    return (0..<a.rows * columns).map { index in
      let (r, c) = (index / columns, index % columns)
      return (0..<a.columns).reduce(0) { $0 + Double(a[r, $1]) * Double(transposed ? b[c, $1] : b[$1, c]) }
    }
  }

  @Test(arguments: [(1, 1, 1), (3, 5, 7), (17, 64, 33), (130, 31, 1), (1, 100, 65)])
  func productsAgreeWithTheDefinition(rows: Int, inner: Int, columns: Int) {
    let a = Self.sample(rows, inner, "a")
    for transposed in [false, true] {
      let b = transposed ? Self.sample(columns, inner, "b") : Self.sample(inner, columns, "b")
      let expected = Self.product(a, b, transposed: transposed)
      for (ours, exact) in zip(a.times(b, transposed ? .transposed : .asIs).elements, expected) {
        #expect(abs(Double(ours) - exact) < 1e-5)
      }
    }
  }

  @Test func productsOfViewsGoIntoABlock() {
    let a = Self.sample(9, 12, "a")
    let b = Self.sample(12, 6, "b")
    var target = Matrix(rows: 8, columns: 10, repeating: 2)
    a[rows: 2..<6][columns: 3..<8].multiply(
      b[rows: 3..<8], scale: 0.5, accumulating: true, into: &target, row: 1, column: 4)
    let expected = Self.product(
      Matrix(rows: 4, columns: 5, a[rows: 2..<6][columns: 3..<8].elements), b[rows: 3..<8], transposed: false)
    for r in 0..<8 {
      for c in 0..<10 {
        let inside = (1..<5).contains(r) && (4..<10).contains(c)
        let exact = inside ? 2 + 0.5 * expected[(r - 1) * 6 + c - 4] : 2
        #expect(abs(Double(target[r, c]) - exact) < 1e-5, "(\(r), \(c))")
      }
    }
  }

  @Test func viewsShareAndWritingCopies() {
    var whole = Self.sample(6, 4, "w")
    let before = whole
    let view = whole[rows: 2..<4][columns: 1..<3]
    let seen = view.elements
    whole[2, 1] = 99
    #expect(view.elements == seen)
    #expect(before[2, 1] != 99 && whole[2, 1] == 99)
    var part = before[rows: 1..<3]
    part.add(bias: Matrix(rows: 1, columns: 4, [1, 1, 1, 1]))
    #expect(before[1, 0] + 1 == part[0, 0])
    #expect(before == before.gatheringRows(0..<6))
  }

  @Test func rowsAndColumnsAreGathered() {
    let m = Matrix(rows: 3, columns: 4, (0..<12).map(Float.init))
    #expect(m.gatheringRows([2, 0, 2]).elements == [8, 9, 10, 11, 0, 1, 2, 3, 8, 9, 10, 11])
    #expect(m.gatheringColumns([3..<4, 0..<2]).elements == [3, 0, 1, 7, 4, 5, 11, 8, 9])
    #expect(Matrix(stacking: [m[rows: 0..<1], m[rows: 2..<3]]).elements == [0, 1, 2, 3, 8, 9, 10, 11])
    #expect(m[columns: 1..<3].row(2) == [9, 10])
    #expect(Matrix(rows: 0, columns: 4).times(Self.sample(4, 2, "e")).elements.isEmpty)
  }

  @Test func aRowBufferKeepsWhatTasksWrote() {
    let source = Self.sample(40, 5, "s")
    let buffer = RowBuffer(rows: 40, columns: 5)
    Workers(threads: 4).forEach(40) { buffer.write(source[rows: $0..<$0 + 1], at: $0) }
    #expect(buffer.matrix == source)
  }
}
