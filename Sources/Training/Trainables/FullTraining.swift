package import MindstateModel
package import MindstateNumerics

/// All weights of a model are trained.
package struct FullTraining: Trainable {
  private var model: TrainingModel

  package init(_ model: TrainingModel) { self.model = model }

  package var parameters: Parameters { model.parameters }
  package var softPrompt: Matrix? { nil }
  package var plan: GradientPlan { .all(of: model.parameters) }
  package var names: [String] { model.parameters.entries.map(\.name) }
  package var tensors: [Matrix] { model.parameters.entries.map(\.value) }
  package var decays: [Bool] { model.parameters.entries.map { $0.shape.count > 1 } }

  package func gradients(from gradients: Gradients, workers: Workers) -> [Matrix] {
    gradients.values.compactMap(\.self)
  }

  package mutating func change(workers: Workers, _ body: (inout [Matrix]) -> Void) {
    // Moved out and back: a tensor that two hold would be copied before it is changed.
    var values = model.parameters.takeValues()
    body(&values)
    model.parameters.setValues(values)
  }

  package func write(to directory: String, format: FloatFormat) throws {
    try CheckpointWriter(model).write(to: directory, format: format)
  }
}

extension Parameters {
  /// The values, which `self` no longer holds.
  fileprivate mutating func takeValues() -> [Matrix] {
    let values = entries.map(\.value)
    for i in entries.indices { entries[i].value = Matrix(rows: 0, columns: 0) }
    return values
  }

  fileprivate mutating func setValues(_ values: [Matrix]) {
    for i in entries.indices { entries[i].value = values[i] }
  }
}
