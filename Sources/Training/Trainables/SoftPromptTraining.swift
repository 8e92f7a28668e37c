package import MindstateModel
package import MindstateNumerics

/// Vectors before every prompt are trained, the model stays (prompt tuning, arXiv 2104.08691).
package struct SoftPromptTraining: Trainable {
  package let parameters: Parameters
  private var prompt: SoftPrompt

  package init(_ prompt: SoftPrompt, parameters: Parameters) {
    self.prompt = prompt
    self.parameters = parameters
  }

  package var softPrompt: Matrix? { prompt.vectors }
  package var plan: GradientPlan { GradientPlan(softPrompt: true) }
  package var names: [String] { ["prompt_embeddings"] }
  package var tensors: [Matrix] { [prompt.vectors] }
  package var decays: [Bool] { [true] }

  package func gradients(from gradients: Gradients, workers: Workers) -> [Matrix] {
    guard let gradient = gradients.softPrompt else { preconditionFailure("no gradient of the soft prompt") }
    return [gradient]
  }

  package mutating func change(workers: Workers, _ body: (inout [Matrix]) -> Void) {
    var values = [prompt.vectors]
    prompt.vectors = Matrix(rows: 0, columns: 0)
    body(&values)
    prompt.vectors = values[0]
  }

  package func write(to directory: String, format: FloatFormat) throws {
    try prompt.write(to: directory, spec: parameters.spec, format: format)
  }
}
