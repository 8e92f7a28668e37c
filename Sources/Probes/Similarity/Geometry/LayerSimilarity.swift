public import MindstateNumerics

/// The debiased linear CKA of every set of states with every other: of all layers of a condition with each other, say,
/// or of the layers of one condition with those of another.
///
/// As `cka_debiased` of `compare` (Song et al. 2012, eq. 5; Kornblith et al. 2019): the ratio of unbiased HSIC₁, about 0
/// for independent sets, 1 for equal ones up to rotation and scale, not clamped. The Gram matrices are never whole in
/// memory: a block of rows of all sets at a time, 32-bit, and of these the products of all pairs at once. Sums over
/// blocks are 64-bit; what 32 bits leave is below 2e-5 of 1. Cost: sets · prompts² · width operations for n prompts.
public struct LayerSimilarity: Sendable {
  /// [sets, sets]; NaN is never in it: `constant` names sets whose row and column have no value, and these are 0.
  package let ckaDebiased: DoubleMatrix
  /// Sets whose states do not vary, or vary too little for an unbiased self-term above 0.
  public let constant: [Int]

  /// The value for two sets, nil where one of them does not vary.
  public func ckaDebiased(_ a: Int, _ b: Int) -> Double? {
    constant.contains(a) || constant.contains(b) ? nil : ckaDebiased[a, b]
  }

  /// Rows of Gram matrices held at a time: as many as products are fast with, fewer where that would take more than
  /// 128 MB a thread.
  private static func blockRows(sets: Int, prompts: Int) -> Int { min(192, max(16, (32 << 20) / (sets * prompts))) }

  /// - Parameter sets: each [prompts, width] of the same prompts; widths may differ. At least 4 prompts.
  /// - Precondition: all have the same number of rows, at least 4.
  public init(_ sets: [Matrix], workers: Workers = Workers()) {
    let n = sets.first?.rows ?? 4
    precondition(n >= 4 && sets.allSatisfy { $0.rows == n }, "sets of the same prompts, at least 4")
    let centred = workers.results(sets.count) { (index) throws(Never) in Self.normalised(sets[index]) }
    let blockRows = Self.blockRows(sets: max(1, sets.count), prompts: n)
    let starts = Array(stride(from: 0, to: n, by: blockRows))
    // Later blocks are longer: taken from the end, no thread is left alone with the longest.
    let parts = workers.results(starts.count) { (index) throws(Never) in
      BlockSums(centred, rows: starts[starts.count - 1 - index]..<min(n, starts[starts.count - 1 - index] + blockRows))
    }
    var products = DoubleMatrix(rows: sets.count, columns: sets.count)
    var diagonals = [Double](repeating: 0, count: sets.count * n)
    for part in parts {
      for i in products.elements.indices { products.elements[i] += part.products.elements[i] }
      for set in sets.indices {
        for (offset, row) in part.rows.enumerated() { diagonals[set * n + row] = part.diagonals[set][offset] }
      }
    }
    let marginals = Marginals(centred, DoubleMatrix(rows: sets.count, columns: n, diagonals))
    let hsic = marginals.unbiased(products)
    let isConstant = sets.indices.map { !(hsic[$0, $0] > 0) || centred[$0].isConstant }
    constant = sets.indices.filter { isConstant[$0] }
    var values = hsic
    for a in sets.indices {
      for b in sets.indices {
        let scale = (hsic[a, a] * hsic[b, b]).squareRoot()
        values[a, b] = isConstant[a] || isConstant[b] ? 0 : hsic[a, b] / scale
      }
    }
    ckaDebiased = values
  }

  /// States less their mean, and so scaled that their mean squared norm is 1: HSIC₁'s ratio knows neither.
  private struct Centred: Sendable {
    let states: Matrix
    let isConstant: Bool
  }

  private static func normalised(_ states: Matrix) -> Centred {
    let own = Standardisation(of: states)
    let squares = states.columnSquares(about: own.mean).reduce(0, +)
    let factor = squares > 0 ? (Double(states.rows) / squares).squareRoot() : 1
    let scaled = states.scaled(
      rows: Array(0..<states.rows), subtracting: own.mean, times: own.mean.map { _ in factor })
    return Centred(states: scaled, isConstant: own.isConstant)
  }

  /// Σ K_ij·L_ij over a block of rows i and all j < i, twice, for both halves.
  private struct BlockSums: Sendable {
    let rows: Range<Int>
    let products: DoubleMatrix
    /// K_ii, by set.
    let diagonals: [[Double]]

    init(_ sets: [Centred], rows: Range<Int>) {
      self.rows = rows
      let length = rows.upperBound
      var block = Matrix(uninitialized: sets.count * rows.count, length)
      var diagonals: [[Double]] = []
      for (index, set) in sets.enumerated() {
        let first = index * rows.count
        set.states[rows: rows].multiply(set.states[rows: 0..<length], .transposed, into: &block, row: first)
        diagonals.append(rows.indices.map { Double(block[first + $0 - rows.lowerBound, $0]) })
        block.clearFromDiagonal(rows: first..<first + rows.count, first: rows.lowerBound)
      }
      self.diagonals = diagonals
      var products = DoubleMatrix(block.reshaped(rows: sets.count, columns: rows.count * length).outerGram)
      for i in products.elements.indices { products.elements[i] *= 2 }
      self.products = products
    }
  }

  /// Row sums without the diagonal, and what they add to products to make HSIC₁.
  private struct Marginals {
    /// [sets, prompts], K·1 less the diagonal.
    let rowSums: DoubleMatrix

    init(_ sets: [Centred], _ diagonals: DoubleMatrix) {
      var sums = DoubleMatrix(rows: sets.count, columns: diagonals.columns)
      for (index, set) in sets.enumerated() {
        let total = set.states.columnSums
        let products = DoubleMatrix(set.states).times(DoubleMatrix(rows: 1, columns: total.count, total), .transposed)
        for i in 0..<diagonals.columns { sums[index, i] = products.elements[i] - diagonals[index, i] }
      }
      rowSums = sums
    }

    func unbiased(_ products: DoubleMatrix) -> DoubleMatrix {
      let n = Double(rowSums.columns)
      let cross = rowSums.outerGram
      let totals = (0..<rowSums.rows).map { rowSums.row($0).reduce(0, +) }
      var result = products
      for a in totals.indices {
        for b in totals.indices {
          result[a, b] += totals[a] * totals[b] / ((n - 1) * (n - 2)) - 2 / (n - 2) * cross[a, b]
          result[a, b] /= n * (n - 3)
        }
      }
      return result
    }
  }
}
