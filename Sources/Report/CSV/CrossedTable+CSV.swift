public import MindstateProbes

extension CrossedTable {
  /// `crossed.csv`; `tuning` and `wrapper` are `both` where the number is about both.
  public var csv: [UInt8] {
    var writer = CSVWriter(columns: Self.columns)
    for row in rows { writer.append(row.fields) }
    return writer.bytes
  }

  static let columns = [
    "part", "tuning", "wrapper", "site", "layer", "position", "metric", "value", "ci_low", "ci_high", "p_value",
    "q_value", "n", "n_clusters", "reason",
  ]
}

extension CrossedRow {
  fileprivate var fields: [CSVField] {
    [
      .text(part.rawValue), .text(tuning ?? "both"), .text(wrapper ?? "both"), .text(site), .integer(layer),
      .text(position), .text(metric.rawValue), .number(estimate.value), .number(estimate.interval?.lowerBound),
      .number(estimate.interval?.upperBound), .number(p), .number(qValue), .integer(estimate.n),
      .integer(estimate.clusters), .text(estimate.reason?.rawValue),
    ]
  }
}
