import MindstateStore

/// The verdict on every paraphrase.
struct Admission: Sendable {
  struct Entry: Sendable {
    var y: String
    var condition: String
    var answerRate: Double?
    var yAnswerRate: Double?
    var kl: Double
    /// Why it is left out; nil for an admitted one.
    var reason: String?
  }

  var entries: [Entry]

  func admitted(of y: String) -> [String] { entries.filter { $0.y == y && $0.reason == nil }.map(\.condition) }

  var leftOut: [Entry] { entries.filter { $0.reason != nil } }
}

extension Admission.Entry {
  init(
    y: String, condition: String, answerRate: Double?, yAnswerRate: Double?, kl: Double, rule: SweepFile.Admission
  ) {
    self.init(y: y, condition: condition, answerRate: answerRate, yAnswerRate: yAnswerRate, kl: kl, reason: nil)
    var reasons: [String] = []
    if let answerRate, let yAnswerRate, abs(answerRate - yAnswerRate) > rule.answerRate {
      reasons.append("answers \(Self.percent(answerRate)) of the prompts, \(y) \(Self.percent(yAnswerRate))")
    }
    // Written so that a divergence that is no number is refused.
    if !(kl < rule.kl) {
      reasons.append("its next token diverges by \(Self.rounded(kl)) nats, the bound is \(rule.kl)")
    }
    reason = reasons.isEmpty ? nil : reasons.joined(separator: "; ")
  }

  private static func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}

extension Admission {
  var json: JSON {
    .array(
      entries.map { entry in
        .object(
          JSONObject([
            ("y", .string(entry.y)), ("condition", .string(entry.condition)),
            ("answer_rate", entry.answerRate.map { .number($0) } ?? .null),
            ("y_answer_rate", entry.yAnswerRate.map { .number($0) } ?? .null), ("kl", .number(entry.kl)),
            ("admitted", .bool(entry.reason == nil)), ("reason", entry.reason.map { .string($0) } ?? .null),
          ]))
      })
  }

  /// What the run has on record; nothing where there are no paraphrases.
  static func read(_ run: SweepRun) throws -> Admission {
    let path = run.directory.path(AdmissionPiece.file)
    guard FileSystem.kind(of: path) == .file else { return Admission(entries: []) }
    let entries = try JSON(parsing: try TextFile.read(path)).arrayValue ?? []
    return Admission(
      entries: entries.compactMap { entry in
        guard let y = entry["y"]?.stringValue, let condition = entry["condition"]?.stringValue,
          let kl = entry["kl"]?.doubleValue
        else { return nil }
        return Entry(
          y: y, condition: condition, answerRate: entry["answer_rate"]?.doubleValue,
          yAnswerRate: entry["y_answer_rate"]?.doubleValue, kl: kl, reason: entry["reason"]?.stringValue)
      })
  }
}
