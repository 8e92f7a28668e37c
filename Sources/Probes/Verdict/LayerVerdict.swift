/// The verdict at one layer, or joint over all of them.
public struct LayerVerdict: Sendable, Equatable {
  public var verdict = Verdict.undecided
  /// (D − P) / (I − P): 0 is as near as a rewording, 1 as far as an irrelevant prompt. nil where the assay has no
  /// sensitivity: a ratio to nothing.
  public var s: Double?
  /// The simultaneous one-sided bounds, each at 95 %; nil where `s` is, or where nothing tells how wrappers vary.
  public var low: Double?
  public var high: Double?
  /// Mean distances X–Y, Y–paraphrases, Y–irrelevant wrappers.
  public var d: Double?
  public var p: Double?
  public var i: Double?
  public var n: Int
  public var clusters: Int
  public var paraphrases: Int
  public var irrelevant: Int
  /// The smallest number of prompts that would decide, if means and variances stayed as they are; below `n` where the
  /// verdict is decided.
  public var neededPrompts: Int?
  /// Wrappers of each kind that are needed as well; nil: those there are suffice.
  public var neededWrappers: Int?
  public var reasons: [Reason] = []

  public init(n: Int, clusters: Int, paraphrases: Int, irrelevant: Int) {
    self.n = n
    self.clusters = clusters
    self.paraphrases = paraphrases
    self.irrelevant = irrelevant
  }
}

/// One pair's verdicts at one site and position.
public struct PairVerdict: Sendable, Equatable {
  /// In the order of the layers given. Bounds hold for all of them together.
  public var layers: [LayerVerdict]
  /// Over the layers that can be judged: *same* is same at every one of them, *different* different at some. s and its
  /// bounds are those of the layer that speaks most for *different* where that is what it is; else s and its upper bound
  /// are the largest of all layers and the lower bound is the smallest.
  public var all: LayerVerdict
}
