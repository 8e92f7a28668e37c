public import MindstateModel
public import MindstateStore

/// What a checkpoint is, and what would be fed to it.
public struct CheckpointReport: Sendable {
  private let condition: ModelCondition
  /// nil where the directory has no tokenizer.json.
  public let tokenizer: Tokenizer?

  public init(model: String) throws {
    condition = try ModelCondition(model: model)
    tokenizer = condition.checkpoint.hasTokenizer ? try condition.tokenizer() : nil
  }

  public var checkpoint: Checkpoint { condition.checkpoint }

  /// Names and values, in the order in which a person reads them; of an adapter beside the weights, too.
  public var facts: [(name: String, value: JSON)] {
    let spec = checkpoint.spec
    let a = spec.attention
    var facts: [(String, JSON)] = [
      ("directory", .string(checkpoint.directory)),
      ("model_type", .string(checkpoint.modelType)),
      ("digest", .string(condition.digest())),
      ("parameters", .integer(checkpoint.parameterCount)),
      ("storage", .string(checkpoint.storage)),
      ("layers", .integer(spec.layers)),
      ("width", .integer(spec.width)),
      ("heads", .integer(a.heads)),
      ("key_value_heads", .integer(a.keyValueHeads)),
      ("head_width", .integer(a.headWidth)),
      ("mlp", .string("\(spec.mlp.gated ? "gated " : "")\(spec.mlp.activation.rawValue), \(spec.mlp.hidden) wide")),
      ("norm", .string("\(spec.norm)")),
      ("positions", .string(positions)),
      ("parallel_branches", .bool(spec.parallelBranches)),
      ("vocabulary", .integer(spec.vocabulary)),
      ("context", .integer(spec.context)),
      ("head", .string("\(spec.head)")),
    ]
    if let window = a.windows.compactMap({ $0 }).max() {
      facts.append(("window", .integer(window)))
      facts.append(("windowed_layers", .integer(a.windows.count { $0 != nil })))
    }
    facts.append(("tokenizer_vocabulary", tokenizer.map { .integer($0.vocabularySize) } ?? .null))
    let unused = condition.directory.unused
    if !unused.isEmpty { facts.append(("not_used", .array(unused.map { .string($0) }))) }
    return facts + adapterFacts
  }

  /// A LoRA beside the weights, which every condition of this model applies.
  private var adapterFacts: [(name: String, value: JSON)] {
    guard condition.adapter != nil, let adapter = try? AdapterDescription(directory: checkpoint.directory) else {
      return []
    }
    return [("adapter", .string("LoRA beside the weights, applied"))]
      + adapter.facts.filter { !["directory", "kind"].contains($0.name) }.map { ("adapter_" + $0.name, $0.value) }
  }

  private var positions: String {
    switch checkpoint.spec.positions {
    case .learned(let count): "learned, \(count)"
    case .rotary(let rotary): "rotary, \(rotary.width) of \(checkpoint.spec.attention.headWidth) dimensions of a head"
    }
  }

  /// What a capture of these prompts would feed.
  /// - Parameter wrapper: nil takes a capture's default.
  public func fed(
    prompts: String, wrapper: String?, chat: ChatRequest = ChatRequest(), answers: String?, forcingAnswers: Bool,
    addSpecialTokens: Bool
  ) throws -> [FedPrompt] {
    let set = try PromptSet.read(prompts)
    let forced: AnswerSet? =
      try answers.map { try AnswerSet.read($0, for: set) } ?? (forcingAnswers ? AnswerSet.references(of: set) : nil)
    let fed = try Prompting.feed(
      set, format: chat.promptFormat(named: wrapper ?? set.defaultWrapper.name, model: checkpoint.directory),
      answers: forced?.sayingSomething,
      tokenizer: tokenizer, addSpecialTokens: addSpecialTokens)
    for prompt in fed { try checkpoint.check(prompt, source: prompts, virtualTokens: condition.virtualTokens) }
    return fed
  }
}
