public import MindstateModel
import MindstateProbes

/// Layers as a user names them: all, or numbers and ranges. For `resid` they are levels, 0 entering the first block.
public enum LayerSelection: Sendable, Equatable {
  case all
  /// Ascending, without repeats.
  case listed([Int])

  /// Reads `all`, or a comma-separated list of numbers and ranges such as `0,3-5`.
  public init(parsing text: String) throws(SelectionError) {
    if text == "all" {
      self = .all
      return
    }
    var layers = Set<Int>()
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard ends.count <= 2, let low = ends.first ?? nil, let high = ends.last ?? nil, 0 <= low, low <= high,
        high < 100_000
      else { throw .badLayers(String(part)) }
      layers.formUnion(low...high)
    }
    self = .listed(layers.sorted())
  }
}

/// A selection of sites or layers that cannot be had.
public enum SelectionError: Error, CustomStringConvertible, Sendable, Equatable {
  case badLayers(String)
  case noSuchLayer(Int, site: Site, layers: Range<Int>)
  case noMiddle
  case repeatedSite(Site)
  case repeatedPosition(String)

  public var description: String {
    switch self {
    case .badLayers(let text): "layers: \"\(text)\" is no layer; give `all`, or numbers and ranges such as 0,3-5"
    case .noSuchLayer(let layer, let site, let layers):
      "layer \(layer) does not exist at site \(site.rawValue): this model has \(layers.lowerBound)-\(layers.upperBound - 1)"
    case .noMiddle:
      "site resid_mid does not exist in this model: its attention and MLP branches are parallel, so nothing lies "
        + "between them. Ask for resid_pre, attn_out or mlp_out"
    case .repeatedSite(let site): "site \(site.rawValue) is asked for twice"
    case .repeatedPosition(let position): "position \(position) is asked for twice"
    }
  }
}

/// Sites with the layers to keep of each, checked against a model.
public struct SitePlan: Sendable {
  public let sites: [CapturePlan.SiteLayers]

  public init(sites: [Site], layers: LayerSelection, spec: TransformerSpec) throws(SelectionError) {
    var list: [CapturePlan.SiteLayers] = []
    for site in sites {
      if list.contains(where: { $0.site == site }) { throw .repeatedSite(site) }
      if site == .residMid && spec.parallelBranches { throw .noMiddle }
      let existing = site.layers(in: spec)
      switch layers {
      case .all: list.append(.init(site: site, layers: Array(existing)))
      case .listed where site.isSingle: list.append(.init(site: site, layers: [0]))
      case .listed(let chosen):
        if let bad = chosen.first(where: { !existing.contains($0) }) {
          throw .noSuchLayer(bad, site: site, layers: existing)
        }
        list.append(.init(site: site, layers: chosen))
      }
    }
    self.sites = list
  }
}

extension SitePlan {
  func layouts(in spec: TransformerSpec) -> [SiteLayout] {
    sites.map { SiteLayout(site: $0.site.rawValue, layers: $0.layers, width: $0.site.width(in: spec)) }
  }
}
