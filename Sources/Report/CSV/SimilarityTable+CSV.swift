public import MindstateProbes

extension SimilarityTable {
  /// `similarity.csv`. Readers select columns by name; new ones are only ever added at the end.
  public var csv: [UInt8] {
    var writer = CSVWriter(columns: Self.columns)
    for row in rows { writer.append(row.fields) }
    return writer.bytes
  }

  static let columns = [
    "condition_a", "condition_b", "role", "reference", "site", "layer", "position", "token_match", "metric", "value",
    "ci_low", "ci_high", "ci_method", "null_mean", "null_sd", "p_value", "q_value", "n", "n_clusters", "resamples",
    "seed", "reason",
  ]
}

extension SimilarityRow {
  fileprivate var fields: [CSVField] {
    [
      .text(conditionA), .text(conditionB), .text(role.rawValue), .text(reference), .text(site), .integer(layer),
      .text(position), .flag(tokenMatch), .text(metric.rawValue), .number(estimate.value),
      .number(estimate.interval?.lowerBound), .number(estimate.interval?.upperBound),
      .text(estimate.interval == nil ? nil : (estimate.method ?? .bcaCluster).rawValue), .number(estimate.null?.mean),
      .number(estimate.null?.sd), .number(estimate.null?.p), .number(qValue), .integer(estimate.n),
      .integer(estimate.clusters), .integer(resamples), .text(String(seed)), .text(estimate.reason?.rawValue),
    ]
  }
}
