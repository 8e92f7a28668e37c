/// s over layers, with bounds, margin and ceiling.
enum VerdictSection {
  static func make(_ run: RunContents) -> Section? {
    let rows = run.verdicts.filter { $0.layer != nil }
    let figures = run.pairs.flatMap { pair in
      run.places.compactMap { place in
        figure(
          pair, place, rows.filter { $0.pair == pair && $0.place == place }.sorted { ($0.layer ?? 0) < ($1.layer ?? 0) }
        )
      }
    }
    if figures.isEmpty { return nil }
    var section = Section("distance", "How far apart, layer by layer")
    section.blocks = [
      .paragraph(
        "s is the distance of the two, measured so that 0 is as near as a rewording of the wrapper and 1 as far as a "
          + "wrapper that asks for nothing. The band holds s at all layers at once with 95 % confidence."),
      .note(
        "Disc: same. Square: different. Ring: undecided or not judged. What lies beyond the axis is cut off at its border."
      ),
      .figures(figures),
      .folded("Table: s and verdict, layer by layer", run.pairs.map { .table(table($0, run)) }),
    ]
    return section
  }

  private static func figure(_ pair: RunManifest.Pair, _ place: Place, _ rows: [VerdictRecord]) -> Figure? {
    if !rows.contains(where: { $0.s != nil }) { return nil }
    var data = PlotData(["layer", "s", "s_low", "s_high", "margin", "ceiling_s", "verdict"])
    for row in rows {
      data.append([
        .integer(row.layer ?? 0), .number(row.s?.value), .number(row.s?.low), .number(row.s?.high), .number(row.margin),
        .number(row.ceiling), .text(row.verdict),
      ])
    }
    return Figure(
      name: "s-\(place.slug)-\(FileName.safe(pair.x))-\(FileName.safe(pair.y))", plot: plot(pair, place, rows),
      caption: "\(Words.name(pair.x)) against \(Words.name(pair.y)), \(place.words). \(VerdictWords(rows).summary)",
      table: .verdicts, data: data)
  }

  private static func plot(_ pair: RunManifest.Pair, _ place: Place, _ rows: [VerdictRecord]) -> LinePlot {
    var line = LinePlot.Line(label: "s", rows.map { (Double($0.layer ?? 0), $0.s) })
    line.color = .blue
    line.marks = rows.compactMap { row in row.s.map { (Double(row.layer ?? 0), $0.value, mark(row.words)) } }
    var ceiling = LinePlot.Line(
      label: "ceiling", points: rows.map { (Double($0.layer ?? 0), $0.ceiling ?? .nan) })
    ceiling.color = .purple
    let title = "\(PlotText.cut(pair.x, to: 60)) / \(PlotText.cut(pair.y, to: 60)), \(place.words)"
    var plot = LinePlot(
      title: title, xLabel: "layer", yLabel: "s",
      lines: [line] + (rows.contains { $0.ceiling != nil } ? [ceiling] : []))
    plot.references = [.init(y: 0, label: "rewording"), .init(y: 1, label: "irrelevant")]
    if let margin = rows.compactMap(\.margin).first { plot.references.append(.init(y: margin, label: "margin")) }
    plot.size = Panel.size
    plot.countsX = true
    plot.yLimits = -0.5...2
    return plot
  }

  private static func mark(_ verdict: String) -> LinePlot.Mark {
    switch verdict {
    case "same": .disc
    case "different": .square
    default: .ring
    }
  }

  private static func table(_ pair: RunManifest.Pair, _ run: RunContents) -> Block.Table {
    let rows = run.verdicts.filter { $0.pair == pair }
    return Block.Table(
      caption: "\(Words.name(pair.x)) against \(Words.name(pair.y))",
      columns: [
        .text("Reading"), .number("Layer"), .text("Verdict"), .number("s"), .number("Low"), .number("High"),
        .number("Margin"), .number("Ceiling"), .number("Prompts needed"), .text("Reason"),
      ],
      rows: rows.map { row in
        [
          row.place.words, row.layer.map(String.init) ?? "all", row.layer == nil ? row.verdict : row.words,
          Words.number(row.s?.value),
          Words.number(row.s?.low), Words.number(row.s?.high), Words.number(row.margin), Words.number(row.ceiling),
          row.needed.map(String.init) ?? "–", Words.term(row.reason ?? ""),
        ]
      })
  }
}
