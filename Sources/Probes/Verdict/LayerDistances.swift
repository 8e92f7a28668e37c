/// The per-prompt distances which a verdict at one layer is made of; all lists are over the same prompts.
public struct LayerDistances: Sendable, Equatable {
  /// X to Y.
  public var pair: [Double]
  /// Y to each of its paraphrases.
  public var paraphrases: [[Double]]
  /// Y to each irrelevant wrapper.
  public var irrelevant: [[Double]]
  /// How well distance tells the controls themselves apart: the share of pairs of a paraphrase and an irrelevant wrapper
  /// in which the paraphrase is nearer to Y, ties counted half. Of the lists given first: a wrapper that is tried in the
  /// place of X still counts.
  public let separation: Double

  public init(pair: [Double], paraphrases: [[Double]], irrelevant: [[Double]]) {
    self.pair = pair
    self.paraphrases = paraphrases
    self.irrelevant = irrelevant
    separation = Self.separation(paraphrases.map(\.mean), irrelevant.map(\.mean))
  }

  /// 1 where a kind is missing: that is said elsewhere.
  static func separation(_ near: [Double], _ far: [Double]) -> Double {
    if near.isEmpty || far.isEmpty { return 1 }
    let inOrder = near.reduce(0) { sum, p in sum + far.reduce(0) { $0 + (p < $1 ? 1 : p == $1 ? 0.5 : 0) } }
    return inOrder / Double(near.count * far.count)
  }

  /// The weights of D, P and I in D − P − m(I − P), which is negative where s < m.
  static func weights(margin m: Double) -> [Double] { [1, m - 1, -m] }
  /// I − P: what the assay can tell apart at all.
  static let sensitivity: [Double] = [0, -1, 1]

  func means(_ clusters: Clusters) -> TwoWayMeans {
    TwoWayMeans(pair: pair, samples: [paraphrases, irrelevant], clusters: clusters)
  }
}

/// What is known of a pair of conditions; the raw value is the column `verdict`.
public enum Verdict: String, Sendable, CaseIterable {
  /// Nearer than the margin: as near as a harmless rewording.
  case same
  /// Farther than the margin.
  case different
  /// Neither can be said. Never "same" for want of a difference.
  case undecided
}
