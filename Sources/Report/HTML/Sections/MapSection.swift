/// States on the two main axes of the reference pair, with arrows for where prompting and tuning move them.
enum MapSection {
  /// Drawn of each condition in one picture.
  static let dots = 150

  static func make(_ run: RunContents) -> Section? {
    let figures = run.maps.distinct(\.place).flatMap { place in
      let rows = run.maps.filter { $0.place == place }
      return Panel.some(rows.map(\.layer).distinct { $0 }.sorted(), 3).compactMap { layer in
        figure(place, layer, rows.filter { $0.layer == layer }, run)
      }
    }
    if figures.isEmpty { return nil }
    var section = Section("maps", "Maps of the states")
    section.blocks = [
      .paragraph(
        "A dot is a prompt, a name stands at the mean of its condition. Arrows lead from "
          + "\(run.manifest.reference.map(Words.name) ?? "the reference") to where a wrapper or a tuning puts the mean. "
          + "The axes are the two along which the states of the first pair vary most, so a map shows a part of the "
          + "distance only; whether two conditions are the same is told by s, not by a map."),
      .figures(figures),
    ]
    return section
  }

  private static func figure(_ place: Place, _ layer: Int, _ rows: [MapRecord], _ run: RunContents) -> Figure? {
    let controls = Set(run.manifest.paraphrases + run.manifest.irrelevant)
    let found = rows.distinct(\.condition)
    let asked = ([run.manifest.reference].compactMap { $0 } + run.pairs.flatMap { [$0.y, $0.x] }).distinct { $0 }
    let main = (asked.filter(found.contains) + found.filter { !controls.contains($0) }).distinct { $0 }.prefix(6)
    let quiet = found.filter { !main.contains($0) }
    var data = PlotData(["condition", "layer", "pc1", "pc2"])
    func points(_ name: String) -> [(x: Double, y: Double)] {
      let points = rows.filter { $0.condition == name }.map { (x: $0.x, y: $0.y) }
      for point in points { data.append([.text(name), .integer(layer), .number(point.x), .number(point.y)]) }
      return points
    }
    var groups = quiet.map { name in
      var group = ScatterArrows.Group(label: name, points: points(name))
      group.color = .grey
      group.isNamed = false
      return group
    }
    for (index, name) in main.enumerated() {
      var group = ScatterArrows.Group(label: name, points: points(name))
      group.color =
        name == run.manifest.reference ? .grey : .turn(max(index - (main.first == run.manifest.reference ? 1 : 0), 0))
      groups.append(group)
    }
    var plot = ScatterArrows(
      title: "\(place.words), layer \(layer)", xLabel: "first axis, units of the state",
      yLabel: "second axis, units of the state", groups: groups)
    plot.mostDots = dots
    if let from = groups.firstIndex(where: { $0.label == run.manifest.reference && $0.isNamed }) {
      plot.arrows = groups.indices.filter { groups[$0].isNamed && $0 != from && asked.contains(groups[$0].label) }
        .map { (from, $0) }
    }
    let most = groups.map(\.points.count).max() ?? 0
    let caption =
      "Layer \(layer), \(place.words)."
      + (most > dots ? " \(dots) dots of each condition are drawn, means are of all \(most)." : "")
      + (quiet.isEmpty ? "" : " Grey without a name: \(Words.count(quiet.count, "other condition")).")
    return Figure(name: "map-\(place.slug)-layer-\(layer)", plot: plot, caption: caption, table: .maps, data: data)
  }
}
