public import MindstateProbes

extension ContrastTable {
  /// `contrasts.csv`. Readers select columns by name; new ones are only ever added at the end.
  public var csv: [UInt8] {
    var writer = CSVWriter(columns: Self.columns)
    for row in rows { writer.append(row.fields) }
    return writer.bytes
  }

  static let columns = [
    "condition_a", "condition_b", "control", "site", "layer", "position", "metric", "value", "ci_low", "ci_high",
    "p_value", "q_value", "n", "n_controls", "reason", "ci_method",
  ]
}

extension ContrastRow {
  fileprivate var fields: [CSVField] {
    [
      .text(conditionA), .text(conditionB), .text(control.rawValue), .text(site), .integer(layer), .text(position),
      .text(metric.rawValue), .number(result.value), .number(result.interval?.lowerBound),
      .number(result.interval?.upperBound), .number(result.p), .number(qValue), .integer(result.n),
      .integer(result.controls), .text(result.reason?.rawValue),
      result.interval == nil ? .empty : .text(WrapperContrast.method),
    ]
  }
}
