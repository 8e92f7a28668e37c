import MindstateProbes
import MindstateStore

extension ComparisonResults {
  /// The tables for a machine: rows under the column names of the CSV files, and the caveats. `verdicts`, `contrasts` and
  /// `crossed` are null where the controls for them were not given.
  func json(file: String?) -> JSON {
    .object(
      JSONObject([
        ("file", file.map { .string($0) } ?? .null),
        ("caveats", .array(similarity.caveats.map { .string($0.description) })),
        ("rows", .array(similarity.rows.map { .object($0.json) })),
        ("self_test", verdicts?.selfTestPassed.map { .string($0 ? "passed" : "failed") } ?? .null),
        ("verdicts", verdicts.map { .array($0.rows.map { .object($0.json) }) } ?? .null),
        ("contrasts", contrasts.map { .array($0.rows.map { .object($0.json) }) } ?? .null),
        ("crossed", crossed.map { .array($0.rows.map { .object($0.json) }) } ?? .null),
      ]))
  }
}

private func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }
private func text(_ value: String?) -> JSON { value.map { .string($0) } ?? .null }

extension SimilarityRow {
  fileprivate var json: JSONObject {
    JSONObject([
      ("condition_a", .string(conditionA)), ("condition_b", .string(conditionB)), ("role", .string(role.rawValue)),
      ("site", .string(site)), ("layer", .integer(layer)), ("position", .string(position)),
      ("token_match", tokenMatch.map { .bool($0) } ?? .null), ("metric", .string(metric.rawValue)),
      ("value", number(estimate.value)), ("ci_low", number(estimate.interval?.lowerBound)),
      ("ci_high", number(estimate.interval?.upperBound)), ("p_value", number(estimate.null?.p)),
      ("q_value", number(qValue)), ("n", .integer(estimate.n)), ("reason", text(estimate.reason?.rawValue)),
    ])
  }
}

extension VerdictRow {
  fileprivate var json: JSONObject {
    JSONObject([
      ("condition_a", .string(conditionA)), ("condition_b", .string(conditionB)), ("role", .string(role.rawValue)),
      ("site", .string(site)), ("layer", layer.map { .integer($0) } ?? .string("all")),
      ("position", .string(position)), ("metric", .string(metric.rawValue)), ("s", number(result.s)),
      ("s_low", number(result.low)), ("s_high", number(result.high)), ("margin", .number(margin)),
      ("verdict", .string(result.verdict.rawValue)), ("d", number(result.d)), ("p", number(result.p)),
      ("i", number(result.i)), ("ceiling_s", number(ceiling)), ("n", .integer(result.n)),
      ("n_needed", result.neededPrompts.map { .integer($0) } ?? .null),
      ("reason", reasons.isEmpty ? .null : .string(reasons.map(\.rawValue).joined(separator: ";"))),
    ])
  }
}

extension ContrastRow {
  fileprivate var json: JSONObject {
    JSONObject([
      ("condition_a", .string(conditionA)), ("condition_b", .string(conditionB)), ("site", .string(site)),
      ("layer", .integer(layer)), ("position", .string(position)), ("metric", .string(metric.rawValue)),
      ("value", number(result.value)), ("ci_low", number(result.interval?.lowerBound)),
      ("ci_high", number(result.interval?.upperBound)), ("p_value", number(result.p)), ("q_value", number(qValue)),
      ("n_controls", .integer(result.controls)), ("reason", text(result.reason?.rawValue)),
    ])
  }
}

extension CrossedRow {
  fileprivate var json: JSONObject {
    JSONObject([
      ("part", .string(part.rawValue)), ("tuning", text(tuning)), ("wrapper", text(wrapper)), ("site", .string(site)),
      ("layer", .integer(layer)), ("position", .string(position)), ("value", number(estimate.value)),
      ("ci_low", number(estimate.interval?.lowerBound)), ("ci_high", number(estimate.interval?.upperBound)),
      ("p_value", number(p)), ("q_value", number(qValue)), ("reason", text(estimate.reason?.rawValue)),
    ])
  }
}
