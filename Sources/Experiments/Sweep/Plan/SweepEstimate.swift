import MindstateModel
import MindstateNumerics
import MindstateStore

/// What a sweep would take: what `--plan` prints.
public struct SweepEstimate: Sendable {
  /// One condition.
  public struct Condition: Sendable {
    public var name: String
    public var role: String
    public var tokens: Int
    /// Prefixes that differ, among all tokens.
    public var distinctPrefixes: Int
    public var flop: Double
    /// Whether its capture is there already.
    public var isDone: Bool
  }

  public var directory: String
  /// What the reader of the file should know, and what will keep verdicts from being given: a line each.
  public var notices: [String]
  public var prompts: Int
  public var conditions: [Condition]
  /// Conditions that are continued, the tokens each prompt gets at most, and the work of all of them at most.
  public var continued: Int
  public var newTokens: Int
  public var generationFlop: Double
  public var tables: [String]
  /// Bytes of states and texts on disk.
  public var disk: Int
  /// Bytes of states, weights and caches in memory at the worst moment.
  public var memory: Int
  /// 10⁹ floating-point operations a second that a matrix product reaches here now.
  public var ceiling: Double

  public var captureFlop: Double { conditions.filter { !$0.isDone }.reduce(0) { $0 + $1.flop } }

  /// Seconds for captures and continuations. A pass is taken to reach 60 % of the ceiling, and generation, which
  /// multiplies few rows at once, 25 %. Statistics come on top.
  public var seconds: Double {
    ceiling > 0 ? (captureFlop / 0.6 + generationFlop / 0.25) / (ceiling * 1e9) : 0
  }

  init(_ plan: SweepPlan) throws {
    let run = SweepRun(plan: plan, directory: RunDirectory(plan.directory))
    directory = plan.directory
    notices = plan.file.notices + plan.warnings
    prompts = plan.prompts.prompts.count
    conditions = plan.conditions.map { condition in
      let cost = plan.cost(of: condition)
      let piece = CapturePiece(condition, plan)
      let isDone = (try? piece.key(run)).map { run.directory.isCurrent(condition.captureFile, key: $0) } ?? false
      return Condition(
        name: condition.name, role: condition.role, tokens: cost.tokens, distinctPrefixes: cost.prefixes,
        flop: condition.opened.spec.flop(tokens: cost.tokens, sequences: plan.prompts.prompts.count), isDone: isDone)
    }
    let texts = plan.textPieces
    continued = texts.count
    newTokens = plan.newTokens
    generationFlop = texts.reduce(0) { sum, piece in
      let spec = piece.condition.opened.spec
      let count = plan.prompts.prompts.count
      let tokens = plan.cost(of: piece.condition).promptTokens + count * plan.newTokens
      return sum + spec.flop(tokens: tokens, sequences: count)
        + 2 * Double(count * plan.newTokens) * Double(spec.vocabulary) * Double(spec.width)
    }
    tables = plan.pieces.filter { !["capture", "generate", "answers"].contains($0.stage) }.map(\.name)
    let states = plan.conditions.map { plan.stateBytes(of: $0) }
    disk = states.reduce(0, +) + texts.count * prompts * (100 + 6 * newTokens)
    memory = plan.workingMemory(states: states.max() ?? 0)
    let width = max(64, plan.conditions.first?.opened.spec.width ?? 64)
    ceiling = SgemmCeiling.measure(
      m: 256, n: width, k: width, seconds: 0.15, threads: min(256, plan.workers.threads))
  }
}

extension TransformerSpec {
  /// Multiplications and additions of a pass through all layers, embeddings and head left out.
  fileprivate func flop(tokens: Int, sequences: Int) -> Double {
    let maps =
      width * (attention.queryWidth + 2 * attention.keyValueWidth) + attention.queryWidth * width
      + (mlp.gated ? 3 : 2) * width * mlp.hidden
    // A token reads on average half of its sequence.
    let read = Double(tokens) / Double(max(1, sequences)) / 2
    let attention = 4 * read * Double(self.attention.queryWidth)
    return Double(tokens) * Double(layers) * (2 * Double(maps) + attention)
  }
}

extension SweepPlan {
  func stateBytes(of condition: PlannedCondition) -> Int {
    let spec = condition.opened.spec
    let width = (sitePlan?.sites ?? []).reduce(0) { $0 + $1.layers.count * $1.site.width(in: spec) }
    return cost(of: condition).rows.reduce(0, +) * width * 4
  }

  /// States of one condition, twice while they are joined; one layer's weights in f32; activations of one pass; and
  /// what the generator may keep.
  fileprivate func workingMemory(states: Int) -> Int {
    guard let spec = conditions.first?.opened.spec else { return 0 }
    let layer = 4 * spec.width * spec.width + 3 * spec.width * spec.mlp.hidden
    let pass = min(8192, costs.map(\.tokens).max() ?? 0) * (4 * spec.width + 2 * spec.mlp.hidden)
    let generation = textPieces.isEmpty ? 0 : spec.layers * layer * 4 + 1 << 29
    return max(2 * states + 4 * (layer + pass), generation)
  }
}
