public import MindstateProbes

extension ModeTable {
  /// `modes.csv`. Readers select columns by name; new ones are only ever added at the end.
  public var csv: [UInt8] {
    var writer = CSVWriter(columns: [
      "fit_conditions", "scored_condition", "site", "layer", "position", "mode", "share", "log_odds", "ci_low",
      "ci_high", "fit_accuracy", "control_accuracy", "n", "seed", "reason", "log_odds_low", "log_odds_high",
      "calibration_error", "token_match", "n_clusters",
    ])
    for row in rows { writer.append(row.fields) }
    return writer.bytes
  }
}

extension ModeRow {
  fileprivate var fields: [CSVField] {
    [
      .text(modes.joined(separator: "+")), .text(scoredCondition), .text(site), .integer(layer), .text(position),
      .text(mode), .number(share.value), .number(logOdds.value), .number(share.interval?.lowerBound),
      .number(share.interval?.upperBound), .number(fitAccuracy), .number(controlAccuracy), .integer(n),
      .text(String(seed)), .text(share.reason?.rawValue), .number(logOdds.interval?.lowerBound),
      .number(logOdds.interval?.upperBound), .number(calibrationError), .flag(tokenMatch), .integer(share.clusters),
    ]
  }
}
