import MindstateNumerics

/// A comparison whose inputs have been checked against each other: what is compared with what, and where.
struct ComparisonPlan: Sendable {
  /// A capture under the name it has in the table.
  struct Condition: Sendable {
    var name: String
    var states: ConditionStates
    /// Where each prompt of `ComparisonPlan.promptIDs` stands in this capture.
    var order: [Int] = []

    func reading(at position: String) -> ReadingLayout? { states.readings.first { $0.position == position } }
  }

  struct Pair: Sendable {
    var a: Int
    var b: Int
    var role: Role
    /// By position.
    var alignments: [String: TokenAlignment] = [:]
  }

  /// One place in the network that is compared.
  struct Cell: Sendable {
    var position: String
    var site: String
    var layer: Int
  }

  let request: Comparison
  /// Everything given: captures, paraphrases, irrelevant wrappers, ceilings, the other half of a crossed table,
  /// and a reference of its own.
  private(set) var conditions: [Condition]
  let reference: Int
  /// In the order of their bytes, so that the order of prompts in the files changes no number.
  let promptIDs: [String]
  let clusters: Clusters
  private(set) var cells: [Cell]
  private(set) var pairs: [Pair]

  /// - Parameter minimum: captures needed: a probe can do with one.
  init(_ request: Comparison, atLeast minimum: Int = 2) throws(ComparisonError) {
    try Self.checkSettings(of: request, minimum)
    self.request = request.withCompanions
    var conditions = Self.named(request)
    reference = try Self.reference(of: request, in: conditions)
    promptIDs = try Self.orderPrompts(of: &conditions)
    clusters = Clusters(groups: try Self.groups(of: promptIDs, in: conditions))
    self.conditions = conditions
    cells = []
    pairs = Self.pairs(of: request)
    cells = try agreedCells()
    for index in pairs.indices { pairs[index].alignments = try alignments(of: pairs[index]) }
  }

  private static func checkSettings(of request: Comparison, _ minimum: Int) throws(ComparisonError) {
    if request.captures.count < minimum { throw .fewerThanTwoCaptures(request.captures.count) }
    if request.metrics.isEmpty { throw .noMetrics }
    if request.resamples < 1 { throw .tooFewResamples(request.resamples) }
    if case .first = request.reference, !(request.paraphrases.isEmpty && request.irrelevant.isEmpty) { throw .noStart }
  }

  /// All unordered pairs of captures, then everything that is compared with Y or X.
  private static func pairs(of request: Comparison) -> [Pair] {
    var pairs: [Pair] = []
    let count = request.captures.count
    for a in 0..<count {
      for b in a + 1..<max(a + 1, count) { pairs.append(Pair(a: a, b: b, role: .pair)) }
    }
    var next = count
    for (partner, others, role) in [
      (1, request.paraphrases, Role.paraphrase), (1, request.irrelevant, .irrelevant), (0, request.ceilings, .ceiling),
    ] {
      for index in next..<next + others.count { pairs.append(Pair(a: partner, b: index, role: role)) }
      next += others.count
    }
    return pairs
  }

  /// Each capture under its condition's name, or under its label where several have the same; a file given twice is
  /// numbered.
  private static func named(_ request: Comparison) -> [Condition] {
    var given = request.captures + request.paraphrases + request.irrelevant + request.ceilings
    if let crossed = request.crossed { given += [crossed.tuning, crossed.wrapper] }
    if case .capture(let states) = request.reference { given.append(states) }
    let uses = Dictionary(given.map { ($0.condition, 1) }, uniquingKeysWith: +)
    var seen: [String: Int] = [:]
    return given.map { states in
      let isUnique = !states.condition.isEmpty && uses[states.condition] == 1
      let name = isUnique ? states.condition : states.label
      seen[name, default: 0] += 1
      let number = seen[name] ?? 1
      return Condition(name: number == 1 ? name : "\(name) (\(number))", states: states)
    }
  }

  private static func reference(of request: Comparison, in conditions: [Condition]) throws(ComparisonError) -> Int {
    switch request.reference {
    case .first: return 0
    case .capture: return conditions.count - 1
    case .named(let name):
      let index =
        conditions.firstIndex { $0.name == name } ?? conditions.firstIndex { $0.states.label == name }
        ?? conditions.firstIndex { $0.states.condition == name }
      guard let index else { throw .unknownReference(name, known: conditions.map(\.name)) }
      return index
    }
  }
}
