public import MindstateStore

/// What a sweep came to.
public struct SweepSummary: Sendable {
  /// One pair of the question.
  public struct Pair: Sendable {
    public var x: String
    public var y: String
    /// Shares of X's prompts; nil where nobody looked.
    public var correct: Double?
    public var goesOn: Double?
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

  init(directory: String, shard: SweepShard?, made: Int, kept: Int) {
    self.directory = directory
    self.shard = shard
    self.made = made
    self.kept = kept
  }
}

extension SweepSummary {
  /// Of a finished run.
  init(_ run: SweepRun, made: Int, kept: Int) throws {
    self.init(directory: run.directory.path, shard: nil, made: made, kept: kept)
    leftOut = try Admission.read(run).leftOut.map { ($0.condition, $0.reason ?? "") }
    for pair in run.plan.file.pairs {
      var result = Pair(x: pair.x, y: pair.y)
      if run.plan.file.newTokens != nil, let x = run.plan.condition(pair.x) {
        let rows = try BehaviourRow.of(x, run)
        result.correct = BehaviourRow.answerRate(rows)
        result.goesOn = rows.isEmpty ? nil : Double(rows.count { $0.goesOn }) / Double(rows.count)
      }
      pairs.append(result)
    }
  }

  /// For `--json`.
  public var json: JSON {
    .object(
      JSONObject([
        ("run", .string(directory)),
        ("shard", shard.map { .string("\($0.index + 1)/\($0.count)") } ?? .null), ("made", .integer(made)),
        ("kept", .integer(kept)),
        ("left_out", .array(leftOut.map { .object(JSONObject([("name", .string($0.name)), ("reason", .string($0.reason))])) })),
        ("pairs", .array(pairs.map(\.json))),
      ]))
  }
}

extension SweepSummary.Pair {
  var json: JSON {
    .object(
      JSONObject([
        ("x", .string(x)), ("y", .string(y)), ("correct", correct.map { .number($0) } ?? .null),
        ("goes_on", goesOn.map { .number($0) } ?? .null),
      ]))
  }
}
