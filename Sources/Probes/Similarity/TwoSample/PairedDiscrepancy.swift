package import MindstateNumerics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Do the states of a and of b come from one distribution? Bias-corrected two-sample statistics of pairs.
///
/// With h_ij = k(a_i, a_j) + k(b_i, b_j) − k(a_i, b_j) − k(a_j, b_i), the mean of h over pairs of prompts from different
/// clusters: what a prompt, or a cluster, shares between a and b does not enter. For independent prompts that is the
/// U-statistic of Gretton et al. (2012, eq. 4). About 0 for one distribution, then also negative; exactly 0 for equal
/// states. Unchanged by rotating and shifting both, and by swapping a and b. Null: labels swapped within clusters, which
/// turns signs of h, so all draws are one matrix product. Cost: 3 · prompts² × width.
package struct PairedDiscrepancy: Sendable {
  package enum Kind: Sendable {
    /// `mmd`: squared, with k = exp(−‖x − y‖² / 2σ²), σ the median distance in the pooled sample.
    case mmd
    /// `energy_distance` = 2E‖a − b‖ − E‖a − a′‖ − E‖b − b′‖ (Székely & Rizzo 2013, eq. 6), k = −‖x − y‖.
    case energy
  }

  /// [clusters, clusters], sums of h, 0 on the diagonal.
  package let sums: DoubleMatrix
  /// Pairs of prompts of different clusters, by cluster and in all.
  private let pairs: Double
  private let sizes: [Double]
  /// What the value changes by through the bandwidth when a cluster is left out; nil where there is none.
  private let shifts: [Double]?
  private let prompts: Int

  /// - Parameters:
  ///   - centre: a point amid the states, for the digits of distances.
  ///   - unit: what distances are divided by.
  package init(
    _ a: Matrix, _ b: Matrix, _ kind: Kind, centre: [Double], unit: Double = 1, clusters: Clusters
  ) throws(Reason) {
    if a.rows < 2 { throw .nBelow2 }
    if clusters.count < 2 { throw .clustersBelow2 }
    let tables = Tables(a, b, centre: centre)
    let sums = tables.sums(clusters, try Self.kernel(kind, tables, unit: unit))
    self.sums = sums
    var sizes = [Double](repeating: 0, count: clusters.count)
    for cluster in clusters.index { sizes[cluster] += 1 }
    self.sizes = sizes
    pairs = Double(a.rows * a.rows) - sizes.reduce(0) { $0 + $1 * $1 }
    prompts = a.rows
    shifts = kind == .mmd ? tables.bandwidthShifts(clusters).map { [pairs] in $0 / pairs } : nil
  }

  /// Squared distances, row by row. The three products are of one shape, so equal states give equal numbers.
  struct Tables {
    let aa: [Double]
    let bb: [Double]
    let ab: [Double]
    let prompts: Int

    /// Of h, by clusters.
    func sums(_ clusters: Clusters, _ kernel: (Double) -> Double) -> DoubleMatrix {
      var sums = DoubleMatrix(rows: clusters.count, columns: clusters.count)
      for i in 0..<prompts {
        for j in 0..<i where clusters.index[i] != clusters.index[j] {
          let (ij, ji) = (i * prompts + j, j * prompts + i)
          // In this order equal states give exactly 0.
          let h = (kernel(aa[ij]) - kernel(ab[ij])) + (kernel(bb[ji]) - kernel(ab[ji]))
          sums[clusters.index[i], clusters.index[j]] += h
          sums[clusters.index[j], clusters.index[i]] += h
        }
      }
      return sums
    }

    init(_ a: Matrix, _ b: Matrix, centre: [Double]) {
      let frame = Standardisation(centredOn: centre)
      var products = [a, b].map { DoubleMatrix(rows: $0.rows, columns: $0.rows) }
      products.append(products[0])
      a.forEachColumnBlock { range, block in
        let x = frame.applied(to: block, columns: range)
        let y = frame.applied(to: DoubleMatrix(b[columns: range]), columns: range)
        x.timesTransposed(x, addingTo: &products[0])
        y.timesTransposed(y, addingTo: &products[1])
        x.timesTransposed(y, addingTo: &products[2])
      }
      let n = a.rows
      let (squaresA, squaresB) = ((0..<n).map { products[0][$0, $0] }, (0..<n).map { products[1][$0, $0] })
      aa = Self.distances(products[0], squaresA, squaresA)
      bb = Self.distances(products[1], squaresB, squaresB)
      ab = Self.distances(products[2], squaresA, squaresB)
      prompts = n
    }

    private static func distances(_ products: DoubleMatrix, _ rows: [Double], _ columns: [Double]) -> [Double] {
      var values = products.elements
      for i in rows.indices {
        for j in columns.indices {
          let sum = rows[i] + columns[j]
          let square = sum - 2 * values[i * columns.count + j]
          // What is left of equal states is rounding, whose root would look like a distance.
          values[i * columns.count + j] = square > 1e-13 * sum ? square : 0
        }
      }
      return values
    }

    /// The median distance between any two of the pooled states.
    var median: Double {
      var pooled = ab
      pooled.reserveCapacity(2 * ab.count)
      for i in 0..<prompts {
        pooled += aa[i * prompts..<i * prompts + i]
        pooled += bb[i * prompts..<i * prompts + i]
      }
      let upper = pooled.select(rank: pooled.count / 2)
      if pooled.count % 2 == 1 { return upper.squareRoot() }
      let lower = pooled[..<(pooled.count / 2)].reduce(0) { max($0, $1) }
      return (lower.squareRoot() + upper.squareRoot()) / 2
    }
  }

  /// Of a squared distance.
  private static func kernel(_ kind: Kind, _ tables: Tables, unit: Double) throws(Reason) -> (Double) -> Double {
    if kind == .energy { return { -$0.squareRoot() / unit } }
    let median = tables.median
    if median == 0 { throw .noSpread }
    return gaussian(of: median)
  }

  static func gaussian(of bandwidth: Double) -> (Double) -> Double {
    let factor = -1 / (2 * bandwidth * bandwidth)
    return { exp($0 * factor) }
  }

  package var value: Double { sums.elements.reduce(0, +) / pairs }

  /// Value, delete-a-cluster jackknife interval, and null.
  ///
  /// - Parameter stretches: what the value without each cluster is times as large by its own unit; nil: no unit.
  package func estimate(draws: Int, stretches: [Double]? = nil, random: inout RandomStream) -> Estimate {
    let count = sums.rows
    var estimate = Estimate(value: value, n: prompts, clusters: count)
    let total = sums.elements.reduce(0, +)
    let without: [Double?] = (0..<count).map { c in
      let left = pairs - 2 * sizes[c] * (Double(prompts) - sizes[c])
      if left <= 0.5 { return nil }
      return (stretches?[c] ?? 1) * (total - 2 * sums.row(c).reduce(0, +)) / left + (shifts?[c] ?? 0)
    }
    do throws(Reason) {
      estimate.interval = try DeletedGroups.interval(around: value, without: without)
      estimate.method = .jackknifeCluster
    } catch { estimate.reason = error }
    var scaled = sums
    for i in scaled.elements.indices { scaled.elements[i] /= pairs }
    estimate.null = LabelSwap(draws: draws).null(quadratic: scaled, random: &random)
    return estimate
  }
}
