import MindstateModel
import MindstateNumerics
import MindstateStore

/// Which paraphrases are harmless: `admission.json`.
///
/// A paraphrase is admitted when its answer rate is within so many points of Y's and the mean over prompts of
/// KL(Y ‖ paraphrase) of the next token after the prompt, in nats, is below a bound. The rest is listed and not used:
/// wild paraphrases would make everything the same.
struct AdmissionPiece: SweepPiece {
  static let file = "admission.json"
  /// Logits in memory at once, in numbers.
  private static let room = 1 << 25

  var stage: String { "admission" }
  var name: String { "paraphrases" }
  var files: [String] { [Self.file] }

  func key(_ run: SweepRun) throws -> String {
    let plan = run.plan
    var parts = ["\(plan.file.admission.answerRate)", "\(plan.file.admission.kl)"]
    for controls in plan.controls {
      for name in [controls.y] + controls.paraphrases {
        guard let condition = plan.condition(name) else { continue }
        parts += [name, condition.digest, plan.cost(of: condition).promptDigest]
      }
    }
    return digest(parts + (try BehaviourRow.keys(run)))
  }

  func make(_ run: SweepRun, progress: any ProgressReporter) throws -> [SweepContent] {
    let plan = run.plan
    let total = plan.controls.reduce(0) { $0 + $1.paraphrases.count }
    var entries: [Admission.Entry] = []
    for controls in plan.controls {
      guard let y = plan.condition(controls.y) else { continue }
      let rate = try answerRate(y, run)
      for paraphrase in controls.paraphrases.compactMap(plan.condition) {
        entries.append(
          Admission.Entry(
            y: y.name, condition: paraphrase.name, answerRate: try answerRate(paraphrase, run), yAnswerRate: rate,
            kl: try divergence(y, paraphrase, run), rule: plan.file.admission))
        progress.report(done: entries.count, total: total, what: "paraphrases")
      }
    }
    return [.bytes(Admission(entries: entries).json.serializedBytes(pretty: true) + [UInt8(ascii: "\n")])]
  }

  private func answerRate(_ condition: PlannedCondition, _ run: SweepRun) throws -> Double? {
    // Prompts given as tokens have no continuations to judge.
    if run.plan.textPieces.isEmpty { return nil }
    return BehaviourRow.answerRate(try BehaviourRow.of(condition, run))
  }

  /// The mean over prompts of KL(Y ‖ other) after the prompt.
  private func divergence(_ y: PlannedCondition, _ other: PlannedCondition, _ run: SweepRun) throws -> Double {
    let plan = run.plan
    let (mine, theirs) = (
      try plan.fed(y, answers: nil, tokenizer: try run.tokenizer(of: y)),
      try plan.fed(other, answers: nil, tokenizer: try run.tokenizer(of: other))
    )
    let step = max(1, Self.room / y.opened.spec.vocabulary)
    var sum = 0.0
    for start in stride(from: 0, to: mine.count, by: step) {
      let range = start..<min(start + step, mine.count)
      let p = try logits(y, Array(mine[range]), plan.workers)
      let q = try logits(other, Array(theirs[range]), plan.workers)
      for row in 0..<p.rows { sum += NextToken.divergence(p.row(row), q.row(row)) }
    }
    return sum / Double(max(1, mine.count))
  }

  private func logits(_ condition: PlannedCondition, _ fed: [FedPrompt], _ workers: Workers) throws -> Matrix {
    let sites = try SitePlan(sites: [.logits], layers: .all, spec: condition.opened.spec)
    var run = try CaptureRun(plan: sites, positions: [.last], fed: fed, condition.opened)
    try run.compute(condition.opened.transformer(workers: workers), batchTokens: 8192, progress: SilentProgress())
    return try run.readings().first?.sites.first?.states ?? Matrix(rows: 0, columns: 0)
  }
}
