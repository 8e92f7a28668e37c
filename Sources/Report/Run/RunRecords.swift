import MindstateProbes

/// A row of `verdicts.csv`.
package struct VerdictRecord: Sendable {
  var pair: RunManifest.Pair
  var role: String
  var place: Place
  /// nil: joint over layers.
  var layer: Int?
  var metric: String
  var s: Bounded?
  /// One-sided bounds can be there where s itself is not sure; kept apart from `s` for plots.
  var margin: Double?
  var verdict: String
  var ceiling: Double?
  var needed: Int?
  var prompts: Int?
  var paraphrases: Int?
  var irrelevant: Int?
  var reason: String?
  var selfTest: String

  /// The verdict, or that none can be given.
  var words: String { isJudged ? verdict : LayersTogether.notJudgedWords }

  var isJudged: Bool {
    let reasons = (reason ?? "").split(separator: ";").compactMap { Reason(rawValue: String($0)) }
    return LayerVerdict.isJudged(hasValue: s != nil, reasons)
  }

  package init(_ row: RunTable.Row) {
    pair = .init(x: row.text("condition_a"), y: row.text("condition_b"))
    role = row["role"]
    place = Place(row)
    layer = row.integer("layer")
    metric = row["metric"]
    s = Bounded(row, "s", "s_low", "s_high")
    margin = row.number("margin")
    verdict = row["verdict"]
    ceiling = row.number("ceiling_s")
    needed = row.integer("n_needed")
    prompts = row.integer("n")
    paraphrases = row.integer("n_paraphrases")
    irrelevant = row.integer("n_irrelevant")
    reason = row.reason
    selfTest = row["self_test"]
  }
}

/// A row of `similarity.csv` or `contrasts.csv`.
package struct MetricRecord: Sendable {
  var a: String
  var b: String
  /// `role`, or `control` of a contrast.
  var role: String
  var place: Place
  var layer: Int
  var metric: String
  var value: Bounded?
  var q: Double?
  var reason: String?

  package init(_ row: RunTable.Row) {
    a = row.text("condition_a")
    b = row.text("condition_b")
    role = row["role"].isEmpty ? row["control"] : row["role"]
    place = Place(row)
    layer = row.integer("layer") ?? 0
    metric = row["metric"]
    value = Bounded(row)
    q = row.number("q_value")
    reason = row.reason
  }

  func joins(_ first: String, _ second: String) -> Bool { (a == first && b == second) || (a == second && b == first) }
}

/// A row of `modes.csv`.
package struct ModeRecord: Sendable {
  var fit: String
  var scored: String
  var place: Place
  var layer: Int
  var mode: String
  var share: Bounded?
  var logOdds: Double?
  var fitAccuracy: Double?
  var controlAccuracy: Double?
  var reason: String?

  package init(_ row: RunTable.Row) {
    fit = row.text("fit_conditions")
    scored = row.text("scored_condition")
    place = Place(row)
    layer = row.integer("layer") ?? 0
    mode = row.text("mode")
    share = Bounded(row, "share")
    logOdds = row.number("log_odds")
    fitAccuracy = row.number("fit_accuracy")
    controlAccuracy = row.number("control_accuracy")
    reason = row.reason
  }
}

/// A row of `probes.csv`.
struct ProbeRecord: Sendable {
  var train: String
  var test: String
  var target: String
  var probe: String
  var place: Place
  var layer: Int
  var metric: String
  var value: Bounded?
  var reason: String?

  init(_ row: RunTable.Row) {
    train = row.text("train_condition")
    test = row.text("test_condition")
    target = row.text("target")
    probe = row["probe"]
    place = Place(row)
    layer = row.integer("layer") ?? 0
    metric = row["metric"]
    value = Bounded(row)
    reason = row.reason
  }
}

/// A row of `crossed.csv`.
package struct CrossedRecord: Sendable {
  var part: String
  var tuning: String
  var wrapper: String
  var place: Place
  var layer: Int
  var metric: String
  var value: Bounded?

  package init(_ row: RunTable.Row) {
    part = row["part"]
    tuning = row.text("tuning")
    wrapper = row.text("wrapper")
    place = Place(row)
    layer = row.integer("layer") ?? 0
    metric = row["metric"]
    value = Bounded(row)
  }
}

extension Place {
  init(_ row: RunTable.Row) { self.init(site: row.text("site"), position: row.text("position")) }
}
