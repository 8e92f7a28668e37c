package import MindstateNumerics

/// `rsa`: the Spearman correlation of all distances between prompts under a with those under b (Kriegeskorte et al.
/// 2008).
///
/// 1: the same order of distances; 0: no relation; unrelated states are at 0 on average at any width. Distances are
/// Euclidean: the correlation distance which is usual in neuroscience takes the mean over dimensions from each state,
/// and so depends on the basis. Unchanged by rotation, shift and scale of either; symmetric. Interval: delete-a-group
/// jackknife, with what is left ranked anew. Null: re-pairing of ranks. Cost: n² · width, n² · log n, and n² for each
/// group and draw.
package struct RepresentationalSimilarity: Sendable {
  private let a: RankedDistances
  private let b: RankedDistances
  package let value: Double
  private let clusters: Clusters

  package init(_ a: Matrix, _ b: Matrix, clusters: Clusters) throws(Reason) {
    if a.rows < 3 { throw a.rows < 2 ? .nBelow2 : .tooFewPrompts }
    self.a = try RankedDistances(a)
    self.b = try RankedDistances(b)
    self.clusters = clusters
    guard let value = Self.correlation(self.a, self.b, without: []) else { throw .noSpread }
    self.value = value
  }

  private static func correlation(_ a: RankedDistances, _ b: RankedDistances, without group: [Int]) -> Double? {
    let n = a.prompts
    var isIn = [Bool](repeating: true, count: n)
    for prompt in group { isIn[prompt] = false }
    var (x, y) = ([Double](repeating: 0, count: n * n), [Double](repeating: 0, count: n * n))
    let (pairs, squaresX) = a.rank(isIn, into: &x)
    let (_, squaresY) = b.rank(isIn, into: &y)
    // Pairs that are out have rank 0 in both. Ranks sum to the same whatever is tied.
    var both = 0.0
    for i in 0..<n where isIn[i] {
      for place in i * n..<i * n + i { both += x[place] * y[place] }
    }
    let mean = Double(pairs - 1) / 2
    let shared = Double(pairs) * mean * mean
    let below = (squaresX - shared) * (squaresY - shared)
    return below > 0 ? min(1, max(-1, (both - shared) / below.squareRoot())) : nil
  }

  package func estimate(groups: DeletedGroups) throws(Reason) -> Estimate {
    var estimate = Estimate(value: value, n: a.prompts, clusters: clusters.count)
    let without = groups.members.map { Self.correlation(a, b, without: $0) }
    do throws(Reason) {
      estimate.interval = try DeletedGroups.interval(around: value, without: without, in: -1...1)
      estimate.method = groups.method
    } catch { estimate.reason = error }
    return estimate
  }

  package func null(draws: Int, random: inout RandomStream) -> NullSummary {
    let ((x, squaresX), (y, squaresY)) = (a.centredRanks(), b.centredRanks())
    let unit = 2 * (squaresX * squaresY).squareRoot()
    let sums = MatrixRePairing.sums(x, y, diagonal: false, draws: draws, random: &random)
    return NullSummary(of: sums.map { $0 / unit }, observed: value, closer: .larger)
  }
}
