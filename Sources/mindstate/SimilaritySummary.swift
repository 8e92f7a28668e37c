import MindstateProbes

/// A comparison on a terminal: one metric, a block for each site and position, a line for each pair, layers as columns.
/// The rest is in the CSV.
struct SimilaritySummary {
  private let rows: [SimilarityRow]
  private let metric: Metric

  /// The metric shown is the standardised distance where it was computed, else the first; nil for an empty table.
  init?(_ table: SimilarityTable) {
    let metrics = table.rows.map(\.metric)
    guard let metric = metrics.contains(.cosineDistanceStandardised) ? .cosineDistanceStandardised : metrics.first
    else { return nil }
    self.metric = metric
    rows = table.rows.filter { $0.metric == metric }
  }

  var text: String {
    var text = "\(metric.rawValue), mean over prompts, by layer\n"
    for block in rows.map({ "\($0.site) at \($0.position)" }).distinct {
      let inside = rows.filter { "\($0.site) at \($0.position)" == block }
      let layers = TextTable.shown(inside.map(\.layer).distinct.sorted())
      var table = TextTable(head: block, columns: layers.map(String.init))
      for name in inside.map(Self.name).distinct {
        let line = inside.filter { Self.name($0) == name }
        table.add(
          name, layers.map { layer in line.first { $0.layer == layer }?.estimate.value },
          note: line.contains { $0.tokenMatch == false } ? "read at different tokens" : nil)
      }
      text += "\n" + table.text
    }
    return text
  }

  private static func name(_ row: SimilarityRow) -> String {
    "  \(row.conditionA) – \(row.conditionB)" + (row.role == .pair ? "" : "  (\(row.role.rawValue))")
  }
}
