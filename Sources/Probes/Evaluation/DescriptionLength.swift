package import MindstateNumerics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Minimum description length of labels given states, by online coding (Voita & Titov 2020, section 2.2.2): the first
/// block costs log₂ K bits a label, each later one what the probe fitted on all blocks before it needs.
///
/// L = Σ_first log₂ K − Σ_blocks Σ_i log₂ p(y_i | x_i; fitted on what came before). Compression is n·log₂ K / L: 1 for
/// labels which the states do not tell. Blocks grow by the factors of the paper (0.1 % … 100 %) and end where clusters
/// end, so no prompt is coded by a probe that has seen another of its cluster. A block before which a class has not yet
/// been seen is coded uniformly, too. The code depends on the order of clusters: mean and spread are over ≥ 5 of them.
package struct DescriptionLength: Sendable, Equatable {
  /// Bits, one value an order.
  package let bits: [Double]
  /// n·log₂ K.
  package let uniformBits: Double

  package var compressions: [Double] { bits.map { uniformBits / $0 } }

  /// The ends of the blocks as shares of all prompts.
  package static let shares = [0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.0625, 0.125, 0.25, 0.5, 1]
  package static let orders = 5

  /// - Parameters:
  ///   - labels: below `classes`.
  ///   - settingBits: what it costs to say with which setting the probe is fitted: log₂ of how many there are, where one
  ///     was chosen with all labels in view.
  ///   - logits: for each part, fitted on its train prompts, [test, classes]; nil where there is no fit, the block is
  ///     then coded uniformly.
  /// - Throws: `oneClass`; `clustersBelow2` where there is no second block.
  package init(
    labels: [Int], classes: Int, clusters: Clusters, orders: Int = Self.orders, settingBits: Double = 0,
    random: inout RandomStream, logits: ([Part]) -> [DoubleMatrix?]
  ) throws(Reason) {
    precondition(labels.count == clusters.index.count)
    if Set(labels).count < 2 { throw .oneClass }
    if clusters.count < 2 { throw .clustersBelow2 }
    let perLabel = log2(Double(classes))
    var parts: [(order: Int, part: Part)] = []
    // Every label coded uniformly; parts with a fit then replace their own.
    var bits = [Double](repeating: perLabel * Double(labels.count) + settingBits, count: orders)
    for index in 0..<orders {
      let (order, ends) = Self.blocks(of: clusters, random: &random)
      for (start, end) in zip(ends, ends.dropFirst()) {
        let part = Part(train: Array(order[..<start]), test: Array(order[start..<end]))
        if Set(part.train.map { labels[$0] }).count == classes { parts.append((index, part)) }
      }
    }
    for ((index, part), logits) in zip(parts, logits(parts.map(\.part))) {
      guard let logits else { continue }
      let scored = ScoredPrompts(logits: logits, labels: part.test.map { labels[$0] })
      bits[index] += scored.logLosses.reduce(0, +) / log(2) - perLabel * Double(part.test.count)
    }
    self.bits = bits
    uniformBits = perLabel * Double(labels.count)
  }

  /// One block and what comes before it.
  package struct Part: Sendable {
    package let train: [Int]
    package let test: [Int]
  }

  /// A random order of the clusters, prompt by prompt, and where its blocks end: at the first end of a cluster at or
  /// after each share, each end once.
  package static func blocks(of clusters: Clusters, random: inout RandomStream) -> (order: [Int], ends: [Int]) {
    var members = [[Int]](repeating: [], count: clusters.count)
    for (prompt, cluster) in clusters.index.enumerated() { members[cluster].append(prompt) }
    var (order, clusterEnds) = ([Int](), [Int]())
    for cluster in random.permutation(of: clusters.count) {
      order += members[cluster]
      clusterEnds.append(order.count)
    }
    var ends: [Int] = []
    for share in shares {
      let wanted = max(1, (share * Double(order.count)).rounded(.up))
      guard let end = clusterEnds.first(where: { Double($0) >= wanted }), end != ends.last else { continue }
      ends.append(end)
    }
    return (order, ends)
  }
}
