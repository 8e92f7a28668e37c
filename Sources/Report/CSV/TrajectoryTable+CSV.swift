public import MindstateProbes

extension TrajectoryTable {
  /// `trajectory.csv`. Readers select columns by name; new ones are only ever added at the end.
  public var csv: [UInt8] {
    var writer = CSVWriter(columns: [
      "condition", "target", "site", "layer", "position", "tokens_read", "distance", "ci_low", "ci_high", "n",
      "n_clusters", "seed", "reason",
    ])
    for row in rows {
      writer.append([
        .text(row.condition), .text(row.target), .text(row.site), .integer(row.layer), .text(row.position),
        .integer(row.tokensRead), .number(row.distance.value), .number(row.distance.interval?.lowerBound),
        .number(row.distance.interval?.upperBound), .integer(row.distance.n), .integer(row.distance.clusters),
        .text(String(row.seed)), .text(row.distance.reason?.rawValue),
      ])
    }
    return writer.bytes
  }
}
