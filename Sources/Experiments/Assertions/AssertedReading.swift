package import MindstateModel

/// Where an assertion reads.
package struct AssertedReading: Sendable, Equatable {
  package var site = Site.resid
  /// nil: all layers; of `resid` all but level 0, the token's embedding, which no wrapper moves.
  package var layers: [Int]?
  package var position = Position.last
  /// A JSONL file of answers where the position reads one; nil: the prompts' references.
  package var answers: String?

  package init() {}

  /// The layers in a model, ascending.
  func layers(in spec: TransformerSpec) throws -> [Int] {
    let existing = Array(site.layers(in: spec))
    guard let layers else { return site == .resid ? existing.filter { $0 > 0 } : existing }
    if layers.isEmpty { throw AssertionError.noLayers(site: site.rawValue) }
    _ = try SitePlan(sites: [site], layers: .listed(layers), spec: spec)
    return site.isSingle ? [0] : Set(layers).sorted()
  }
}
