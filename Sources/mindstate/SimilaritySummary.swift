import MindstateProbes

/// A comparison on a terminal: one metric, a block for each site and position, a line for each pair, layers as columns.
/// The rest is in the CSV.
struct SimilaritySummary {
  private let rows: [SimilarityRow]
  private let metric: Metric
  /// Layers shown at most, evenly spread from the first to the last.
  private static let columns = 9

  /// The metric shown is the standardised distance where it was computed, else the first; nil for an empty table.
  init?(_ table: SimilarityTable) {
    let metrics = table.rows.map(\.metric)
    guard let metric = metrics.contains(.cosineDistanceStandardised) ? .cosineDistanceStandardised : metrics.first
    else { return nil }
    self.metric = metric
    rows = table.rows.filter { $0.metric == metric }
  }

  var text: String {
    let blocks = distinct(rows.map { "\($0.site) at \($0.position)" })
    let names = distinct(rows.map(Self.name))
    let width = (names + blocks).map(\.count).max() ?? 0
    var text = "\(metric.rawValue), mean over prompts, by layer\n"
    for block in blocks {
      let inside = rows.filter { "\($0.site) at \($0.position)" == block }
      let layers = shown(Array(Set(inside.map(\.layer))).sorted())
      text += "\n" + padded(block, width) + layers.map { right("\($0)", 8) }.joined() + "\n"
      for name in distinct(inside.map(Self.name)) {
        let line = inside.filter { Self.name($0) == name }
        text += padded(name, width) + layers.map { layer in value(line.first { $0.layer == layer }) }.joined()
        text += line.contains { $0.tokenMatch == false } ? "  read at different tokens\n" : "\n"
      }
    }
    return text
  }

  private static func name(_ row: SimilarityRow) -> String {
    "  \(row.conditionA) – \(row.conditionB)" + (row.role == .pair ? "" : "  (\(row.role.rawValue))")
  }

  private func value(_ row: SimilarityRow?) -> String {
    right(row?.estimate.value.map { Format.fixed($0, 3) } ?? "–", 8)
  }

  private func shown(_ layers: [Int]) -> [Int] {
    if layers.count <= Self.columns { return layers }
    return (0..<Self.columns).map { layers[$0 * (layers.count - 1) / (Self.columns - 1)] }
  }

  private func distinct(_ names: [String]) -> [String] {
    names.enumerated().filter { index, name in !names[..<index].contains(name) }.map(\.element)
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
