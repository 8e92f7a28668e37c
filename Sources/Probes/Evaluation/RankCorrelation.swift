#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Spearman's rank correlation of held-out predictions and values, within folds: predictions of two fits are on two
/// scales, and means of train parts run against those of their held-out prompts.
///
/// Σ_f n_f·ρ_f / Σ_f n_f over the folds whose values vary; ρ_f is Pearson's correlation of the ranks (ties get their mean
/// rank; scipy's `spearmanr`), 0 where the predictions of a fold are all one. −1 … 1, by chance 0.
package struct RankCorrelation: Sendable {
  package let value: Double
  /// Without each cluster in turn; nil where no fold is left that varies.
  package let without: [Double?]

  /// nil where no fold's values vary. Cost: n log n for the value, and for each cluster that of its fold.
  package init?(_ predictions: [Double], _ values: [Double], folds: [Int], clusters: Clusters) {
    let members = Dictionary(grouping: values.indices, by: { folds[$0] })
    func part(_ prompts: [Int]) -> Part {
      Part(prompts.map { predictions[$0] }, prompts.map { values[$0] })
    }
    let parts = members.mapValues(part)
    let order = parts.keys.sorted()
    guard let value = Part.joined(order.compactMap { parts[$0] }) else { return nil }
    self.value = value
    var own = [[Int]](repeating: [], count: clusters.count)
    for (prompt, cluster) in clusters.index.enumerated() { own[cluster].append(prompt) }
    without = own.enumerated().map { cluster, prompts in
      let touched = Set(prompts.map { folds[$0] })
      return Part.joined(
        order.compactMap { fold in
          guard touched.contains(fold) else { return parts[fold] }
          return part((members[fold] ?? []).filter { clusters.index[$0] != cluster })
        })
    }
  }

  /// Of finished scores; nil where it rests on one cluster.
  package var standardError: Double? {
    let values = without.compactMap { $0 }
    return values.count == without.count && values.count > 1 ? ClusterJackknife.standardError(values) : nil
  }

  /// Method B, limits symmetric on Fisher's scale artanh ρ.
  package func interval(stretch: Double) throws(Reason) -> ClosedRange<Double> {
    if without.count < 2 { throw .clustersBelow2 }
    guard let error = standardError else { throw .dependsOnOneCluster }
    if abs(value) >= 1 { throw .atEndOfScale }
    let t = StudentT.quantile(upperTail: 0.025, degreesOfFreedom: Double(without.count - 1))
    let reach = stretch * t * error / (1 - value * value)
    return min(tanh(atanh(value) - reach), value)...max(tanh(atanh(value) + reach), value)
  }

  /// One fold.
  private struct Part {
    let prompts: Double
    /// nil where the values do not vary.
    let correlation: Double?

    init(_ predictions: [Double], _ values: [Double]) {
      prompts = Double(values.count)
      let (a, b) = (Self.centredRanks(predictions), Self.centredRanks(values))
      func product(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
      let (aa, bb) = (product(a, a), product(b, b))
      correlation = bb > 0 ? (aa > 0 ? max(-1, min(1, product(a, b) / (aa * bb).squareRoot())) : 0) : nil
    }

    static func joined(_ parts: [Part]) -> Double? {
      var (sum, weight) = (0.0, 0.0)
      for part in parts {
        guard let correlation = part.correlation else { continue }
        sum += part.prompts * correlation
        weight += part.prompts
      }
      return weight > 0 ? sum / weight : nil
    }

    private static func centredRanks(_ values: [Double]) -> [Double] {
      let order = values.indices.sorted { values[$0] < values[$1] }
      var ranks = values
      var start = 0
      while start < order.count {
        var end = start
        while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
        for place in order[start..<end] { ranks[place] = Double(start + end - order.count) / 2 }
        start = end
      }
      return ranks
    }
  }
}
