extension VerdictRule {
  /// Every m that the test of D − P − m(I − P) = 0 does not refuse on either side, each side at `tail`.
  ///
  /// nil where the lower bound of I − P is not above 0: then the set has no end, and the assay no sensitivity. The
  /// degrees of freedom depend on m, so the ends are found by bisection, to 1e-12.
  func ratioBounds(_ means: TwoWayMeans, tail: Double) -> ClosedRange<Double>? {
    let gap = means.contrast(LayerDistances.sensitivity).interval(tail: tail)
    if gap.lowerBound <= 0 { return nil }
    let s = (means.means[0] - means.means[1]) / (means.means[2] - means.means[1])
    let high = end(from: s, step: 1) { contrastInterval(means, $0, tail).upperBound < 0 }
    let low = end(from: s, step: -1) { contrastInterval(means, $0, tail).lowerBound > 0 }
    guard let low, let high else { return nil }
    return min(low, s)...max(high, s)
  }

  private func contrastInterval(_ means: TwoWayMeans, _ m: Double, _ tail: Double) -> ClosedRange<Double> {
    means.contrast(LayerDistances.weights(margin: m)).interval(tail: tail)
  }

  /// Where `isRefused` becomes true on the way from `start` in the direction of `step`; nil: not before 10⁹.
  private func end(from start: Double, step: Double, _ isRefused: (Double) -> Bool) -> Double? {
    var inside = start
    var distance = 0.125
    while !isRefused(start + step * distance) {
      inside = start + step * distance
      distance *= 2
      if distance > 1e9 { return nil }
    }
    var outside = start + step * distance
    for _ in 0..<80 where abs(outside - inside) > 1e-12 * max(1, abs(outside)) {
      let middle = (inside + outside) / 2
      if isRefused(middle) { outside = middle } else { inside = middle }
    }
    return outside
  }
}

extension Array where Element: Hashable {
  /// Each value once, in order of first appearance.
  var distinct: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
