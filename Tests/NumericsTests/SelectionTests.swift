import MindstateNumerics
import Testing

@Suite struct SelectionTests {
  @Test func findsWhatSortingFinds() {
    var random = RandomStream(seed: 4, name: "selection")
    for count in [1, 2, 3, 10, 101, 1000] {
      for values in 0..<4 {
        // Many ties, few ties; ascending, descending.
        var list = (0..<count).map { _ in Double(random.index(below: values < 2 ? 1 + values * 3 : 1 << 40)) }
        if values == 2 { list.sort() } else if values == 3 { list.sort(by: >) }
        let sorted = list.sorted()
        for rank in Set([0, count / 3, count / 2, count - 1]) {
          var copy = list
          #expect(copy.select(rank: rank) == sorted[rank])
          #expect(copy[..<rank].allSatisfy { $0 <= sorted[rank] } && copy[rank...].allSatisfy { $0 >= sorted[rank] })
        }
      }
    }
  }
}

@Suite struct PermutationsTests {
  @Test func meansAreThoseOfEachOrder() {
    var random = RandomStream(seed: 5, name: "orders")
    let orders = Permutations(of: 9, draws: 130, random: &random)
    let table = (0..<81).map { _ in random.uniform() }
    let means = orders.means(of: table)
    for draw in 0..<130 {
      let order = orders.order(draw)
      #expect(order.sorted() == Array(0..<9))
      let mean = order.enumerated().reduce(0) { $0 + table[$1.offset * 9 + $1.element] } / 9
      #expect(abs(means[draw] - mean) < 1e-15)
    }
  }

  @Test func nothingToPermuteIsNoError() {
    var random = RandomStream(seed: 5, name: "orders")
    #expect(Permutations(of: 0, draws: 3, random: &random).means(of: []) == [0, 0, 0])
    #expect(Permutations(of: 5, draws: 0, random: &random).means(of: [Double](repeating: 1, count: 25)).isEmpty)
  }
}

@Suite struct TileTests {
  @Test func transposesAndMirrors() {
    var random = RandomStream(seed: 6, name: "tiles")
    for (rows, columns) in [(0, 3), (1, 1), (31, 33), (32, 64), (70, 5)] {
      let a = DoubleMatrix(rows: rows, columns: columns, (0..<rows * columns).map { _ in random.uniform() })
      let b = a.transposed
      for r in 0..<rows { for c in 0..<columns { #expect(a[r, c] == b[c, r]) } }
      let (gram, narrow) = (a.gram, Matrix(a).gram)
      for r in 0..<columns {
        for c in 0..<columns { #expect(gram[r, c] == gram[c, r] && narrow[r, c] == narrow[c, r]) }
      }
    }
  }

  @Test func blocksAreViewsAndLoseTheirUpperHalf() {
    var matrix = Matrix(rows: 4, columns: 5, (0..<20).map { Float($0) })
    let whole = matrix
    matrix.clearFromDiagonal(rows: 1..<4, first: 2)
    #expect(matrix.row(0) == whole.row(0))
    #expect(matrix.row(1) == [5, 6, 0, 0, 0] && matrix.row(3) == [15, 16, 17, 18, 0])
    #expect(whole.reshaped(rows: 2, columns: 10).row(1) == (10..<20).map { Float($0) })
  }
}
