/// Which prompts depend on each other: prompts of one `group` label form a cluster, a prompt without label its own.
public struct Clusters: Sendable, Equatable {
  /// The cluster of each prompt, numbered in order of first appearance.
  public let index: [Int]
  /// How many clusters there are.
  public let count: Int

  /// - Parameter groups: the label of each prompt. Labels are compared by bytes: é and e + U+0301 are two labels.
  public init(groups: [String?]) {
    var known: [[UInt8]: Int] = [:]
    var next = 0
    index = groups.map { group in
      let key = group.map { Array($0.utf8) }
      if let key, let cluster = known[key] { return cluster }
      defer { next += 1 }
      if let key { known[key] = next }
      return next
    }
    count = next
  }

  /// `n` prompts which have nothing to do with each other.
  public init(independent n: Int) {
    index = Array(0..<n)
    count = n
  }

  /// The prompts of each cluster, ascending.
  package var members: [[Int]] {
    var members = [[Int]](repeating: [], count: count)
    for (prompt, cluster) in index.enumerated() { members[cluster].append(prompt) }
    return members
  }

  /// Sum of `values` and number of prompts in each cluster.
  package func totals(of values: [Double]) -> [ClusterTotal] {
    precondition(values.count == index.count, "\(values.count) values for \(index.count) prompts")
    var totals = [ClusterTotal](repeating: ClusterTotal(sum: 0, prompts: 0), count: count)
    for (cluster, value) in zip(index, values) {
      totals[cluster].sum += value
      totals[cluster].prompts += 1
    }
    return totals
  }
}

/// What a mean over prompts needs to know of one cluster.
package struct ClusterTotal: Sendable, Equatable {
  package var sum: Double
  package var prompts: Double

  package init(sum: Double, prompts: Double) {
    self.sum = sum
    self.prompts = prompts
  }
}
