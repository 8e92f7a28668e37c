import MindstateModel
import MindstateReport
import MindstateStore

/// `behaviour.csv`: one row a condition and prompt.
struct BehaviourPiece: SweepPiece {
  static let file = "behaviour.csv"
  static let columns = [
    "condition", "prompt", "correct", "goes_on", "stopped", "tokens", "declined", "text", "reason", "empty",
  ]

  var stage: String { "tables" }
  var name: String { "behaviour" }
  var files: [String] { [Self.file] }

  func key(_ run: SweepRun) throws -> String {
    digest([name] + (try BehaviourRow.keys(run)))
  }

  func make(_ run: SweepRun, progress: any ProgressReporter) throws -> [SweepContent] {
    var writer = CSVWriter(columns: Self.columns)
    for row in try BehaviourRow.all(run) {
      writer.append([
        .text(row.condition), .text(row.prompt), .flag(row.correct), .flag(row.goesOn), .flag(row.stopped),
        .integer(row.tokens), .flag(row.declined), .text(row.text), row.correct == nil ? .text("no_reference") : .empty,
        .flag(row.isEmpty),
      ])
    }
    return [.bytes(writer.bytes)]
  }
}

struct BehaviourRow: Sendable {
  var condition: String
  var prompt: String
  /// nil where the prompt has no reference that can be judged.
  var correct: Bool?
  var goesOn: Bool
  var stopped: Bool
  var tokens: Int
  var declined: Bool
  var text: String
  /// Whether nothing in the text shows.
  var isEmpty: Bool

  /// What rows are made from: prompts with their references, texts, and how these are scored.
  static func keys(_ run: SweepRun) throws -> [String] {
    let plan = run.plan
    let scorers = plan.textPieces.flatMap { piece in
      let questions = plan.scorer(of: piece.condition).questions
      return questions.openings + questions.asking.sorted()
    }
    let scoring = plan.file.scoring
    return [plan.promptDigest, scoring.mode.rawValue, scoring.span.rawValue] + scorers
      + (try plan.textPieces.map { try $0.key(run) })
  }

  /// Those of all conditions that have continuations.
  static func all(_ run: SweepRun) throws -> [BehaviourRow] {
    try run.plan.textPieces.flatMap { try of($0.condition, run) }
  }

  static func of(_ condition: PlannedCondition, _ run: SweepRun) throws -> [BehaviourRow] {
    let scorer = run.plan.scorer(of: condition)
    let references = Dictionary(
      run.plan.prompts.prompts.map { (UTF8Key($0.id), $0.reference) }, uniquingKeysWith: { first, _ in first })
    return try SweepText.read(run.directory.path(condition.textFile)).map { text in
      let reference = (references[UTF8Key(text.id)] ?? nil).flatMap { scorer.canJudge(reference: $0) ? $0 : nil }
      return BehaviourRow(
        condition: condition.name, prompt: text.id,
        correct: reference.map { scorer.isCorrect(text.text, reference: $0) }, goesOn: scorer.goesOn(text.text),
        stopped: text.finish == .end, tokens: text.tokens, declined: scorer.declines(text.text), text: text.text,
        isEmpty: AnswerScorer.isEmpty(text.text))
    }
  }

  /// The share of prompts with a reference that are answered correctly; nil where none has one.
  static func answerRate(_ rows: [BehaviourRow]) -> Double? {
    let judged = rows.compactMap(\.correct)
    return judged.isEmpty ? nil : Double(judged.count { $0 }) / Double(judged.count)
  }
}

extension SweepPlan {
  /// Judges what a condition goes on with. The next question is one of this sweep's prompts, or begins as a wrapper of
  /// the file's conditions or of the condition itself does.
  func scorer(of condition: PlannedCondition) -> AnswerScorer {
    let named = file.conditions.compactMap { self.condition($0.name) } + [condition]
    let wrappers = named.compactMap { planned in
      if case .wrapper(let wrapper) = planned.format { wrapper } else { nil }
    }
    return AnswerScorer(file.scoring, questions: NextQuestion(wrappers: wrappers, prompts: prompts.prompts))
  }
}
