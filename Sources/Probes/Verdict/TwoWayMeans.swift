import MindstateNumerics

/// Means over prompts of one pair's values and of samples of wrappers, and how far chance moves them: prompts are a
/// sample, and so are the wrappers of each kind.
///
/// Term 0 is the pair, x_i; term g ≥ 1 is the mean over the wrappers k of one kind, y_ik. A contrast Σ_g w_g·mean_g has
/// the variance of a two-way layout (prompts crossed with wrappers):
///
///     V = wᵀAw + Σ_g w_g²·max(0, B_g − R_g)
///
/// A: covariance of the terms over clusters of prompts; B_g: variance of the wrappers' means, divided by their number;
/// R_g: the residual part σ²/nK, which both A and B hold and which would count twice. Degrees of freedom by Satterthwaite
/// (1946): V² / Σ part²/df of the part. Cost: prompts × wrappers.
package struct TwoWayMeans: Sendable {
  /// By term.
  package let means: [Double]
  package let prompts: Int
  package let clusters: Int
  /// Wrappers of each term; 0 for the pair, which is no sample.
  package let wrappers: [Int]
  /// [terms, terms].
  private let promptCovariance: DoubleMatrix
  private let wrapperVariance: [Double]
  /// [clusters, terms] and by term: what each cluster and each wrapper adds to a mean, scaled so that the sum of squares
  /// is the variance.
  private let promptInfluence: DoubleMatrix
  private let wrapperInfluence: [[Double]]

  /// - Parameters:
  ///   - pair: [prompts].
  ///   - samples: By kind of wrapper, then by wrapper: [prompts]. None of them empty.
  package init(pair: [Double], samples: [[[Double]]], clusters: Clusters) {
    let n = Double(pair.count)
    prompts = pair.count
    self.clusters = clusters.count
    wrappers = [0] + samples.map(\.count)
    let rows = [pair] + samples.map { Self.meanOverWrappers($0) }
    let means = rows.map(\.mean)
    self.means = means
    let correction = Self.correction(clusters.count)
    var influence = DoubleMatrix(rows: clusters.count, columns: rows.count)
    for (term, row) in rows.enumerated() {
      for (prompt, cluster) in clusters.index.enumerated() {
        influence[cluster, term] += (row[prompt] - means[term]) / n * correction
      }
    }
    promptInfluence = influence
    promptCovariance = influence.gram
    let spreads = samples.indices.map { WrapperSpread(samples[$0], rows: rows[$0 + 1], clusters: clusters) }
    wrapperVariance = [0] + spreads.map(\.variance)
    wrapperInfluence = [[]] + spreads.map(\.influence)
  }

  /// √(k/(k − 1)): without it the squares of k deviations from their mean are too small.
  fileprivate static func correction(_ k: Int) -> Double { k < 2 ? 1 : (Double(k) / Double(k - 1)).squareRoot() }

  private static func meanOverWrappers(_ values: [[Double]]) -> [Double] {
    (values.first ?? []).indices.map { prompt in values.reduce(0) { $0 + $1[prompt] } / Double(values.count) }
  }

  /// How large the samples are taken to be; nil: as they are.
  package struct Size: Sendable {
    package var clusters: Int?
    /// Of each kind.
    package var wrappers: Int?

    package init(clusters: Int? = nil, wrappers: Int? = nil) {
      self.clusters = clusters
      self.wrappers = wrappers
    }
  }

  /// A weighted sum of the means with its standard error and degrees of freedom.
  ///
  /// - Parameter pairIsDrawn: Whether the pair's wrapper is itself a draw from wrappers that vary as those sampled do,
  ///   so that its own deviation counts: (1 + 1/K)σ² instead of σ²/K. Otherwise the pair is taken as it is.
  package func contrast(_ weights: [Double], size: Size = Size(), pairIsDrawn: Bool = false) -> Contrast {
    var value = 0.0
    var prompt = 0.0
    for a in means.indices where weights[a] != 0 {
      value += weights[a] * means[a]
      for b in means.indices { prompt += weights[a] * weights[b] * promptCovariance[a, b] }
    }
    let clusters = Double(size.clusters ?? self.clusters)
    prompt = max(0, prompt) * Double(self.clusters) / clusters
    var variance = prompt
    var divisor = clusters > 1 ? prompt * prompt / (clusters - 1) : 0
    for term in means.indices where wrappers[term] > 0 {
      let count = Double(size.wrappers ?? wrappers[term])
      let spread = weights[term] * weights[term] * wrapperVariance[term] * Double(wrappers[term])
      let part = spread / count + (pairIsDrawn ? spread : 0)
      variance += part
      if count > 1 { divisor += part * part / (count - 1) }
    }
    return Contrast(
      value: value, error: variance.squareRoot(),
      degreesOfFreedom: divisor > 0 ? variance * variance / divisor : .infinity)
  }

  /// What every cluster and wrapper adds to a contrast, scaled: the products of two layers' vectors are the covariance
  /// of their contrasts.
  package func influence(_ weights: [Double]) -> [Double] {
    let prompts = (0..<clusters).map { cluster in
      means.indices.reduce(0) { $0 + weights[$1] * promptInfluence[cluster, $1] }
    }
    return prompts + means.indices.flatMap { term in wrapperInfluence[term].map { $0 * weights[term] } }
  }
}

/// A linear contrast of means.
package struct Contrast: Sendable, Equatable {
  package var value: Double
  package var error: Double
  package var degreesOfFreedom: Double

  /// Bounds which miss with probability `tail` each.
  package func interval(tail: Double) -> ClosedRange<Double> {
    let half = error > 0 ? StudentT.quantile(upperTail: tail, degreesOfFreedom: degreesOfFreedom) * error : 0
    return value - half...value + half
  }

  /// Two-sided p of "the contrast is 0"; nil where nothing varies.
  package var p: Double? {
    error > 0 ? StudentT.twoSided(value / error, degreesOfFreedom: degreesOfFreedom) : nil
  }
}

/// How the means of one kind of wrapper vary.
private struct WrapperSpread {
  var variance = 0.0
  var influence: [Double]

  /// - Parameter rows: The mean over the wrappers, by prompt.
  init(_ values: [[Double]], rows: [Double], clusters: Clusters) {
    let count = Double(values.count)
    let n = Double(rows.count)
    let centre = rows.mean
    let correction = TwoWayMeans.correction(values.count)
    let deviations = values.map { $0.mean - centre }
    influence = deviations.map { $0 / count * correction }
    let total = influence.reduce(0) { $0 + $1 * $1 }
    if total == 0 || values.count < 2 { return }
    var residual = 0.0
    for (wrapper, own) in values.enumerated() {
      let sums = clusters.totals(of: zip(own, rows).map { $0 - $1 - deviations[wrapper] })
      residual += sums.reduce(0) { $0 + $1.sum * $1.sum }
    }
    let clusterCorrection = TwoWayMeans.correction(clusters.count)
    residual *= correction * correction * clusterCorrection * clusterCorrection / (n * n * count * count)
    variance = max(0, total - residual)
    let shrink = (variance / total).squareRoot()
    influence = influence.map { $0 * shrink }
  }
}
