/// Into which mode of the base model a condition falls.
enum ModesSection {
  static func make(_ run: RunContents) -> Section? {
    if run.modes.isEmpty { return nil }
    var section = Section("modes", "Modes")
    section.blocks.append(
      .paragraph(
        "A probe learns to tell the base model's modes apart from its states, layer by layer. Then it reads another "
          + "condition's held-out prompts. It must choose among the modes that it was given, so a share near 1 says "
          + "which of them is nearest, not that the state is the same."))
    for place in run.modes.distinct(\.place) {
      let rows = run.modes.filter { $0.place == place }
      section.blocks.append(.heading(place.words))
      let scored = rows.distinct(\.scored)
      let asked = Set(run.pairs.map(\.x))
      let first = scored.filter { asked.isEmpty || asked.contains($0) }
      section.blocks += blocks(first, rows, place)
      let others = scored.filter { !first.contains($0) }
      if !others.isEmpty {
        let title = "\(Words.count(others.count, "other condition")), controls among them, \(place.words)"
        section.blocks.append(.folded(title, blocks(others, rows, place)))
      }
      section.blocks.append(
        .folded("Table: share of each mode, layer by layer", [.table(table(rows, place))]))
    }
    return section
  }

  private static func blocks(_ names: [String], _ rows: [ModeRecord], _ place: Place) -> [Block] {
    let lines = names.map { name in "\(Words.name(name)): \(ModeWords.summary(rows.filter { $0.scored == name }))" }
    return names.isEmpty ? [] : [.list(lines), .figures(names.map { figure($0, of: rows, place) })]
  }

  private static func figure(_ name: String, of all: [ModeRecord], _ place: Place) -> Figure {
    let rows = all.filter { $0.scored == name }
    var data = PlotData(["mode", "layer", "share", "ci_low", "ci_high"])
    let lines = rows.distinct(\.mode).map { mode in
      let rows = rows.filter { $0.mode == mode }.sorted { $0.layer < $1.layer }
      for row in rows {
        data.append([
          .text(mode), .integer(row.layer), .number(row.share?.value), .number(row.share?.low),
          .number(row.share?.high),
        ])
      }
      return LinePlot.Line(label: mode, rows.map { (Double($0.layer), $0.share) })
    }
    var plot = LinePlot(
      title: "\(PlotText.cut(name, to: 60)), \(place.words)", xLabel: "layer", yLabel: "share of prompts", lines: lines)
    plot.size = Panel.size
    plot.countsX = true
    plot.references = [.init(y: 0, label: ""), .init(y: 1, label: "")]
    return Figure(
      name: "modes-\(place.slug)-\(FileName.safe(name))", plot: plot,
      caption: "Share of the prompts that falls into each mode; bands are 95 % intervals.", table: .modes, data: data)
  }

  private static func table(_ rows: [ModeRecord], _ place: Place) -> Block.Table {
    let modes = rows.distinct(\.mode)
    var lines: [[String]] = []
    for scored in rows.distinct(\.scored) {
      for layer in rows.map(\.layer).distinct({ $0 }).sorted() {
        let here = rows.filter { $0.scored == scored && $0.layer == layer }
        guard let first = here.first else { continue }
        lines.append(
          [scored, "\(layer)"]
            + modes.map { mode in Words.bounded(here.first { $0.mode == mode }?.share) }
            + [Words.number(first.fitAccuracy), Words.number(first.controlAccuracy)])
      }
    }
    return Block.Table(
      caption:
        "Share with 95 % interval, \(place.words). Fitted: how well the modes are told apart at all. Control: the "
        + "same with labels swapped.",
      columns: [.text("Condition"), .number("Layer")] + modes.map { .number($0) } + [
        .number("Fitted"), .number("Control"),
      ],
      rows: lines)
  }
}

/// The panels of a report: small enough to be read on a phone, side by side on a desk.
enum Panel {
  static let size = (width: 480.0, height: 320.0)

  /// At most `count` of the layers, first and last among them, evenly between.
  static func some(_ layers: [Int], _ count: Int) -> [Int] {
    guard layers.count > count, count > 1 else { return layers }
    return (0..<count).map { layers[(2 * $0 * (layers.count - 1) + count - 1) / (2 * (count - 1))] }
  }
}

extension LinePlot.Line {
  /// A line with its intervals as a band.
  init(label: String, _ points: [(x: Double, y: Bounded?)]) {
    self.init(label: label, points: points.map { ($0.x, $0.y?.value ?? .nan) })
    band = points.compactMap { point in
      guard let low = point.y?.low, let high = point.y?.high else { return nil }
      return (point.x, low, high)
    }
  }
}
