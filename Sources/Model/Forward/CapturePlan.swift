public import MindstateNumerics

/// Which tensors a forward pass keeps: sites at layers, read at rows of the token batch.
public struct CapturePlan: Sendable {
  /// What is read of the rows of a batch.
  public enum Reading: Sendable, Equatable {
    /// These rows, in this order; a row may occur twice.
    case rows([Int])
    /// For each group of rows their mean.
    case means([[Int]])
  }

  public struct SiteLayers: Sendable, Equatable {
    public var site: Site
    /// Layers in ascending order; levels for `resid`, [0] for a site that exists once.
    public var layers: [Int]

    public init(site: Site, layers: [Int]) {
      self.site = site
      self.layers = layers
    }
  }

  public var sites: [SiteLayers]
  public var readings: [Reading]

  public init(sites: [SiteLayers], readings: [Reading]) {
    self.sites = sites
    self.readings = readings
  }
}

/// What a forward pass kept: `states[reading][site]` is [rows or groups, layers · width], layer after layer.
public struct Captured: Sendable {
  public var states: [[Matrix]]
}

/// The stages of a block, in order of computation; a pass ends at the last one that anything asked for needs.
package enum Stage: Int, Comparable, Sendable {
  case input, projections, attention, output
  package static func < (a: Stage, b: Stage) -> Bool { a.rawValue < b.rawValue }
}

extension CapturePlan {
  /// The last block that must run, and up to which stage; (−1, .output) when the embedding is enough.
  package func end(in spec: TransformerSpec) -> (layer: Int, stage: Stage) {
    var end = (layer: -1, stage: Stage.output)
    for entry in sites {
      for layer in entry.layers {
        let needed = Self.stage(of: entry.site, layer: layer, spec: spec)
        if needed.layer > end.layer || (needed.layer == end.layer && needed.stage > end.stage) { end = needed }
      }
    }
    return end
  }

  private static func stage(of site: Site, layer: Int, spec: TransformerSpec) -> (layer: Int, stage: Stage) {
    switch site {
    case .embed: (-1, .output)
    case .resid, .residPre: (layer - 1, .output)
    case .query, .key, .value: (layer, .projections)
    case .attnZ, .attnOut, .residMid: (layer, .attention)
    case .mlpPost, .mlpOut, .residPost: (layer, .output)
    case .finalNorm, .logits: (spec.layers - 1, .output)
    }
  }

  package func asks(for site: Site) -> Bool { sites.contains { $0.site == site } }

  /// Every row that a reading uses, ascending.
  package var wantedRows: [Int] {
    var rows = Set<Int>()
    for reading in readings {
      switch reading {
      case .rows(let list): rows.formUnion(list)
      case .means(let groups): for group in groups { rows.formUnion(group) }
      }
    }
    return rows.sorted()
  }
}
