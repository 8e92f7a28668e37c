public import MindstateStore

extension ConditionStates {
  /// The capture in a file; states are read as they are needed.
  ///
  /// - Parameter label: What to call the capture where its condition is not unique; nil: the path.
  public init(_ store: StateStore, label: String? = nil) {
    self.init(
      label: label ?? store.path, condition: store.condition, promptIDs: store.prompts.map(\.id),
      groups: store.prompts.map(\.group),
      readings: store.readings.map { reading in
        ReadingLayout(
          position: reading.position,
          sites: reading.sites.map { SiteLayout(site: $0.site, layers: $0.layers, width: $0.width) },
          rows: .init(position: reading.position, offsets: reading.offsets), tokenIDs: reading.tokenIDs,
          tokenPositions: reading.tokenPositions)
      }
    ) { site, position, layer in try store.states(site: site, position: position, layerIndex: layer) }
    labels = PromptLabel.all(of: store.prompts)
  }

  /// A capture in memory.
  public init(_ capture: Capture, label: String? = nil) {
    self.init(
      label: label ?? capture.condition, condition: capture.condition, promptIDs: capture.prompts.map(\.id),
      groups: capture.prompts.map(\.group),
      readings: capture.readings.map { reading in
        ReadingLayout(
          position: reading.position,
          sites: reading.sites.map { SiteLayout(site: $0.site, layers: $0.layers, width: $0.width) },
          rows: .init(position: reading.position, offsets: reading.offsets), tokenIDs: reading.tokenIDs,
          tokenPositions: reading.tokenPositions)
      }
    ) { site, position, layer in
      let sites = capture.readings.first { $0.position == position }?.sites
      guard let states = sites?.first(where: { $0.site == site }), states.layers.indices.contains(layer) else {
        throw CaptureError(path: capture.condition, .noSuchSite(site, position: position, available: []))
      }
      return states.layer(at: layer)
    }
    labels = PromptLabel.all(of: capture.prompts)
  }
}

extension PromptLabel {
  /// Every label that a prompt has, in the order of first use.
  package static func all(of prompts: [CapturedPrompt]) -> [PromptLabel] {
    var labels: [PromptLabel] = []
    var known: [[UInt8]: Int] = [:]
    for (prompt, captured) in prompts.enumerated() {
      for (name, value) in captured.labels {
        let index = known[Array(name.utf8)] ?? labels.count
        if index == labels.count {
          known[Array(name.utf8)] = index
          labels.append(PromptLabel(name: name, values: Array(repeating: .null, count: prompts.count)))
        }
        labels[index].values[prompt] = value
      }
    }
    return labels
  }
}

extension ReadingLayout.Rows {
  /// As the name of the position says.
  fileprivate init(position: String, offsets: [Int]?) {
    switch RowsPerPrompt(position: position) {
    case .one: self = .token
    case .mean: self = .average(offsets: offsets)
    case .tokens: self = .ragged(offsets: offsets ?? [])
    }
  }
}
