/// How alike the directions are that probes of one label find under different conditions.
enum DirectionFigure {
  /// What stands in one heat map: a target read by one probe at one place.
  struct Key: Hashable {
    var target: String
    var probe: String
    var place: Place
  }

  /// Pairs of conditions by layer: the cosine of their directions at one layer, the mean over classes where there are
  /// several. nil where no two conditions have directions.
  static func make(_ run: RunContents, _ key: Key, words: String, slug: String) -> Figure? {
    let rows = run.directions.filter {
      $0.key == key && $0.isSameReading && $0.conditionA != $0.conditionB && $0.cosine != nil
    }
    let pairs = rows.distinct(\.pair)
    let layers = rows.map(\.layer).distinct { $0 }.sorted()
    if pairs.isEmpty { return nil }
    let shown = Array(pairs.prefix(24))
    var data = PlotData(["conditions", "layer", "cosine"])
    let values = shown.map { pair in
      layers.map { layer -> Double? in
        let cosines = rows.filter { $0.pair == pair && $0.layer == layer }.compactMap(\.cosine)
        if cosines.isEmpty { return nil }
        let mean = cosines.reduce(0, +) / Double(cosines.count)
        data.append([.text(pair), .integer(layer), .number(mean)])
        return mean
      }
    }
    var plot = HeatMap(
      title: "Directions: \(words)", rowTitle: "conditions", columnTitle: "layer", unit: "cosine", rows: shown,
      columns: layers.map(String.init), values: values)
    plot.range = min(0, values.joined().compactMap { $0 }.min() ?? 0)...1
    let more = pairs.count > shown.count ? " The first \(shown.count) of \(pairs.count) pairs; the table has all." : ""
    return Figure(
      name: "directions-\(slug)", plot: plot,
      caption: "Cosine of the directions that probes find under two conditions at one layer: 1 is one direction, 0 no "
        + "more alike than unrelated ones in many dimensions." + more, table: .directions, data: data)
  }
}

/// A row of `directions.csv`.
struct DirectionRecord: Sendable {
  var key: DirectionFigure.Key
  var conditionA: String
  var conditionB: String
  var layer: Int
  /// Whether both directions are of one target, class and layer.
  var isSameReading: Bool
  var cosine: Double?

  /// The cosine knows no order, and the table has both.
  var pair: String { [conditionA, conditionB].sorted().joined(separator: " – ") }

  init(_ row: RunTable.Row) {
    key = DirectionFigure.Key(target: row.text("target_a"), probe: row["probe"], place: Place(row))
    conditionA = row.text("condition_a")
    conditionB = row.text("condition_b")
    layer = row.integer("layer_a") ?? 0
    isSameReading =
      row.integer("layer_b") == row.integer("layer_a") && row.text("target_b") == row.text("target_a")
      && row.text("class_b") == row.text("class_a")
    cosine = row.number("cosine")
  }
}
