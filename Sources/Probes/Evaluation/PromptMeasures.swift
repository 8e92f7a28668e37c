#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Measures that are means of one value a prompt, so that method A gives their interval.
extension ScoredPrompts {
  /// 1 where the prediction is right, else 0.
  package var hits: [Double] { zip(predictions, labels).map { $0 == $1 ? 1 : 0 } }

  /// −ln p of the true class, in nats. Finite for finite logits, so nothing is clipped.
  package var logLosses: [Double] {
    let logs = logProbabilities
    return labels.enumerated().map { -logs[$0.offset, $0.element] }
  }

  /// With two classes (p₁ − y)²; with more Σ_k (p_k − [y = k])².
  package var brierScores: [Double] {
    let logs = logProbabilities
    return labels.enumerated().map { row, label in
      (classes == 2 ? 1..<2 : 0..<classes).reduce(0) { sum, k in
        let miss = exp(logs[row, k]) - (k == label ? 1 : 0)
        return sum + miss * miss
      }
    }
  }
}

/// Measures of all prompts together which are no mean of one value a prompt.
extension ScoredPrompts {
  /// Mean recall over the classes that occur; nil without prompts.
  package var balancedAccuracy: Double? { Recalls(self).mean }

  /// The same without each cluster in turn; nil for one whose absence leaves a class without prompts.
  package func balancedAccuracy(withoutEach clusters: Clusters) -> [Double?] {
    let all = Recalls(self)
    var own = [Recalls](repeating: Recalls(classes: classes), count: clusters.count)
    for (row, hit) in hits.enumerated() { own[clusters.index[row]].add(hit, labels[row]) }
    return own.map { all.subtracting($0) }
  }

  /// See `ProbeMeasure.calibrationError`. A confidence on the border of two bins belongs to the lower one, as in the
  /// paper: bins are (b − 1, b] / 15.
  package func calibrationError(bins: Int = 15) -> Double? {
    if count == 0 { return nil }
    let logs = logProbabilities
    var gaps = [Double](repeating: 0, count: bins)
    for (row, hit) in hits.enumerated() {
      let confidence = exp(logs.row(row).max() ?? 0)
      let bin = Int((confidence * Double(bins)).rounded(.up)) - 1
      gaps[min(max(bin, 0), bins - 1)] += hit - confidence
    }
    return gaps.reduce(0) { $0 + abs($1) } / Double(count)
  }

  /// Per prompt 1 where it has the most frequent class of its train prompts (all that another fold holds; of equally
  /// frequent ones the first).
  ///
  /// - Parameter train: labels of the train prompts, by fold.
  package func majorityHits(train: [[Int]]) -> [Double] {
    let majority = train.map { labels in
      let sizes = labels.reduce(into: [Int](repeating: 0, count: classes)) { $0[$1] += 1 }
      return (1..<classes).reduce(0) { sizes[$1] > sizes[$0] ? $1 : $0 }
    }
    return zip(folds, labels).map { majority[$0] == $1 ? 1 : 0 }
  }
}

/// Prompts of each class, and how many of them are predicted.
private struct Recalls {
  private var right: [Double]
  private var all: [Double]

  init(classes: Int) {
    right = [Double](repeating: 0, count: classes)
    all = right
  }

  init(_ scored: ScoredPrompts) {
    self.init(classes: scored.classes)
    for (hit, label) in zip(scored.hits, scored.labels) { add(hit, label) }
  }

  mutating func add(_ hit: Double, _ label: Int) {
    right[label] += hit
    all[label] += 1
  }

  var mean: Double? {
    let recalls = zip(right, all).compactMap { $1 > 0 ? $0 / $1 : nil }
    return recalls.isEmpty ? nil : recalls.mean
  }

  func subtracting(_ part: Recalls) -> Double? {
    var rest = self
    for k in right.indices {
      rest.right[k] -= part.right[k]
      rest.all[k] -= part.all[k]
      if rest.all[k] == 0 && all[k] > 0 { return nil }
    }
    return rest.mean
  }
}
