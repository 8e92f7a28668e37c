import MindstateModel
import MindstateNumerics
import MindstateProbes
import MindstateStore

/// A sweep at work: what is planned, where it goes, and what pieces need of each other.
struct SweepRun: Sendable {
  let plan: SweepPlan
  let directory: RunDirectory
  /// What each condition's capture will hold, by name, while the plan is checked; nil for a sweep at work.
  var planned: [UTF8Key: ConditionStates]?

  init(plan: SweepPlan, directory: RunDirectory, planned: [UTF8Key: ConditionStates]? = nil) {
    self.plan = plan
    self.directory = directory
    self.planned = planned
  }

  /// Current contents of `files` are kept; else they are made. False where they were kept.
  func bring(_ piece: any SweepPiece, _ reporter: any SweepReporter, index: Int, of count: Int) throws -> Bool {
    let isPlain = plan.file.texts == .plain && piece.files.contains { $0.hasSuffix(".csv") }
    let key = try piece.key(self) + (isPlain ? "-plain" : "")
    let files = try piece.written(self)
    for file in piece.files where !files.contains(file) { try directory.remove(file) }
    if files.allSatisfy({ directory.isCurrent($0, key: key) }) { return false }
    let isRedone = files.contains { directory.key(of: $0).map { $0 != key } ?? false }
    let step = SweepStep(stage: piece.stage, name: piece.name, index: index, count: count, isRedone: isRedone)
    let start = ContinuousClock.now
    let progress = reporter.begins(step)
    let contents = try piece.make(self, progress: progress)
    for (file, content) in zip(files, contents) {
      let content = file.hasSuffix(".csv") ? content.withTexts(plan.file.texts) : content
      try directory.write(file, key: key, content.write)
    }
    progress.finish()
    reporter.ends(step, seconds: start.duration(to: .now) / .seconds(1))
    for file in files where file.hasSuffix(".csv") {
      if let sentence = try TableReader(directory.path(file)).emptiness(of: file) { reporter.note(sentence) }
    }
    return true
  }

  /// The tokens of all prompts under a condition, with the answers that are forced.
  func fed(_ condition: PlannedCondition) throws -> [FedPrompt] {
    try plan.fed(condition, answers: try answers(), tokenizer: try tokenizer(of: condition))
  }

  func feedDigest(of condition: PlannedCondition) throws -> String {
    if plan.answeringCondition == nil { return plan.cost(of: condition).digest }
    return try plan.cost(try fed(condition), of: condition).digest
  }

  func tokenizer(of condition: PlannedCondition) throws -> Tokenizer? {
    if plan.prompts.hasOnlyTokens && !condition.opened.checkpoint.hasTokenizer { return nil }
    return try condition.opened.tokenizer()
  }

  private func answers() throws -> AnswerSet? {
    guard let x = plan.answeringCondition else { return try plan.knownAnswers() }
    guard plan.condition(x) != nil else { return nil }
    return try AnswerSet.read(directory.path(AnswersPiece.file), for: plan.prompts)
  }

  /// Prompts whose forced answer says nothing: they are left out where positions read answers.
  func unanswered() throws -> [String] {
    guard plan.mayLackAnswers, let answers = try answers() else { return [] }
    return plan.prompts.prompts.map(\.id).filter { answers.isEmpty($0) }
  }

  /// `instruct/bare answers nothing at 3 of 48 prompts, …`; nil where every prompt has an answer.
  func unansweredNote() throws -> String? {
    let count = try unanswered().count
    if count == 0 { return nil }
    let all = plan.prompts.prompts.count
    let who = plan.answeringCondition.map { "\($0) answers nothing at" } ?? "Forced answers say nothing at"
    let positions = plan.file.positions.filter(\.needsAnswer).map(\.description).joined(separator: ", ")
    return "\(who) \(count) of \(all) prompts: "
      + (all - count < 2
        ? "nothing is judged at \(positions)." : "they are left out at \(positions), under every condition.")
  }

  /// The positions of the question, those together that are read at the same prompts. Statistics are made of each
  /// alone; there are none of fewer than two prompts.
  func readings() throws -> [SweepReading] {
    let positions = plan.file.positions
    // What is planned has all prompts.
    if planned != nil || !plan.mayLackAnswers { return [SweepReading(positions: positions, readsAnswers: false)] }
    let answered = plan.prompts.prompts.count - (try unanswered().count)
    return [
      SweepReading(positions: positions.filter { !$0.needsAnswer }, readsAnswers: false),
      SweepReading(positions: answered < 2 ? [] : positions.filter(\.needsAnswer), readsAnswers: true),
    ].filter { !$0.positions.isEmpty }
  }

  /// - Parameter reading: where the states were read; nil: at every prompt.
  func store(_ name: String, _ reading: SweepReading? = nil) throws -> StateStore {
    guard let condition = plan.condition(name) else {
      throw SweepError.unknownName(
        SweepPlace(file: plan.file.path), key: "sweep", name: name, nearest: nil, known: plan.conditions.map(\.name))
    }
    let isApart = reading?.readsAnswers == true && plan.readsAnswersApart(name)
    return try StateStore(path: directory.path(isApart ? condition.answerCaptureFile : condition.captureFile))
  }

  /// A condition as the statistics take it.
  func states(_ name: String, _ reading: SweepReading? = nil) throws -> ConditionStates {
    if let states = planned?[UTF8Key(name)] { return states }
    return ConditionStates(try store(name, reading), label: name)
  }

  /// The keys of the captures of `names`, which name their contents.
  func captureKeys(_ names: [String]) throws -> [String] {
    try names.compactMap { plan.condition($0) }.map { try CapturePiece($0, plan).key(self) }
  }
}

/// Positions that are read at the same prompts.
struct SweepReading: Sendable {
  var positions: [Position]
  /// Whether prompts without an answer are left out.
  var readsAnswers: Bool

  var names: [String] { positions.map(\.description) }

  /// Those with one row a prompt.
  var singleNames: [String] { positions.filter { !$0.isRagged }.map(\.description) }
}

/// X's own answers, the first line that shows anything of what it goes on with, as they are forced: `answers.jsonl`.
struct AnswersPiece: SweepPiece {
  static let file = "answers.jsonl"
  let texts: TextPiece

  var stage: String { "answers" }
  var name: String { texts.name }
  var files: [String] { [Self.file] }

  func key(_ run: SweepRun) throws -> String { digest([try texts.key(run)]) }

  func make(_ run: SweepRun, progress: any ProgressReporter) throws -> [SweepContent] {
    let lines = try SweepText.read(run.directory.path(texts.condition.textFile)).map { text in
      let line = FirstLine.of(text.text)
      return JSON.object(JSONObject([("id", .string(text.id)), ("text", .string(line))])).serialized() + "\n"
    }
    return [.bytes(lines.flatMap { Array($0.utf8) })]
  }
}
