/// What the layers of one pair come to together. A layer that cannot be judged speaks neither for nor against anything:
/// it is named and left out.
public struct LayersTogether: Sendable, Equatable {
  /// Each ascending.
  public private(set) var same: [Int] = []
  public private(set) var different: [Int] = []
  public private(set) var undecided: [Int] = []
  public private(set) var notJudged: [Int] = []

  /// - Parameter layers: Each with its verdict; nil: not judged.
  public init(_ layers: some Sequence<(layer: Int, verdict: Verdict?)>) {
    for (layer, verdict) in layers.sorted(by: { $0.layer < $1.layer }) {
      switch verdict {
      case .same: same.append(layer)
      case .different: different.append(layer)
      case .undecided: undecided.append(layer)
      case nil: notJudged.append(layer)
      }
    }
  }

  /// What there is, with its word.
  public var parts: [(words: String, layers: [Int])] {
    [("same", same), ("different", different), ("undecided", undecided), (Self.notJudgedWords, notJudged)]
      .filter { !$0.1.isEmpty }
  }

  /// `same 2-6, different 1, not judged 0`.
  public var ranges: String {
    let runs = parts.map { ($0.words, LayerList.ranges($0.layers)) }
    // A comma within a list of layers needs a stronger sign between the lists.
    return runs.map { "\($0.0) \($0.1)" }.joined(separator: runs.contains { $0.1.contains(",") } ? "; " : ", ")
  }

  /// What tables and sentences call a layer, or a whole pair, without a verdict.
  public static let notJudgedWords = "not judged"
}

/// Layers as people write them and as options take them.
public enum LayerList {
  /// `0-3, 6`, ascending.
  public static func ranges(_ layers: [Int]) -> String {
    var runs: [ClosedRange<Int>] = []
    for layer in layers.sorted() {
      if let last = runs.last, layer - last.upperBound <= 1 {
        runs[runs.count - 1] = last.lowerBound...max(last.upperBound, layer)
      } else {
        runs.append(layer...layer)
      }
    }
    return runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ", ")
  }

  /// `layer 3`, `layers 1-4, 6`.
  public static func named(_ layers: [Int]) -> String {
    (Set(layers).count == 1 ? "layer " : "layers ") + ranges(layers)
  }
}

extension LayerVerdict {
  /// Whether the question could be asked at all here: s has a value, the controls do not overlap, all states were read
  /// at the same tokens, and there are prompts enough. Then *undecided* means that the bounds hold the margin.
  public var isJudged: Bool { Self.isJudged(hasValue: s != nil, reasons) }

  /// The same from a row of `verdicts.csv`.
  public static func isJudged(hasValue: Bool, _ reasons: some Sequence<Reason>) -> Bool {
    let withheld: [Reason] = [.noAssaySensitivity, .controlsOverlap, .tokensDiffer, .clustersBelow20]
    return hasValue && !reasons.contains(where: withheld.contains)
  }
}

extension VerdictRule {
  /// The statement over layers.
  ///
  /// *same* where every judged layer is, which is an intersection-union test and so asks each layer at the full level;
  /// *different* where some judged layer is by bounds that hold for all layers at once; else *undecided*.
  /// - Parameters:
  ///   - layers: by bounds that hold for all of them together.
  ///   - alone: the same layers, each at the full level.
  func together(_ layers: [LayerVerdict], alone: [LayerVerdict]) -> LayerVerdict {
    guard var all = layers.first else { return LayerVerdict(n: 0, clusters: 0, paraphrases: 0, irrelevant: 0) }
    let judged = layers.indices.filter { layers[$0].isJudged }
    let counted = judged.isEmpty ? Array(layers.indices) : judged
    let (together, each) = (counted.map { layers[$0] }, counted.map { alone[$0] })
    let differing = together.filter { $0.verdict == .different }
    let isSame = !judged.isEmpty && each.allSatisfy { $0.verdict == .same }
    all.verdict = isSame ? .same : differing.isEmpty ? .undecided : .different
    (all.s, all.low, all.high, all.d, all.p, all.i) = (nil, nil, nil, nil, nil, nil)
    if let decisive = differing.max(by: { ($0.low ?? 0) < ($1.low ?? 0) }) {
      all.take(decisive)
    } else if let farthest = each.filter({ $0.high != nil }).max(by: { ($0.high ?? 0) < ($1.high ?? 0) }) {
      all.take(farthest)
      if !judged.isEmpty {
        all.s = each.compactMap(\.s).max()
        all.low = each.compactMap(\.low).min()
      }
    }
    if judged.isEmpty { (all.s, all.low, all.high) = (nil, nil, nil) }
    all.reasons = each.flatMap(\.reasons).distinct
    if !differing.isEmpty, together.contains(where: { $0.verdict == .same }) {
      all.reasons = [.layersDiffer] + all.reasons
    }
    all.addNeeds(of: differing.isEmpty ? each : differing)
    return all
  }
}

extension LayerVerdict {
  fileprivate mutating func take(_ other: LayerVerdict) {
    (s, low, high, d, p, i) = (other.s, other.low, other.high, other.d, other.p, other.i)
  }

  /// As much as the layer that needs most; nothing where that of one is not known.
  fileprivate mutating func addNeeds(of layers: [LayerVerdict]) {
    let isKnown = layers.allSatisfy { $0.neededPrompts != nil }
    neededPrompts = isKnown ? layers.compactMap(\.neededPrompts).max() : nil
    neededWrappers = isKnown ? layers.compactMap(\.neededWrappers).max() : nil
  }
}

extension PairVerdict {
  /// Says of the joint statement that it leaves layers out.
  mutating func nameWhatIsLeftOut() {
    if layers.contains(where: \.isJudged), layers.contains(where: { !$0.isJudged }) {
      all.reasons.append(.layersNotJudged)
    }
  }
}
