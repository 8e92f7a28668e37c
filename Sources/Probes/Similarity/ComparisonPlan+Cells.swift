extension ComparisonPlan {
  /// The positions, sites and layers which all conditions hold, restricted to what the request asks for.
  func agreedCells() throws(ComparisonError) -> [Cell] {
    var cells: [Cell] = []
    let positions = try agreed(
      .position, at: "", conditions.map { $0.states.readings.map(\.position) }, wanted: request.positions)
    for position in positions {
      let readings = conditions.compactMap { $0.reading(at: position) }
      try check(readings)
      let sites = try agreed(.site, at: " at \(position)", readings.map { $0.sites.map(\.site) }, wanted: request.sites)
      for site in sites {
        let layouts = readings.compactMap { $0.sites.first { $0.site == site } }
        try checkWidths(of: layouts)
        for layer in try layers(of: layouts, at: " at \(position), \(site)").sorted() {
          cells.append(Cell(position: position, site: site, layer: layer))
        }
      }
    }
    if cells.isEmpty { throw .nothingChosen(layers: request.layers ?? []) }
    return cells
  }

  /// A site that has one layer only keeps it under any choice of layers, if it was asked for by name; otherwise it is
  /// left out, as `--layers 6` does not speak of it.
  private func layers(of layouts: [SiteLayout], at place: String) throws(ComparisonError) -> [Int] {
    if let wanted = request.layers, !wanted.contains(0), layouts.allSatisfy({ $0.layers == [0] }) {
      return request.sites == nil ? [] : [0]
    }
    return try agreed(.layer, at: place, layouts.map(\.layers), wanted: request.layers)
  }

  /// What all lists hold: `wanted`, each of which must be in every list, or else everything, if the lists agree.
  private func agreed<T: Hashable & CustomStringConvertible & Sendable>(
    _ axis: ComparisonError.Axis, at place: String, _ lists: [[T]], wanted: [T]?
  ) throws(ComparisonError) -> [T] {
    for (condition, list) in zip(conditions, lists) {
      if let missing = wanted?.first(where: { !list.contains($0) }) {
        throw .notCaptured(
          axis, place: place, wanted: missing.description, condition: condition.name, has: list.map(\.description))
      }
      if wanted == nil && Set(list) != Set(lists[0]) {
        throw .axisDiffers(
          axis, place: place, condition: condition.name, has: list.map(\.description), first: conditions[0].name,
          firstHas: lists[0].map(\.description))
      }
    }
    var seen: Set<T> = []
    return (wanted ?? lists[0]).filter { seen.insert($0).inserted }
  }

  private func check(_ readings: [ReadingLayout]) throws(ComparisonError) {
    for (condition, reading) in zip(conditions, readings) {
      if let why = reading.contradiction(prompts: promptIDs.count) {
        throw .malformed(condition: condition.name, position: reading.position, why: why)
      }
      if !reading.rows.isLike(readings[0].rows) {
        throw .rowsDiffer(position: reading.position, condition: condition.name, first: conditions[0].name)
      }
    }
  }

  private func checkWidths(of layouts: [SiteLayout]) throws(ComparisonError) {
    for (condition, layout) in zip(conditions, layouts) where layout.width != layouts[0].width {
      throw .widthsDiffer(
        site: layout.site, condition: condition.name, width: layout.width, first: conditions[0].name,
        firstWidth: layouts[0].width)
    }
  }
}

extension ReadingLayout.Rows {
  fileprivate func isLike(_ other: Self) -> Bool {
    switch (self, other) {
    case (.token, .token), (.average, .average), (.ragged, .ragged): true
    case (.token, _), (.average, _), (.ragged, _): false
    }
  }
}
