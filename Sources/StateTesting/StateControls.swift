import MindstateExperiments

/// What "near" and "far" are measured by: harmless rewordings of Y's wrapper, and wrappers that ask for nothing.
public struct StateControls: Sendable {
  var paraphrases: AssertedControls
  var irrelevant: AssertedControls
  var reference: AssertedCondition?
  var ceiling: AssertedCondition?

  /// Two directories of wrappers, eight or more in each, put around Y's model.
  ///
  /// - Parameters:
  ///   - reference: gives mean and scale of the states; nil: Y's model, bare.
  ///   - ceiling: a second tuning like X, drawn beside the result.
  public init(
    paraphrases: String, irrelevant: String, reference: StateCondition? = nil, ceiling: StateCondition? = nil
  ) {
    self.paraphrases = .directory(paraphrases)
    self.irrelevant = .directory(irrelevant)
    self.reference = reference?.asserted
    self.ceiling = ceiling?.asserted
  }

  /// Conditions of your own.
  public init(
    paraphrases: [StateCondition], irrelevant: [StateCondition], reference: StateCondition? = nil,
    ceiling: StateCondition? = nil
  ) {
    self.paraphrases = .conditions(paraphrases.map(\.asserted))
    self.irrelevant = .conditions(irrelevant.map(\.asserted))
    self.reference = reference?.asserted
    self.ceiling = ceiling?.asserted
  }
}

/// The prompts of an assertion: the path of a JSONL file, or texts.
public struct StatePrompts: Sendable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
  var asserted: AssertedPrompts

  /// - Parameters:
  ///   - path: a JSONL file: `{"id": …, "text": …, "labels": {…}, "reference": …, "group": …}`.
  ///   - limit: a fixed sample of so many prompts, which depends on their ids alone.
  ///   - cluster: prompts with equal values of this label depend on each other; nil: the prompts' `group`.
  public static func file(_ path: String, limit: Int? = nil, cluster: String? = nil) -> StatePrompts {
    StatePrompts(asserted: AssertedPrompts(.file(path), limit: limit, cluster: cluster))
  }

  /// Each text its own cluster.
  public static func texts(_ texts: [String], limit: Int? = nil) -> StatePrompts {
    StatePrompts(asserted: AssertedPrompts(.texts(texts), limit: limit))
  }

  init(asserted: AssertedPrompts) { self.asserted = asserted }

  public init(stringLiteral path: String) { self = .file(path) }

  public init(arrayLiteral texts: String...) { self = .texts(texts) }
}

/// The layers an assertion speaks of; it holds when it holds at every one of them.
public struct StateLayers: Sendable, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
  /// nil: all.
  var numbers: [Int]?

  /// Every layer; of the residual stream all levels but 0, the token's embedding, which no wrapper moves.
  public static let all = StateLayers(numbers: nil)

  /// From one to another, both included.
  public static func from(_ first: Int, through last: Int) -> StateLayers {
    StateLayers(numbers: first <= last ? Array(first...last) : [])
  }

  init(numbers: [Int]?) { self.numbers = numbers }

  public init(integerLiteral layer: Int) { numbers = [layer] }

  public init(arrayLiteral layers: Int...) { numbers = layers }
}
