public import MindstateProbes

extension ProbeTable {
  /// `probes.csv`. Readers select columns by name; new ones are only ever added at the end.
  public var csv: [UInt8] {
    var writer = CSVWriter(columns: Self.columns)
    for row in rows { writer.append(row.fields) }
    return writer.bytes
  }

  static let columns = [
    "train_condition", "test_condition", "target", "probe", "site", "layer", "position", "metric", "value", "ci_low",
    "ci_high", "control_value", "selectivity", "regularisation", "n_train", "n_test", "seed", "reason", "ci_method",
    "spread", "n_clusters",
  ]
}

extension ProbeRow {
  fileprivate var fields: [CSVField] {
    [
      .text(trainCondition), .text(testCondition), .text(target), .text(probe.rawValue), .text(site), .integer(layer),
      .text(position), .text(measure.rawValue), .number(value), .number(interval?.lowerBound),
      .number(interval?.upperBound), .number(control), .number(selectivity), .number(regularisation),
      .integer(trainPrompts), .integer(testPrompts), .text(String(seed)), .text(reason?.rawValue),
      .text(intervalMethod), .number(spread), .integer(clusters),
    ]
  }
}
