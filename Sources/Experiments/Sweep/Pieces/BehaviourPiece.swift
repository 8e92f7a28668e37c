import MindstateReport
import MindstateStore

/// `behaviour.csv`: one row a condition and prompt.
struct BehaviourPiece: SweepPiece {
  static let file = "behaviour.csv"
  static let columns = [
    "condition", "prompt", "correct", "goes_on", "stopped", "tokens", "declined", "text", "reason",
  ]

  var stage: String { "tables" }
  var name: String { "behaviour" }
  var files: [String] { [Self.file] }

  func key(_ run: SweepRun) throws -> String {
    digest(
      [name, run.plan.promptDigest] + run.plan.behaviour.openings + (try run.plan.textPieces.map { try $0.key(run) }))
  }

  func make(_ run: SweepRun, progress: any ProgressReporter) throws -> [SweepContent] {
    var writer = CSVWriter(columns: Self.columns)
    for row in try BehaviourRow.all(run) {
      writer.append([
        .text(row.condition), .text(row.prompt), .flag(row.correct), .flag(row.goesOn), .flag(row.stopped),
        .integer(row.tokens), .flag(row.declined), .text(row.text), row.correct == nil ? .text("no_reference") : .empty,
      ])
    }
    return [.bytes(writer.bytes)]
  }
}

struct BehaviourRow: Sendable {
  var condition: String
  var prompt: String
  /// nil where the prompt has no reference.
  var correct: Bool?
  var goesOn: Bool
  var stopped: Bool
  var tokens: Int
  var declined: Bool
  var text: String

  /// Those of all conditions that have continuations.
  static func all(_ run: SweepRun) throws -> [BehaviourRow] {
    try run.plan.textPieces.flatMap { try of($0.condition, run) }
  }

  static func of(_ condition: PlannedCondition, _ run: SweepRun) throws -> [BehaviourRow] {
    let behaviour = run.plan.behaviour
    let references = Dictionary(
      run.plan.prompts.prompts.map { (UTF8Key($0.id), $0.reference) }, uniquingKeysWith: { first, _ in first })
    return try SweepText.read(run.directory.path(condition.textFile)).map { text in
      let reference = references[UTF8Key(text.id)] ?? nil
      return BehaviourRow(
        condition: condition.name, prompt: text.id,
        correct: reference.map { LabScoring.isCorrect(SweepBehaviour.firstLine(text.text), reference: $0) },
        goesOn: behaviour.goesOn(text.text), stopped: text.finish == .end, tokens: text.tokens,
        declined: SweepBehaviour.declines(text.text), text: text.text)
    }
  }

  /// The share of prompts with a reference that are answered correctly; nil where none has one.
  static func answerRate(_ rows: [BehaviourRow]) -> Double? {
    let judged = rows.compactMap(\.correct)
    return judged.isEmpty ? nil : Double(judged.count { $0 }) / Double(judged.count)
  }
}
