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
    var isIn = [Bool](repeating: true, count: a.prompts)
    for prompt in group { isIn[prompt] = false }
    var ranks = [Int32](repeating: 0, count: a.pairs)
    var (pairs, squaresA, squaresB, both) = (0.0, 0.0, 0.0, 0.0)
    a.forEachRank(isIn) { place, twice in
      ranks[place] = Int32(truncatingIfNeeded: twice)
      squaresA += Double(twice) * Double(twice)
      pairs += 1
    }
    b.forEachRank(isIn) { place, twice in
      squaresB += Double(twice) * Double(twice)
      both += Double(twice) * Double(ranks[place])
    }
    // Twice the ranks sum to pairs · (pairs − 1), whatever is tied.
    let shared = pairs * (pairs - 1) * (pairs - 1)
    let below = (squaresA - shared) * (squaresB - shared)
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
