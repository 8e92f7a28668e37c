public import MindstateProbes
public import MindstateStore

/// What a sweep came to.
public struct SweepSummary: Sendable {
  /// One pair of the question at one site and position.
  public struct Pair: Sendable {
    public var x: String
    public var y: String
    public var site: String
    public var position: String
    /// `same`, `different`, `undecided` or `not judged` at each layer, ascending; empty where there are no controls.
    public var layers: [(layer: Int, verdict: String)] = []
    /// Over the layers that can be judged: *same* where all are, *different* where some is; `not judged` where none can.
    public var verdict: String?
    public var s: Double?
    public var low: Double?
    public var high: Double?
    /// Prompts that would decide the joint verdict.
    public var needed: Int?
    /// The cosine of the mean displacements beyond that of irrelevant wrappers: its smallest and largest over layers,
    /// and in how many of them its interval lies above 0.
    public var direction: (low: Double, high: Double, above: Int, of: Int)?
    /// The mode that most layers put most prompts in, with its mean share.
    public var mode: (name: String, share: Double)?
    /// Shares of X's prompts; nil where nobody looked.
    public var correct: Double?
    public var goesOn: Double?
    public var empty: Double?

    package init(x: String, y: String, site: String, position: String) {
      (self.x, self.y, self.site, self.position) = (x, y, site, position)
    }

    /// What each layer says.
    public var together: LayersTogether { LayersTogether(layers.map { ($0.layer, Verdict(rawValue: $0.verdict)) }) }
  }

  /// The run directory.
  public var directory: String
  /// The share that was made; nil for a finished run.
  public var shard: SweepShard?
  /// Pieces that were made, and that were there.
  public var made: Int
  public var kept: Int
  public var pairs: [Pair] = []
  /// Paraphrases that were not admitted, with the reason.
  public var leftOut: [(name: String, reason: String)] = []
  /// What was left out where positions read answers that say nothing; nil: nothing was.
  public var unanswered: String?
  /// nil: there was nothing to test.
  public var selfTest: SweepSelfTest?

  package init(directory: String, shard: SweepShard?, made: Int, kept: Int) {
    self.directory = directory
    self.shard = shard
    self.made = made
    self.kept = kept
  }
}

extension SweepSummary {
  /// Of a finished run, from its tables.
  init(_ run: SweepRun, made: Int, kept: Int) throws {
    self.init(directory: run.directory.path, shard: nil, made: made, kept: kept)
    leftOut = try Admission.read(run).leftOut.map { ($0.condition, $0.reason ?? "") }
    unanswered = try run.unansweredNote()
    let tables = try SummaryTables(run)
    selfTest = tables.selfTest
    pairs = tables.pairs
  }

  /// For `--json`.
  public var json: JSON {
    .object(
      JSONObject([
        ("run", .string(directory)),
        ("shard", shard.map { .string("\($0.index + 1)/\($0.count)") } ?? .null), ("made", .integer(made)),
        ("kept", .integer(kept)), ("self_test", selfTest?.json ?? .null),
        (
          "left_out",
          .array(leftOut.map { .object(JSONObject([("name", .string($0.name)), ("reason", .string($0.reason))])) })
        ),
        ("pairs", .array(pairs.map(\.json))), ("unanswered", unanswered.map { .string($0) } ?? .null),
      ]))
  }
}

extension SweepSummary.Pair {
  fileprivate var json: JSON {
    func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }
    return .object(
      JSONObject([
        ("x", .string(x)), ("y", .string(y)), ("site", .string(site)), ("position", .string(position)),
        ("verdict", verdict.map { .string($0) } ?? .null), ("s", number(s)), ("s_low", number(low)),
        ("s_high", number(high)), ("n_needed", needed.map { .integer($0) } ?? .null),
        ("layers", .object(JSONObject(layers.map { ("\($0.layer)", .string($0.verdict)) }))),
        ("direction_low", number(direction?.low)), ("direction_high", number(direction?.high)),
        ("mode", mode.map { .string($0.name) } ?? .null), ("mode_share", number(mode?.share)),
        ("correct", number(correct)), ("goes_on", number(goesOn)),
        ("empty", number(empty)),
      ]))
  }
}
