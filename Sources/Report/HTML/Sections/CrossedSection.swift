/// Two tunings against two wrappers.
enum CrossedSection {
  static func make(_ run: RunContents) -> Section? {
    if run.crossed.isEmpty { return nil }
    var section = Section("crossed", "Tunings against wrappers")
    section.blocks.append(
      .paragraph(
        "If tuning does what its own wrapper does, each tuning is nearer to its own wrapper than to the other: both "
          + "rows own minus other, and their mean, below 0."))
    for place in run.crossed.distinct(\.place) {
      let rows = run.crossed.filter { $0.place == place }
      section.blocks.append(.heading(place.words))
      section.blocks.append(.paragraph(CrossedWords.summary(rows)))
      section.blocks.append(.figures([figure(rows, place)]))
      section.blocks.append(.table(table(rows, place)))
    }
    return section
  }

  private static func name(_ row: CrossedRecord) -> String {
    switch row.part {
    case "cell": "\(PlotText.cut(row.tuning, to: 60)) to \(PlotText.cut(row.wrapper, to: 60))"
    case "own_minus_other": "\(PlotText.cut(row.tuning, to: 60)): own minus other"
    default: Words.term(row.part)
    }
  }

  private static func figure(_ rows: [CrossedRecord], _ place: Place) -> Figure {
    let contrasts = rows.filter { $0.part != "cell" }
    var data = PlotData(["part", "tuning", "layer", "value", "ci_low", "ci_high"])
    for row in contrasts {
      data.append([
        .text(row.part), .text(row.tuning), .integer(row.layer), .number(row.value?.value), .number(row.value?.low),
        .number(row.value?.high),
      ])
    }
    let lines = contrasts.distinct(name).map { label in
      let rows = contrasts.filter { name($0) == label }.sorted { $0.layer < $1.layer }
      let short = rows.first.map { $0.part == "own_minus_other" ? $0.tuning : "both" } ?? label
      return LinePlot.Line(label: short, rows.map { (Double($0.layer), $0.value) })
    }
    var plot = LinePlot(
      title: "Own wrapper minus the other, \(place.words)", xLabel: "layer", yLabel: "difference of distances",
      lines: lines)
    plot.references = [.init(y: 0, label: "no difference")]
    plot.size = Panel.size
    plot.countsX = true
    return Figure(
      name: "crossed-\(place.slug)", plot: plot,
      caption: "Below 0: nearer to its own wrapper. Bands are 95 % intervals.", table: .crossed, data: data)
  }

  private static func table(_ rows: [CrossedRecord], _ place: Place) -> Block.Table {
    let names = rows.distinct(name)
    let layers = rows.map(\.layer).distinct { $0 }.sorted()
    return Block.Table(
      caption: "Distance, or difference of distances, with 95 % interval; \(place.words)",
      columns: [.number("Layer")] + names.map { .number($0) },
      rows: layers.map { layer in
        ["\(layer)"]
          + names.map { label in Words.bounded(rows.first { $0.layer == layer && name($0) == label }?.value) }
      })
  }
}

/// Where the crossed table shows a double dissociation.
package enum CrossedWords {
  package static func summary(_ rows: [CrossedRecord]) -> String {
    let contrasts = rows.filter { $0.part != "cell" && $0.value != nil }
    let layers = contrasts.map(\.layer).distinct { $0 }.sorted()
    if layers.isEmpty { return "No contrast has a value." }
    let shown = layers.filter { layer in
      contrasts.filter { $0.layer == layer }.allSatisfy { ($0.value?.high ?? .infinity) < 0 }
    }
    if shown.isEmpty { return "No layer shows that each tuning is nearer to its own wrapper than to the other." }
    let rest = layers.filter { !shown.contains($0) }
    let not = rest.isEmpty ? "" : "; not shown at \(LayerRanges.named(rest, of: layers))"
    return Words.sentence("each tuning is nearer to its own wrapper at \(LayerRanges.named(shown, of: layers))\(not)")
  }
}
