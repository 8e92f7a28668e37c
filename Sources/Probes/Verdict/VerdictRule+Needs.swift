extension VerdictRule {
  /// Beyond these nobody will go; a verdict that needs more lies on the margin.
  private static let mostClusters = 1_000_000
  private static let mostWrappers = 1000

  /// The sizes that would decide, with means, variances and level as they are.
  ///
  /// The part of the variance that is due to prompts shrinks with their number, the part due to wrappers does not. So
  /// where prompts alone do not suffice, the number of wrappers is sought at the present number of prompts, and then
  /// at twice, four times … as many.
  func addNeeds(to result: inout LayerVerdict, _ means: TwoWayMeans, tail: Double) {
    let perCluster = Double(means.prompts) / Double(means.clusters)
    func prompts(_ clusters: Int) -> Int { Int((Double(clusters) * perCluster).rounded(.up)) }
    let fewest = smallest(in: Self.fewestClusters...Self.mostClusters) {
      decides(means, .init(clusters: $0), tail: tail)
    }
    if let fewest {
      result.neededPrompts = prompts(fewest)
      return
    }
    var clusters = max(means.clusters, Self.fewestClusters)
    while clusters <= Self.mostClusters {
      let wrappers = smallest(in: 2...Self.mostWrappers) {
        decides(means, .init(clusters: clusters, wrappers: $0), tail: tail)
      }
      if let wrappers {
        (result.neededPrompts, result.neededWrappers) = (prompts(clusters), wrappers)
        result.reasons.append(.moreWrappersNeeded)
        return
      }
      clusters *= 2
    }
    if !result.reasons.contains(.noAssaySensitivity) { result.reasons.append(.atTheMargin) }
  }

  private func decides(_ means: TwoWayMeans, _ size: TwoWayMeans.Size, tail: Double) -> Bool {
    let gap = means.contrast(LayerDistances.sensitivity, size: size).interval(tail: tail)
    let contrast = means.contrast(LayerDistances.weights(margin: margin), size: size).interval(tail: tail)
    return gap.lowerBound > 0 && (contrast.upperBound < 0 || contrast.lowerBound > 0)
  }

  /// The first number for which `holds`, which once true stays true.
  private func smallest(in range: ClosedRange<Int>, where holds: (Int) -> Bool) -> Int? {
    guard holds(range.upperBound) else { return nil }
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = low + (high - low) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return high
  }
}
