public import MindstateProbes

extension VerdictTable {
  /// `verdicts.csv`. Readers select columns by name; new ones are only ever added at the end.
  public var csv: [UInt8] {
    var writer = CSVWriter(columns: Self.columns)
    for row in rows { writer.append(row.fields) }
    return writer.bytes
  }

  static let columns = [
    "condition_a", "condition_b", "site", "layer", "position", "metric", "s", "s_low", "s_high", "margin", "verdict",
    "d", "p", "i", "ceiling_s", "n", "n_paraphrases", "n_irrelevant", "n_needed", "reason", "role", "n_clusters",
    "n_wrappers_needed", "self_test",
  ]
}

extension VerdictRow {
  fileprivate var fields: [CSVField] {
    let reason = reasons.map(\.rawValue).joined(separator: ";")
    return [
      .text(conditionA), .text(conditionB), .text(site), .text(layer.map(String.init) ?? "all"), .text(position),
      .text(metric.rawValue), .number(result.s), .number(result.low), .number(result.high), .number(margin),
      .text(result.verdict.rawValue), .number(result.d), .number(result.p), .number(result.i), .number(ceiling),
      .integer(result.n), .integer(result.paraphrases), .integer(result.irrelevant),
      result.neededPrompts.map { .integer($0) } ?? .empty, reason.isEmpty ? .empty : .text(reason),
      .text(role.rawValue), .integer(result.clusters),
      (result.neededPrompts == nil ? nil : result.neededWrappers ?? min(result.paraphrases, result.irrelevant))
        .map { .integer($0) } ?? .empty,
      .text(selfTestPassed.map { $0 ? "passed" : "failed" } ?? "none"),
    ]
  }
}
