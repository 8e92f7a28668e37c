package import MindstateModel
package import MindstateNumerics

/// What training changes of a model: all of it, an adapter, vectors before the prompt.
package protocol Trainable: Sendable {
  /// The weights that go forward, with what is trained in them.
  var parameters: Parameters { get }
  /// The vectors before every sequence; nil for none.
  var softPrompt: Matrix? { get }
  /// The gradients that `gradients(from:)` reads.
  var plan: GradientPlan { get }
  /// Names of what is trained, each unique.
  var names: [String] { get }
  /// What is trained, parallel to `names`.
  var tensors: [Matrix] { get }
  /// Which of them lose weight: what multiplies, not the gains of norms, not biases.
  var decays: [Bool] { get }
  /// Gradients of `tensors` out of those of the plan.
  func gradients(from gradients: Gradients, workers: Workers) -> [Matrix]
  /// Lets `body` change `tensors` in place, and brings `parameters` up to date.
  mutating func change(workers: Workers, _ body: (inout [Matrix]) -> Void)
  /// Writes what was trained into a directory, as transformers or PEFT opens it.
  func write(to directory: String, format: FloatFormat) throws
}
