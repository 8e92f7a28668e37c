import MindstateProbes

/// A comparison on a terminal: for each pair and position one metric over the layers, the rest being in the CSV.
struct SimilaritySummary {
  let table: SimilarityTable

  init(_ table: SimilarityTable) { self.table = table }

  /// The metric shown: the standardised distance where it was computed, else the first.
  private var metric: Metric? {
    let metrics = table.rows.map(\.metric)
    return metrics.contains(.cosineDistanceStandardised) ? .cosineDistanceStandardised : metrics.first
  }

  var text: String {
    guard let metric else { return "" }
    var text = "\(metric.rawValue), mean over prompts, by layer (with 95 % interval at the last one shown)\n"
    var seen: [String] = []
    let rows = table.rows.filter { $0.metric == metric }
    for row in rows {
      let key = "\(row.conditionA) – \(row.conditionB)  \(row.site) at \(row.position)"
      if seen.contains(key) { continue }
      seen.append(key)
      let line = rows.filter { "\($0.conditionA) – \($0.conditionB)  \($0.site) at \($0.position)" == key }
      text += "  \(key)\(row.role == .pair ? "" : " [\(row.role.rawValue)]")\(mark(line))\n    \(values(line))\n"
    }
    return text
  }

  private func mark(_ rows: [SimilarityRow]) -> String {
    rows.contains { $0.tokenMatch == false } ? "  (different tokens: no verdict)" : ""
  }

  private func values(_ rows: [SimilarityRow]) -> String {
    let shown = rows.map { row in row.estimate.value.map { Format.fixed($0, 3) } ?? "–" }
    var line = shown.joined(separator: " ")
    if let interval = rows.last?.estimate.interval {
      line += "  [\(Format.fixed(interval.lowerBound, 3)), \(Format.fixed(interval.upperBound, 3))]"
    }
    return line
  }
}
