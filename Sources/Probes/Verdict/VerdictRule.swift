public import MindstateNumerics

/// *same*, *different* or *undecided*: is X as near to Y as a harmless rewording of Y's wrapper?
///
/// With D, P and I the mean distances X–Y, Y–paraphrases and Y–irrelevant wrappers, s = (D − P)/(I − P). *same*: the
/// upper bound of s lies below the margin; *different*: the lower bound lies above it.
///
/// s places X between two samples of wrappers. Where these overlap, a rewording may well lie above the margin and an
/// irrelevant wrapper below it, and tight bounds on the means P and I only make that error sure. So there is no verdict where less than `leastSeparation` of
/// their pairs are in the right order; to say which wrapper is to blame is `ControlOverlap`'s.
///
/// Bounds by inverting the test of D − P − m(I − P) = 0 over m (Fieller 1954), not by the delta method on the ratio:
/// in simulation at 120 prompts and 8 + 8 wrappers the two one-sided errors at nominal 5 % were 4-6 % for this and
/// 1-10 % for the delta method, which leans to *same* where the denominator is noisy. See `TwoWayMeans` for the variance.
public struct VerdictRule: Sendable, Equatable {
  /// Declared before looking.
  public var margin = 0.25
  /// Of each of the two one-sided bounds, at all layers together.
  public var level = 0.95
  /// Draws for the joint level over layers.
  public var draws = 10_000

  /// Below this many clusters bounds are shown and no verdict is given.
  public static let fewestClusters = 20
  /// Below this many wrappers of a kind a verdict carries a warning.
  public static let fewWrappers = 8
  /// Below this `LayerDistances.separation` the controls overlap and no verdict is given.
  public static let leastSeparation = 0.99

  public init() {}

  /// The verdict at each layer and the joint one.
  ///
  /// Cost: layers × prompts × wrappers, and `draws` × layers² for the joint level.
  /// - Parameters:
  ///   - layers: Every list in them over the same prompts.
  ///   - random: Used only with two layers or more.
  public func verdicts(_ layers: [LayerDistances], clusters: Clusters, random: inout RandomStream) -> PairVerdict {
    let evidence = layers.map { Evidence($0, clusters: clusters) }
    let tail = SimultaneousTail.level(
      evidence.compactMap { $0.means?.influence(LayerDistances.weights(margin: margin)) }, tail: 1 - level,
      draws: draws, random: &random)
    let layers = evidence.map { verdict($0, tail: tail) }
    return PairVerdict(
      layers: layers, all: together(layers, alone: evidence.map { verdict($0, tail: 1 - level) }))
  }

  /// What is known of one layer; `means` is nil where the verdict has no ground, and `blank` says why.
  private struct Evidence {
    var means: TwoWayMeans?
    var blank: LayerVerdict
    let controlsOverlap: Bool

    init(_ layer: LayerDistances, clusters: Clusters) {
      blank = LayerVerdict(
        n: layer.pair.count, clusters: clusters.count, paraphrases: layer.paraphrases.count,
        irrelevant: layer.irrelevant.count)
      controlsOverlap = layer.separation < VerdictRule.leastSeparation
      let counts = [layer.paraphrases.count, layer.irrelevant.count]
      if layer.paraphrases.isEmpty { blank.reasons.append(.noParaphrases) }
      if layer.irrelevant.isEmpty { blank.reasons.append(.noIrrelevant) }
      if counts.contains(1) { blank.reasons.append(.wrappersBelow2) }
      if clusters.count < 2 { blank.reasons.append(layer.pair.count < 2 ? .nBelow2 : .clustersBelow2) }
      if layer.pair.isEmpty { return }
      blank.d = layer.pair.mean
      blank.p = layer.paraphrases.isEmpty ? nil : layer.paraphrases.map(\.mean).mean
      blank.i = layer.irrelevant.isEmpty ? nil : layer.irrelevant.map(\.mean).mean
      if !blank.reasons.isEmpty { return }
      means = layer.means(clusters)
      if counts.contains(where: { $0 < VerdictRule.fewWrappers }) { blank.reasons.append(.wrappersBelow8) }
    }
  }

  private func verdict(_ evidence: Evidence, tail: Double) -> LayerVerdict {
    var result = evidence.blank
    guard let means = evidence.means else { return result }
    guard let bounds = ratioBounds(means, tail: tail) else {
      result.reasons.append(.noAssaySensitivity)
      addNeeds(to: &result, means, tail: tail)
      return result
    }
    result.s = (means.means[0] - means.means[1]) / (means.means[2] - means.means[1])
    (result.low, result.high) = (bounds.lowerBound, bounds.upperBound)
    if evidence.controlsOverlap {
      // More prompts would only sharpen the means.
      result.reasons.append(.controlsOverlap)
      return result
    }
    if means.clusters < Self.fewestClusters {
      result.reasons.append(.clustersBelow20)
    } else if bounds.upperBound < margin {
      result.verdict = .same
    } else if bounds.lowerBound > margin {
      result.verdict = .different
    } else {
      result.reasons.append(.boundsHoldTheMargin)
    }
    addNeeds(to: &result, means, tail: tail)
    return result
  }
}
