import MindstateModel
import MindstateNumerics
import MindstateStore

/// A sweep whose inputs have been opened and checked against each other: which conditions there are, with what prompts,
/// and what each control is a control of. Nothing has been computed.
struct SweepPlan: Sendable {
  let file: SweepFile
  /// The run directory.
  let directory: String
  /// The prompts of the sample, in the order of their file, `group` being the cluster.
  let prompts: PromptSet
  /// In the order of the file, then paraphrases and irrelevant wrappers from directories. Each is captured once.
  private(set) var conditions: [PlannedCondition]
  /// One for each Y.
  private(set) var controls: [PlannedControls]
  /// Whether prompts may have an answer that says nothing. They are left out where positions read answers, so those
  /// have a capture of their own.
  var mayLackAnswers = false
  /// Tokens of each condition's prompts, and how many distinct prefixes they have.
  var costs: [FeedCost] = []
  /// What is known before any work and matters to who waits for the verdicts: a line each.
  var warnings: [String] = []
  let workers: Workers

  /// What feeding all prompts of a condition takes.
  struct FeedCost: Sendable {
    var tokens: Int
    /// Prefixes that differ: tokens which a perfect sharing of prefixes would compute.
    var prefixes: Int
    /// Tokens before the answers, which generation starts from.
    var promptTokens: Int
    var rows: [Int]
    /// Names everything that is fed, answers included.
    var digest: String
    /// Names what is fed before the answers.
    var promptDigest: String
  }

  /// Opens and checks everything.
  init(_ file: SweepFile, directory: String, workers: Workers) throws {
    self.file = file
    self.directory = directory
    self.workers = workers
    try Self.checkMetrics(file)
    prompts = try PromptSample(file).set
    conditions = []
    controls = []
    var shelf = ModelShelf(workers: workers)
    for condition in file.conditions {
      conditions.append(try Self.planned(condition, &shelf, role: Self.role(of: condition.name, in: file)))
    }
    for y in Self.distinct(file.pairs.map(\.y)) { try addControls(of: y, &shelf) }
    try check()
    try checkTables(try feedAll(&shelf))
  }

  func condition(_ name: String) -> PlannedCondition? {
    conditions.first { $0.name.utf8.elementsEqual(name.utf8) }
  }

  /// What the inputs were read as, where that is not what they are.
  var notes: [String] {
    Self.distinct(
      conditions.compactMap { condition in
        if case .wrapper(let wrapper) = condition.format { wrapper.note } else { nil }
      })
  }

  func controls(of y: String) -> PlannedControls {
    controls.first { $0.y == y } ?? PlannedControls(y: y, paraphrases: [], irrelevant: [])
  }

  /// The sites' layers, which are the same in every condition.
  var sitePlan: SitePlan? {
    conditions.first.flatMap { try? SitePlan(sites: file.sites, layers: file.layers, spec: $0.opened.spec) }
  }

  /// What is read under a condition; along a trajectory every token of the prompt, too.
  func positions(of name: String) -> [Position] {
    guard let trajectory = file.trajectory, ([trajectory.target] + trajectory.conditions).contains(name) else {
      return file.positions
    }
    return file.positions + [.promptAll, .last].filter { !file.positions.contains($0) }
  }

  /// The positions of the question, as tables name them.
  var positionNames: [String] { file.positions.map(\.description) }

  /// Those with one row a prompt.
  var singlePositions: [String] { file.positions.filter { !$0.isRagged }.map(\.description) }

  /// A trajectory counts tokens from the prompt's end, so a token across its start may be on either side; where a
  /// position of the question depends on the border, a token across it is an error.
  var alignment: FedPrompt.Alignment {
    let bordered: [Position] = [.promptLast, .promptMean, .promptAll]
    return file.trajectory == nil || file.positions.contains(where: bordered.contains) ? .strict : .nearest
  }

  /// Whether a condition has two captures. Where all its positions read answers, prompts without one are in none.
  func readsAnswersApart(_ name: String) -> Bool {
    mayLackAnswers && needsAnswers && positions(of: name).contains { !$0.needsAnswer }
  }

  var needsAnswers: Bool { file.positions.contains { $0.needsAnswer } }

  /// The X whose own answers are forced; nil where others are.
  var answeringCondition: String? {
    needsAnswers && file.answers == .generated ? file.pairs.first?.x : nil
  }

  static func distinct(_ names: [String]) -> [String] {
    var seen: Set<UTF8Key> = []
    return names.filter { seen.insert(UTF8Key($0)).inserted }
  }

  private static func role(of name: String, in file: SweepFile) -> String {
    func named(_ controls: SweepFile.Controls) -> Bool {
      if case .named(let names) = controls { names.contains(name) } else { false }
    }
    if name == file.start { return "start" }
    if file.pairs.contains(where: { $0.x == name }) { return "question" }
    if file.pairs.contains(where: { $0.y == name }) { return "target" }
    if file.ceilings.contains(where: { $0.ceiling == name }) { return "ceiling" }
    if named(file.paraphrases) { return "paraphrase" }
    return named(file.irrelevant) ? "irrelevant" : "other"
  }
}

// MARK: - Conditions

extension SweepPlan {
  private static func planned(
    _ condition: SweepFile.Condition, _ shelf: inout ModelShelf, role: String
  ) throws(SweepError) -> PlannedCondition {
    do {
      let (opened, digest, _) = try shelf.open(condition, needsTokenizer: false)
      let format = try ChatRequest().promptFormat(named: condition.wrapper, model: condition.model)
      return PlannedCondition(condition: condition, format: format, opened: opened, digest: digest, role: role)
    } catch {
      throw .unusable(condition.place, condition: condition.name, why: "\(error)")
    }
  }

  /// Wrappers of directories become conditions under Y's model: `base/qa` gives `base/asked-reply`.
  private mutating func addControls(of y: String, _ shelf: inout ModelShelf) throws {
    var found = PlannedControls(y: y, paraphrases: [], irrelevant: [])
    found.paraphrases = try names(file.paraphrases, y, "paraphrase", "roles.paraphrases", &shelf)
    found.irrelevant = try names(file.irrelevant, y, "irrelevant", "roles.irrelevant", &shelf)
    controls.append(found)
  }

  private mutating func names(
    _ controls: SweepFile.Controls, _ y: String, _ role: String, _ key: String, _ shelf: inout ModelShelf
  ) throws -> [String] {
    switch controls {
    case .none: return []
    case .named(let names): return names.filter { $0 != y }
    case .directory(let directory):
      guard let like = file.condition(y) else { return [] }
      let place = file.place(key)
      let wrappers: [Wrapper]
      do { wrappers = try Wrapper.all(in: directory) } catch {
        throw SweepError.unusable(place, condition: "\(role)s of \(y)", why: "\(error)")
      }
      return try wrappers.map { wrapper in
        var condition = like
        condition.name = y.split(separator: "/").dropLast().map { $0 + "/" }.joined() + wrapper.name
        condition.wrapper = "\(directory)/\(wrapper.name).txt"
        condition.place = place
        try add(condition, role, &shelf)
        return condition.name
      }
    }
  }

  /// A control that several Y of one model have is one condition.
  private mutating func add(
    _ condition: SweepFile.Condition, _ role: String, _ shelf: inout ModelShelf
  ) throws(SweepError) {
    let planned = try Self.planned(condition, &shelf, role: role)
    guard let other = self.condition(condition.name) else { return conditions.append(planned) }
    if other.digest != planned.digest || other.template != planned.template {
      throw .sameCondition(
        condition.place, condition: condition.name,
        why: "of this wrapper and another of the file have one name. Rename the other")
    }
  }
}
