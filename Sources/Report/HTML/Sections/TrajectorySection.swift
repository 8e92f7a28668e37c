/// Distance to the target condition as a prompt is read.
enum TrajectorySection {
  static func make(_ run: RunContents) -> Section? {
    let groups = run.trajectory.distinct { [$0.target, $0.place.site, $0.place.position] }
    let figures = groups.flatMap { key -> [Figure] in
      let rows = run.trajectory.filter { [$0.target, $0.place.site, $0.place.position] == key }
      return Panel.some(rows.map(\.layer).distinct { $0 }.sorted(), 4).map { layer in
        figure(key[0], layer, rows.filter { $0.layer == layer })
      }
    }
    if figures.isEmpty { return nil }
    var section = Section("trajectory", "Token by token")
    section.blocks = [
      .paragraph("How far a condition's state is from the target's at the same token, as more of the prompt is read."),
      .figures(figures),
    ]
    return section
  }

  private static func figure(_ target: String, _ layer: Int, _ rows: [TrajectoryRecord]) -> Figure {
    var data = PlotData(["condition", "tokens_read", "distance", "ci_low", "ci_high"])
    let lines = rows.distinct(\.condition).prefix(6).map { condition in
      let points = means(rows.filter { $0.condition == condition })
      for point in points {
        data.append([
          .text(condition), .integer(point.tokens), .number(point.distance.value), .number(point.distance.low),
          .number(point.distance.high),
        ])
      }
      return LinePlot.Line(label: condition, points.map { (Double($0.tokens), $0.distance) })
    }
    var plot = LinePlot(
      title: "Distance to \(PlotText.cut(target, to: 60)), layer \(layer)", xLabel: "tokens read",
      yLabel: "distance", lines: lines)
    plot.size = Panel.size
    plot.countsX = true
    let place = rows.first?.place
    return Figure(
      name: "trajectory-\(FileName.safe(target))-\(place?.slug ?? "")-layer-\(layer)", plot: plot,
      caption: "Mean distance over prompts at layer \(layer).", table: .trajectory, data: data)
  }

  /// One point for each number of tokens: as in the table, or the mean of its prompts where it has one row for each.
  private static func means(_ rows: [TrajectoryRecord]) -> [(tokens: Int, distance: Bounded)] {
    let groups = Dictionary(grouping: rows, by: \.tokensRead)
    return groups.keys.sorted().compactMap { tokens in
      guard let rows = groups[tokens], let first = rows.first else { return nil }
      if rows.count == 1 { return (tokens, first.distance) }
      return (tokens, Bounded(rows.reduce(0) { $0 + $1.distance.value } / Double(rows.count)))
    }
  }
}
