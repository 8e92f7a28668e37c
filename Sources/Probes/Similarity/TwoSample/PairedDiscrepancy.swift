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
  private let prompts: Int

  /// - Parameters:
  ///   - centre: a point amid the states, for the digits of distances.
  ///   - unit: what distances are divided by.
  package init(
    _ a: Matrix, _ b: Matrix, _ kind: Kind, centre: [Double], unit: Double = 1, clusters: Clusters
  ) throws(Reason) {
    if a.rows < 2 { throw .nBelow2 }
    if clusters.count < 2 { throw .clustersBelow2 }
    let tables = [(a, a), (b, b), (a, b)].map { Distances.table($0, $1, centre: centre) }
    let kernel = try Self.kernel(kind, tables, prompts: a.rows, unit: unit)
    let n = a.rows
    var sums = DoubleMatrix(rows: clusters.count, columns: clusters.count)
    for i in 0..<n {
      for j in 0..<n where clusters.index[i] != clusters.index[j] {
        let h =
          kernel(tables[0][i * n + j]) + kernel(tables[1][i * n + j]) - kernel(tables[2][i * n + j])
          - kernel(tables[2][j * n + i])
        sums[clusters.index[i], clusters.index[j]] += h
      }
    }
    self.sums = sums
    var sizes = [Double](repeating: 0, count: clusters.count)
    for cluster in clusters.index { sizes[cluster] += 1 }
    self.sizes = sizes
    pairs = Double(n * n) - sizes.reduce(0) { $0 + $1 * $1 }
    prompts = n
  }

  private static func kernel(
    _ kind: Kind, _ tables: [[Double]], prompts n: Int, unit: Double
  ) throws(Reason) -> (Double) -> Double {
    if kind == .energy { return { -$0 / unit } }
    var pooled = tables[2]
    for i in 0..<n {
      for j in 0..<i { pooled += [tables[0][i * n + j], tables[1][i * n + j]] }
    }
    pooled.sort()
    let median = (pooled[(pooled.count - 1) / 2] + pooled[pooled.count / 2]) / 2
    if median == 0 { throw .noSpread }
    return { exp(-$0 * $0 / (2 * median * median)) }
  }

  package var value: Double { sums.elements.reduce(0, +) / pairs }

  /// Value, delete-a-cluster jackknife interval (at the same bandwidth), and null.
  package func estimate(draws: Int, random: inout RandomStream) -> Estimate {
    let count = sums.rows
    var estimate = Estimate(value: value, n: prompts, clusters: count)
    let total = sums.elements.reduce(0, +)
    let without: [Double?] = (0..<count).map { c in
      let left = pairs - 2 * sizes[c] * (Double(prompts) - sizes[c])
      return left > 0.5 ? (total - 2 * sums.row(c).reduce(0, +)) / left : nil
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
