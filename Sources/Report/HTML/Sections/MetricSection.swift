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
      let figures = metrics.flatMap { drawn($0, place, run) }
      if figures.isEmpty { continue }
      section.blocks.append(.heading(place.words))
      section.blocks.append(.figures(Array(figures.prefix(4))))
      if figures.count > 4 {
        section.blocks.append(
          .folded("\(figures.count - 4) more plots, \(place.words)", [.figures(Array(figures.dropFirst(4)))]))
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

  /// One picture for each five pairs: more lines than that have no colors that can be told apart.
  private static func drawn(_ metric: String, _ place: Place, _ run: RunContents) -> [Figure] {
    let rows = run.similarity.filter { $0.metric == metric && $0.place == place && $0.value != nil }
    let pairs = run.pairs.filter { pair in rows.contains { $0.joins(pair.x, pair.y) } }
    let controls = spreads(rows, run)
    return stride(from: 0, to: pairs.count, by: colors.count).map { start in
      let shown = Array(pairs[start..<min(start + colors.count, pairs.count)])
      var figure = Self.figure(metric, place, run, shown, rows, controls)
      if start > 0 { figure.name += "-\(start / colors.count + 1)" }
      return figure
    }
  }

  private static let colors: [PlotColor] = [.blue, .vermilion, .purple, .sky, .grey]

  /// Of a role the line, and the rows that it is made from.
  private typealias Spread = (role: String, rows: [MetricRecord], line: LinePlot.Line)

  private static func spreads(_ rows: [MetricRecord], _ run: RunContents) -> [Spread] {
    let roles: [(String, [String], PlotColor)] = [
      ("paraphrases", run.manifest.paraphrases, .green), ("irrelevant", run.manifest.irrelevant, .ochre),
    ]
    return roles.compactMap { role, names, color in
      let names = Set(names)
      let found = rows.filter {
        controls($0, names, run) || (names.isEmpty && role.hasPrefix($0.role) && $0.role != "")
      }
      return spread(role, found, color).map { (role, found, $0) }
    }
  }

  private static func figure(
    _ metric: String, _ place: Place, _ run: RunContents, _ pairs: [RunManifest.Pair], _ rows: [MetricRecord],
    _ controls: [Spread]
  ) -> Figure {
    var data = PlotData(["role", "condition_a", "condition_b", "layer", "value", "ci_low", "ci_high"])
    for control in controls { add(control.rows, control.role, to: &data) }
    var lines = controls.map(\.line)
    for (index, pair) in pairs.enumerated() {
      let rows = rows.filter { $0.joins(pair.x, pair.y) }.sorted { $0.layer < $1.layer }
      add(rows, "pair", to: &data)
      var line = LinePlot.Line(label: label(pair, run), rows.map { (Double($0.layer), $0.value) })
      line.color = colors[index]
      lines.append(line)
    }
    let words = Words.term(metric)
    var plot = LinePlot(title: "\(words), \(place.words)", xLabel: "layer", yLabel: words, lines: lines)
    plot.size = Panel.size
    plot.countsX = true
    return Figure(
      name: "metric-\(FileName.safe(metric))-\(place.slug)", plot: plot, caption: caption(pairs), table: .similarity,
      data: data)
  }

  private static func add(_ rows: [MetricRecord], _ role: String, to data: inout PlotData) {
    for row in rows {
      data.append([
        .text(role), .text(row.a), .text(row.b), .integer(row.layer), .number(row.value?.value),
        .number(row.value?.low), .number(row.value?.high),
      ])
    }
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
    return "Pairs: \(Words.list(names))."
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
