/// Each metric over layers, the pairs beside paraphrases and irrelevant wrappers.
enum MetricSection {
  static func make(_ run: RunContents) -> Section? {
    if run.similarity.isEmpty { return nil }
    var section = Section("metrics", "Metrics over layers")
    section.blocks.append(
      .paragraph(
        "Each pair in question has a line with its 95 % interval. Beside them stand the mean of Y against its "
          + "paraphrases and against irrelevant wrappers, with a band from the lowest of them to the highest."))
    let metrics = ordered(run)
    for place in run.places {
      let figures = metrics.compactMap { figure($0, place, run) }
      if figures.isEmpty { continue }
      section.blocks.append(.heading(place.words))
      section.blocks.append(.figures(Array(figures.prefix(4))))
      if figures.count > 4 {
        section.blocks.append(
          .folded("\(figures.count - 4) more metrics, \(place.words)", [.figures(Array(figures.dropFirst(4)))]))
      }
    }
    return section
  }

  /// The metric of the verdict first, then those which a reader asks for first, then the others as in the table.
  private static func ordered(_ run: RunContents) -> [String] {
    let all = run.similarity.distinct(\.metric)
    let first = [
      run.mainMetric, "cosine_distance", "displacement_cosine_mean", "retrieval_at_1", "displacement_recovered",
    ]
    return (first.filter(all.contains) + all).distinct { $0 }
  }

  private static func figure(_ metric: String, _ place: Place, _ run: RunContents) -> Figure? {
    let rows = run.similarity.filter { $0.metric == metric && $0.place == place && $0.value != nil }
    var data = PlotData(["role", "condition_a", "condition_b", "layer", "value", "ci_low", "ci_high"])
    func add(_ role: String, _ row: MetricRecord) {
      data.append([
        .text(role), .text(row.a), .text(row.b), .integer(row.layer), .number(row.value?.value),
        .number(row.value?.low), .number(row.value?.high),
      ])
    }
    var lines = [
      ("paraphrases", run.manifest.paraphrases, PlotColor.green), ("irrelevant", run.manifest.irrelevant, .ochre),
    ].compactMap { role, names, color -> LinePlot.Line? in
      let names = Set(names)
      let found = rows.filter {
        controls($0, names, run) || (names.isEmpty && role.hasPrefix($0.role) && $0.role != "")
      }
      for row in found { add(role, row) }
      return spread(role, found, color)
    }
    let pairs = run.pairs.map { pair in (pair, rows.filter { $0.joins(pair.x, pair.y) }) }.filter { !$0.1.isEmpty }
    if pairs.isEmpty { return nil }
    let colors: [PlotColor] = [.blue, .vermilion, .purple, .sky, .grey]
    for (index, (pair, rows)) in pairs.enumerated() {
      for row in rows { add("pair", row) }
      var line = LinePlot.Line(
        label: label(pair, run), rows.sorted { $0.layer < $1.layer }.map { (Double($0.layer), $0.value) })
      line.color = colors[index % colors.count]
      lines.append(line)
    }
    var plot = LinePlot(
      title: "\(Words.term(metric)), \(place.words)", xLabel: "layer", yLabel: Words.term(metric), lines: lines)
    plot.size = Panel.size
    plot.countsX = true
    return Figure(
      name: "metric-\(FileName.safe(metric))-\(place.slug)", plot: plot,
      caption: caption(pairs.map(\.0)), table: .similarity, data: data)
  }

  /// Whether the row is between a Y and one of its controls.
  private static func controls(_ row: MetricRecord, _ names: Set<String>, _ run: RunContents) -> Bool {
    run.pairs.contains { ($0.y == row.a && names.contains(row.b)) || ($0.y == row.b && names.contains(row.a)) }
  }

  /// The name of a line: X alone where all pairs have one Y.
  private static func label(_ pair: RunManifest.Pair, _ run: RunContents) -> String {
    Set(run.pairs.map(\.y)).count == 1 ? pair.x : "\(pair.x) / \(pair.y)"
  }

  private static func caption(_ pairs: [RunManifest.Pair]) -> String {
    let names = pairs.map { "\(Words.name($0.x)) against \(Words.name($0.y))" }
    return "Pairs: " + (names.count > 4 ? names.prefix(4).joined(separator: ", ") + " and others" : Words.list(names))
      + "."
  }

  /// Mean over the controls, and a band from the lowest to the highest of them.
  private static func spread(_ label: String, _ rows: [MetricRecord], _ color: PlotColor) -> LinePlot.Line? {
    let layers = rows.map(\.layer).distinct { $0 }.sorted()
    var line = LinePlot.Line(label: label, points: [])
    line.color = color
    for layer in layers {
      let values = rows.filter { $0.layer == layer }.compactMap { $0.value?.value }
      guard let low = values.min(), let high = values.max() else { continue }
      line.points.append((Double(layer), values.reduce(0, +) / Double(values.count)))
      line.band.append((Double(layer), low, high))
    }
    return line.points.isEmpty ? nil : line
  }
}
