import MindstateExperiments

/// A model, from which conditions are made:
///
/// ```swift
/// let base = StateModel("models/base")
/// base.bare                                       // the prompt and a newline
/// base.wrapped("wrappers/qa.txt")                 // in a wrapper
/// base.adapted(by: "adapters/x").bare             // with a LoRA
/// base.prefixed(by: "soft-prompts/k16").bare      // behind a soft prompt
/// ```
///
/// Paths may be relative: they are looked up in the working directory, and then in each directory above the source file
/// of the test, so that a test finds `data/model` of its package however it is run.
public struct StateModel: Sendable, Hashable {
  var condition: AssertedCondition

  /// - Parameter directory: a checkpoint in the layout of Hugging Face.
  public init(_ directory: String) { condition = AssertedCondition(model: directory) }

  /// The model with a LoRA in PEFT's layout merged in.
  public func adapted(by directory: String) -> StateModel {
    var model = self
    model.condition.adapter = directory
    return model
  }

  /// The model behind a soft prompt in PEFT's layout.
  public func prefixed(by directory: String) -> StateModel {
    var model = self
    model.condition.softPrompt = directory
    return model
  }

  /// The prompt and a newline.
  public var bare: StateCondition { wrapped("bare") }

  /// The model's own chat template.
  public var chat: StateCondition { wrapped("chat") }

  /// - Parameter wrapper: a text file with `{prompt}` in it, or the name of a wrapper that comes with mindstate.
  ///   One that is to carry a verdict ends in a newline.
  public func wrapped(_ wrapper: String) -> StateCondition {
    StateCondition(asserted: condition.under(.named(wrapper)))
  }

  /// - Parameter template: the wrapper itself, such as `"Q: {prompt}\nA:\n"`.
  public func wrapped(in template: String) -> StateCondition {
    StateCondition(asserted: condition.under(.text(template)))
  }
}

/// A model under a wrapper.
public struct StateCondition: Sendable, Hashable {
  var asserted: AssertedCondition

  /// The same condition under a name of your own, for messages.
  public func named(_ name: String) -> StateCondition {
    var condition = self
    condition.asserted.name = name
    return condition
  }
}
