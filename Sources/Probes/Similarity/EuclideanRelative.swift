package import MindstateNumerics

/// `euclidean_relative` = mean over prompts of ‖a − b‖, in units of the reference's mean distance between different
/// prompts: 0 is equal, 1 as far as one prompt from another.
///
/// Unchanged by rotating, shifting and scaling all conditions alike, and by swapping a and b. Null: re-pairing.
/// Cost: prompts² × width for the null and the unit.
package enum EuclideanRelative {
  package static func perRow(_ products: RowProducts, unit: Double) -> [Double] {
    products.squaredDistances.map { $0.squareRoot() / unit }
  }

  /// - Parameter centre: A point amid the states: see `Distances`.
  package static func table(_ a: Matrix, _ b: Matrix, unit: Double, centre: [Double]) -> PairTable {
    var values = Distances.table(a, b, centre: centre).map { $0 / unit }
    for (i, own) in perRow(RowProducts(a, b), unit: unit).enumerated() { values[i * a.rows + i] = own }
    return PairTable(prompts: a.rows, values: values, closer: .smaller)
  }
}

/// Euclidean distances of many states at once.
enum Distances {
  /// ‖a_i − b_j‖ row by row, from ‖a‖² + ‖b‖² − 2⟨a, b⟩, measured from `centre` so that a direction common to all states
  /// does not use up the digits.
  static func table(_ a: Matrix, _ b: Matrix, centre: [Double]) -> [Double] {
    let products = PairProducts(a, b, in: Standardisation(centredOn: centre))
    var values = products.dots.elements
    for i in 0..<a.rows {
      for j in 0..<b.rows {
        let sum = products.squaresA[i] + products.squaresB[j]
        let square = sum - 2 * values[i * b.rows + j]
        // What is left of equal states is rounding, whose root would look like a distance.
        values[i * b.rows + j] = square > 1e-13 * sum ? square.squareRoot() : 0
      }
    }
    return values
  }

  /// Mean over pairs of different prompts, each pair by its tokens of equal index, and what each prompt adds to it to
  /// first order, n·Σ_j (d_ij − mean) / pairs; nil without such a pair.
  static func meanBetweenPrompts(_ states: Matrix, offsets: [Int], centre: [Double]) -> (
    mean: Double, influences: [Double]
  )? {
    let n = offsets.count - 1
    let lengths = (0..<n).map { offsets[$0 + 1] - offsets[$0] }
    var sums = [Double](repeating: 0, count: n * n)
    for token in 0..<(lengths.max() ?? 0) {
      let present = (0..<n).filter { lengths[$0] > token }
      let rows = states.gatheringRows(present.map { offsets[$0] + token })
      let distances = table(rows, rows, centre: centre)
      for (x, i) in present.enumerated() {
        for (y, j) in present.enumerated() where i < j { sums[i * n + j] += distances[x * present.count + y] }
      }
    }
    var total = 0.0
    var pairs = 0
    var (own, partners) = ([Double](repeating: 0, count: n), [Double](repeating: 0, count: n))
    for i in 0..<n {
      for j in i + 1..<max(i + 1, n) where min(lengths[i], lengths[j]) > 0 {
        let distance = sums[i * n + j] / Double(min(lengths[i], lengths[j]))
        total += distance
        pairs += 1
        for prompt in [i, j] {
          own[prompt] += distance
          partners[prompt] += 1
        }
      }
    }
    if pairs == 0 { return nil }
    let mean = total / Double(pairs)
    return (mean, (0..<n).map { Double(n) * (own[$0] - mean * partners[$0]) / Double(pairs) })
  }
}
