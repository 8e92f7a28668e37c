/// Every condition against every other, at one layer.
enum HeatMapSection {
  static func make(_ run: RunContents) -> Section? {
    let figures = run.places.compactMap { figure($0, run) }
    if figures.isEmpty { return nil }
    var section = Section("conditions-map", "Condition against condition")
    section.blocks = [
      .paragraph(
        "Distance of each two conditions at one layer, the middle one of those read; the table has all layers. "
          + "Dashed: not compared."),
      .figures(figures),
    ]
    return section
  }

  private static func figure(_ place: Place, _ run: RunContents) -> Figure? {
    let rows = run.similarity.filter { $0.metric == run.mainMetric && $0.place == place && $0.value != nil }
    let layers = rows.map(\.layer).distinct { $0 }.sorted()
    if layers.isEmpty { return nil }
    let layer = layers[layers.count / 2]
    let here = rows.filter { $0.layer == layer }
    let found = Set(here.flatMap { [$0.a, $0.b] })
    let order = run.manifest.conditions.map(\.name) + here.flatMap { [$0.a, $0.b] }
    let names = order.distinct { $0 }.filter(found.contains)
    if names.count < 3 { return nil }
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    var values = [[Double?]](repeating: [Double?](repeating: nil, count: names.count), count: names.count)
    var data = PlotData(["condition_a", "condition_b", "layer", "value"])
    for row in here {
      guard let a = places[row.a], let b = places[row.b], let value = row.value?.value else { continue }
      values[a][b] = value
      values[b][a] = value
      data.append([.text(row.a), .text(row.b), .integer(layer), .number(value)])
    }
    let plot = HeatMap(
      title: "\(Words.term(run.mainMetric)), layer \(layer), \(place.words)", rowTitle: "", columnTitle: "",
      unit: Words.term(run.mainMetric), rows: names, columns: names, values: values)
    return Figure(
      name: "conditions-\(place.slug)-layer-\(layer)", plot: plot,
      caption: "\(Words.count(names.count, "condition")) at layer \(layer), \(place.words).", table: .similarity,
      data: data)
  }
}
