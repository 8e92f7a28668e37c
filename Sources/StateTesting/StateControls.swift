import MindstateExperiments

/// What "near" and "far" are measured by: harmless rewordings of Y's wrapper, and wrappers that ask for nothing.
public struct StateControls: Sendable {
  var paraphrases: AssertedControls
  var irrelevant: AssertedControls
  var start: AssertedCondition
  var ceiling: AssertedCondition?

  private init(
    _ paraphrases: AssertedControls, _ irrelevant: AssertedControls, _ start: StateCondition, _ ceiling: StateCondition?
  ) {
    self.paraphrases = paraphrases
    self.irrelevant = irrelevant
    self.start = start.asserted
    self.ceiling = ceiling?.asserted
  }

  /// Two directories of wrappers, eight or more in each, put around Y's model.
  ///
  /// - Parameters:
  ///   - start: the condition in which nothing has happened yet, such as the base model with bare prompts. It gives mean
  ///     and scale of the states. Named, never guessed: another start is another question, whose verdict can differ.
  ///   - ceiling: a second tuning like X, drawn beside the result.
  public init(paraphrases: String, irrelevant: String, start: StateCondition, ceiling: StateCondition? = nil) {
    self.init(.directory(paraphrases), .directory(irrelevant), start, ceiling)
  }

  /// Conditions of your own.
  public init(
    paraphrases: [StateCondition], irrelevant: [StateCondition], start: StateCondition, ceiling: StateCondition? = nil
  ) {
    self.init(.conditions(paraphrases.map(\.asserted)), .conditions(irrelevant.map(\.asserted)), start, ceiling)
  }
}

extension StateControls {
  @available(*, deprecated, message: "The role is called start: write start: in place of reference:.")
  public init(paraphrases: String, irrelevant: String, reference: StateCondition, ceiling: StateCondition? = nil) {
    self.init(paraphrases: paraphrases, irrelevant: irrelevant, start: reference, ceiling: ceiling)
  }

  @available(*, deprecated, message: "The role is called start: write start: in place of reference:.")
  public init(
    paraphrases: [StateCondition], irrelevant: [StateCondition], reference: StateCondition,
    ceiling: StateCondition? = nil
  ) {
    self.init(paraphrases: paraphrases, irrelevant: irrelevant, start: reference, ceiling: ceiling)
  }

  @available(*, unavailable, message: "Name the start, such as start: base.bare; it was Y's model with bare prompts.")
  public init(paraphrases: String, irrelevant: String, ceiling: StateCondition? = nil) {
    self.init(paraphrases: paraphrases, irrelevant: irrelevant, start: StateModel("").bare, ceiling: ceiling)
  }

  @available(*, unavailable, message: "Name the start, such as start: base.bare; it was Y's model with bare prompts.")
  public init(paraphrases: [StateCondition], irrelevant: [StateCondition], ceiling: StateCondition? = nil) {
    self.init(paraphrases: paraphrases, irrelevant: irrelevant, start: StateModel("").bare, ceiling: ceiling)
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
