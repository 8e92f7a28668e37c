public import MindstateNumerics

/// Which prompts are held out together.
public struct Folds: Sendable, Equatable {
  /// The fold of each prompt, 0 ..< count.
  public let assignment: [Int]
  public let count: Int

  package init(assignment: [Int], count: Int) {
    self.assignment = assignment
    self.count = count
  }

  /// The prompts of fold `fold`, ascending.
  public func heldOut(_ fold: Int) -> [Int] { assignment.indices.filter { assignment[$0] == fold } }
  /// The prompts of every other fold, ascending.
  public func train(_ fold: Int) -> [Int] { assignment.indices.filter { assignment[$0] != fold } }

  /// Folds with the classes in equal shares: each class is shuffled and dealt out, the next going on where it ended, so
  /// sizes differ by at most 1, and those of each class too.
  public static func stratified(
    labels: [Int], count: Int, random: inout RandomStream
  ) throws(ProbeError) -> Folds {
    try check(labels: labels, count: count)
    var assignment = [Int](repeating: 0, count: labels.count)
    var next = 0
    for label in Set(labels).sorted() {
      let members = labels.indices.filter { labels[$0] == label }
      for i in random.permutation(of: members.count) {
        assignment[members[i]] = next
        next = (next + 1) % count
      }
    }
    return Folds(assignment: assignment, count: count)
  }

  /// Folds that never split a cluster, with the classes in shares as equal as clusters allow: clusters in random order,
  /// those of most uneven classes first, each to the fold where the shares then differ least (the greedy rule of
  /// scikit-learn's StratifiedGroupKFold).
  ///
  /// - Parameter labels: nil when there are no classes (regression): then the folds are balanced by size alone.
  public static func grouped(
    labels: [Int]?, clusters: Clusters, count: Int, random: inout RandomStream
  ) throws(ProbeError) -> Folds {
    if let labels {
      guard labels.count == clusters.index.count else {
        throw .clustersDoNotMatch(clustered: clusters.index.count, prompts: labels.count)
      }
      try check(labels: labels, count: count)
      if clusters.count == labels.count { return try stratified(labels: labels, count: count, random: &random) }
    } else if count < 2 {
      throw .tooFewFolds(count)
    }
    guard clusters.count >= count else { throw .tooFewClusters(clusters: clusters.count, folds: count) }
    let order = labels.map { Set($0).sorted() } ?? [0]
    var sizes = [[Double]](repeating: [Double](repeating: 0, count: order.count), count: clusters.count)
    for (prompt, cluster) in clusters.index.enumerated() {
      let label = labels.flatMap { order.firstIndex(of: $0[prompt]) } ?? 0
      sizes[cluster][label] += 1
    }
    let fold = deal(sizes, count: count, random: &random)
    return Folds(assignment: clusters.index.map { fold[$0] }, count: count)
  }

  /// The fold of each cluster. `sizes` holds its prompts by class.
  private static func deal(_ sizes: [[Double]], count: Int, random: inout RandomStream) -> [Int] {
    let totals = sizes.reduce([Double](repeating: 0, count: sizes[0].count)) { zip($0, $1).map(+) }
    let shuffled = random.permutation(of: sizes.count)
    let spread = sizes.map { $0.count == 1 ? $0[0] : squaredSpread($0) }
    let order = shuffled.enumerated().sorted {
      (spread[$1.element], $0.offset) < (spread[$0.element], $1.offset)
    }.map(\.element)

    var fold = [Int](repeating: 0, count: sizes.count)
    var shares = [[Double]](repeating: totals.map { _ in 0 }, count: count)  // of each class, by fold
    for (rank, cluster) in order.enumerated() {
      let added = zip(sizes[cluster], totals).map { $1 == 0 ? 0 : $0 / $1 }
      let empty = shares.indices.filter { shares[$0].allSatisfy { $0 == 0 } }
      // As many clusters left as empty folds: none of them may stay empty.
      let candidates = empty.count >= order.count - rank ? empty : Array(shares.indices)
      let best = candidates.min { cost(shares, adding: added, to: $0) < cost(shares, adding: added, to: $1) } ?? 0
      shares[best] = zip(shares[best], added).map(+)
      fold[cluster] = best
    }
    return fold
  }

  /// How unevenly the classes would lie over the folds; among equals the emptier fold.
  private static func cost(_ shares: [[Double]], adding added: [Double], to target: Int) -> Double {
    var result = 0.0
    for label in added.indices {
      result += squaredSpread(shares.indices.map { shares[$0][label] + ($0 == target ? added[label] : 0) })
    }
    return result + 1e-9 * shares[target].reduce(0, +)
  }

  private static func squaredSpread(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }

  private static func check(labels: [Int], count: Int) throws(ProbeError) {
    guard count >= 2 else { throw .tooFewFolds(count) }
    guard let first = labels.first else { throw .noPrompts }
    let classes = Set(labels).count
    guard classes >= 2 else { throw .oneClass(label: first, prompts: labels.count) }
    guard labels.count >= classes * count else {
      throw .tooFewPrompts(prompts: labels.count, classes: classes, folds: count)
    }
  }
}
