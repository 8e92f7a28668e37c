import MindstateNumerics
import MindstateStore

extension SweepPlan {
  /// Everything that is to be made, each piece after those it needs.
  var pieces: [any SweepPiece] {
    let early = answerPieces
    let texts = textPieces.filter { piece in !early.contains { $0.files == piece.files } }
    return early + conditions.map { CapturePiece($0, self) } + texts + tables
  }

  /// What captures wait for, where X's own answers are forced.
  var answerPieces: [any SweepPiece] {
    guard let name = answeringCondition, let condition = condition(name) else { return [] }
    let texts = TextPiece(condition: condition, newTokens: newTokens)
    return [texts, AnswersPiece(texts: texts)]
  }

  /// What any process can make alone, with its cost in tokens.
  var shardable: [(piece: any SweepPiece, cost: Int)] {
    conditions.map { (CapturePiece($0, self), cost(of: $0).tokens) }
      + textPieces.map { piece in
        // A step of one row a prompt costs about as much as four rows fed at once.
        let prompts = prompts.prompts.count
        return (piece, cost(of: piece.condition).promptTokens + 4 * prompts * newTokens)
      }
  }

  var newTokens: Int { file.newTokens ?? 48 }

  /// Continuations: of all conditions of the file where behaviour is asked for, and of each Y and its paraphrases.
  var textPieces: [TextPiece] {
    if prompts.hasOnlyTokens { return [] }
    var names = file.newTokens == nil ? [] : file.conditions.map(\.name)
    for controls in controls where !controls.paraphrases.isEmpty { names += [controls.y] + controls.paraphrases }
    return Self.distinct(names).compactMap(condition).map { TextPiece(condition: $0, newTokens: newTokens) }
  }

  /// The analyses. One that joins needs a line here.
  private var tables: [any SweepPiece] {
    var pieces: [any SweepPiece] = []
    if controls.contains(where: { !$0.paraphrases.isEmpty }) { pieces.append(AdmissionPiece()) }
    if file.newTokens != nil { pieces.append(BehaviourPiece()) }
    pieces.append(MapsPiece())
    pieces.append(SimilarityPiece())
    if controls.contains(where: { !$0.paraphrases.isEmpty || !$0.irrelevant.isEmpty }) { pieces.append(VerdictPiece()) }
    if let crossed = file.crossed { pieces.append(CrossedPiece(crossed: crossed)) }
    if !file.probes.isEmpty { pieces.append(ProbesPiece(probes: file.probes)) }
    if let modes = file.modes { pieces.append(ModesPiece(modes: modes)) }
    if let trajectory = file.trajectory { pieces.append(TrajectoryPiece(trajectory: trajectory)) }
    return pieces
  }

  func cost(of condition: PlannedCondition) -> FeedCost {
    guard let index = conditions.firstIndex(where: { $0.name == condition.name }), costs.indices.contains(index) else {
      return FeedCost(tokens: 0, prefixes: 0, promptTokens: 0, rows: [], digest: "", promptDigest: "")
    }
    return costs[index]
  }

  /// Names the prompts with all that captures and tables say of them.
  var promptDigest: String {
    Digest(
      of: prompts.prompts.map { prompt in
        let labels = JSON.object(JSONObject(prompt.labels.map { (key: $0.name, value: $0.value) })).serialized()
        let fields = [prompt.id, prompt.group ?? "\u{0}", prompt.reference ?? "\u{0}", labels]
        return Digest(fields.map { "\($0.utf8.count):\($0)" }.joined())
      }
    ).text
  }
}
