package import MindstateNumerics

/// `mutual_knn`: the mean over prompts of |N_a(i) ∩ N_b(i)| / k, N being the k = 10 nearest other prompts under each
/// condition (Huh et al. 2024, "The Platonic Representation Hypothesis", eq. 11).
///
/// 1: the same neighbours; chance is k/(n − 1), so only equal n are compared. Nearness is Euclidean, so that a direction
/// common to all states does not rule it; on states of unit length, as in the paper, that is the order of cosines.
/// Unchanged by rotation, shift and scale of either; symmetric. No value with k + 1 prompts or fewer. Interval: halves
/// of the clusters against each other with k/2 neighbours, which keeps k/n (a jackknife is far too wide here: leaving
/// prompts out changes the neighbours of all). Null: re-pairing. Cost: n² · (width + log n), n · k² a draw.
package struct MutualNeighbours: Sendable {
  package static let k = 10
  private let a: NeighbourLists
  private let b: NeighbourLists
  private let clusters: Clusters

  package init(_ a: Matrix, _ b: Matrix, clusters: Clusters) throws(Reason) {
    if a.rows < 2 { throw .nBelow2 }
    if a.rows <= Self.k + 1 { throw .tooFewPrompts }
    if Standardisation(of: a).isConstant || Standardisation(of: b).isConstant { throw .noSpread }
    self.a = NeighbourLists(a)
    self.b = NeighbourLists(b)
    self.clusters = clusters
  }

  private var prompts: Int { clusters.index.count }

  package var value: Double { overlap(of: Array(0..<prompts), k: Self.k) ?? 0 }

  /// nil where a prompt has no more than k others.
  private func overlap(of members: [Int], k: Int) -> Double? {
    if members.count <= k + 1 { return nil }
    var isIn = [Bool](repeating: false, count: prompts)
    for prompt in members { isIn[prompt] = true }
    var shared = 0
    for prompt in members {
      let other = b.nearest(k, to: prompt, among: isIn)
      shared += a.nearest(k, to: prompt, among: isIn).count { other.contains($0) }
    }
    return Double(shared) / Double(members.count * k)
  }

  package func estimate(random: inout RandomStream) -> Estimate {
    HalfSamples(clusters, random: &random).estimate(value, in: 0...1) { overlap(of: $0, k: Self.k / 2) }
  }

  package func null(draws: Int, random: inout RandomStream) -> NullSummary {
    let all = [Bool](repeating: true, count: prompts)
    let own = (0..<prompts).map { a.nearest(Self.k, to: $0, among: all) }
    let other = (0..<prompts).map { b.nearest(Self.k, to: $0, among: all) }
    let values = (0..<min(draws, MatrixRePairing.mostDraws)).map { _ in
      let order = random.permutation(of: prompts)
      let shared = (0..<prompts).reduce(0) { sum, i in
        sum + own[i].count { other[order[i]].contains(order[$0]) }
      }
      return Double(shared) / Double(prompts * Self.k)
    }
    return NullSummary(of: values, observed: value, closer: .larger)
  }
}
