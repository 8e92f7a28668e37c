package import MindstateModel

/// Where an assertion reads.
package struct AssertedReading: Sendable, Equatable {
  package var site = Site.resid
  package var layers = AssertedLayers.all
  package var position = Position.last
  /// A JSONL file of answers where the position reads one; nil: the prompts' references.
  package var answers: String?

  package init() {}

  /// The layers in a model, ascending.
  func layers(in spec: TransformerSpec) throws -> [Int] {
    let existing = site.layers(in: spec)
    let chosen: [Int]
    switch layers {
    case .all: return existing.filter { site != .resid || $0 > 0 }
    case .last: return [existing.upperBound - 1]
    case .listed(let list): chosen = list
    case .range(let first, let last):
      let last = last ?? existing.upperBound - 1
      // The ends are checked below, so a range without end is not filled in.
      guard existing.contains(first), existing.contains(last) else { return try checked([first, last], in: spec) }
      chosen = first <= last ? Array(first...last) : []
    }
    return try checked(chosen, in: spec)
  }

  private func checked(_ layers: [Int], in spec: TransformerSpec) throws -> [Int] {
    if layers.isEmpty { throw AssertionError.noLayers(site: site.rawValue) }
    _ = try SitePlan(sites: [site], layers: .listed(layers), spec: spec)
    return site.isSingle ? [0] : Set(layers).sorted()
  }
}

/// Which layers an assertion speaks of.
package enum AssertedLayers: Sendable, Hashable {
  /// Of `resid` all but level 0, the token's embedding, which no wrapper moves.
  case all
  /// The uppermost.
  case last
  case listed([Int])
  /// Both ends included; nil: to the uppermost.
  case range(from: Int, through: Int?)
}
