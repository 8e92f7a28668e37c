/// The assay tried on what is known: each paraphrase against the others must come out *same*, each irrelevant wrapper
/// *different*, at every layer where the assay has sensitivity and the controls do not overlap.
public struct SelfTest: Sendable, Equatable {
  /// One wrapper that did not come out as it must.
  public struct Failure: Sendable, Equatable {
    public var condition: String
    public var role: Role
    /// Came out the other way.
    public var contrary: [Int]
    public var undecided: [Int]
  }

  public var site: String
  public var position: String
  /// Comparisons of a wrapper at a layer that came out as they must.
  public var right = 0
  /// All that could be judged.
  public var made = 0
  public var failures: [Failure] = []
  /// Why wrappers were not judged, where they were not.
  public var reasons: [Reason] = []
  /// Layers without a verdict for anyone, ascending.
  public var overlaps: [ControlOverlap] { controls.filter(\.isFound) }
  /// By layer.
  private var controls: [ControlOverlap] = []

  public var passed: Bool { made > 0 && right == made }

  init(site: String, position: String) {
    self.site = site
    self.position = position
  }

  /// What a wrapper of this role must come out as; nil: no control.
  package static func expected(_ role: Role) -> Verdict? {
    switch role {
    case .paraphrase: .same
    case .irrelevant: .different
    default: nil
    }
  }

  /// Adds one wrapper's verdicts, each with its layer.
  mutating func add(
    _ condition: String, _ role: Role, of y: String, _ verdicts: [(layer: Int, result: LayerVerdict)]
  ) {
    var failure = Failure(condition: condition, role: role, contrary: [], undecided: [])
    for (layer, result) in verdicts {
      guard let distance = result.d else { continue }
      let overlaps = result.reasons.contains(.controlsOverlap)
      controls.add(condition, role, distance: distance, from: y, at: layer, isFound: overlaps)
      if overlaps { continue }
      if !result.isJudged {
        reasons += result.reasons.filter { !reasons.contains($0) }
        continue
      }
      made += 1
      if result.verdict == Self.expected(role) {
        right += 1
      } else if result.verdict == .undecided {
        failure.undecided.append(layer)
      } else {
        failure.contrary.append(layer)
      }
    }
    controls.sort { ($0.layer, $0.y) < ($1.layer, $1.y) }
    failure.contrary.sort()
    failure.undecided.sort()
    if !(failure.contrary + failure.undecided).isEmpty { failures.append(failure) }
  }
}

extension LayerDistances {
  /// The distances of the self-test of paraphrase `index`: it takes the place of X, the others stay.
  public func trying(paraphrase index: Int) -> LayerDistances {
    var tried = LayerDistances(pair: paraphrases[index], paraphrases: paraphrases, irrelevant: irrelevant)
    tried.paraphrases.remove(at: index)
    return tried
  }

  /// The distances of the self-test of irrelevant wrapper `index`.
  public func trying(irrelevant index: Int) -> LayerDistances {
    var tried = LayerDistances(pair: irrelevant[index], paraphrases: paraphrases, irrelevant: irrelevant)
    tried.irrelevant.remove(at: index)
    return tried
  }
}
