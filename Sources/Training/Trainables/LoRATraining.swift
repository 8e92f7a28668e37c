package import MindstateModel
package import MindstateNumerics

/// The pairs of a LoRA are trained, the model stays.
///
/// The model runs with the adapter merged into it. From the gradient G of a merged map W + s · B · A follow
/// dB = s · G · Aᵀ and dA = s · Bᵀ · G, for the price of rank / inputs of computing G.
package struct LoRATraining: Trainable {
  private var adapter: LoRA
  private let base: Parameters
  package private(set) var parameters: Parameters
  /// Where the maps of the adapter's pairs stand among the parameters.
  private let places: [Int]

  /// - Precondition: `adapter` was made for this model.
  package init(_ adapter: LoRA, base: Parameters) {
    self.adapter = adapter
    self.base = base
    parameters = base
    places = adapter.pairs.compactMap { base.index(of: $0.role, layer: $0.layer) }
    precondition(places.count == adapter.pairs.count, "an adapter for another model")
    for index in adapter.pairs.indices { merge(index) }
  }

  package var softPrompt: Matrix? { nil }
  package var plan: GradientPlan { GradientPlan(entries: Set(places)) }
  package var names: [String] { adapter.pairs.flatMap { ["\($0.module).lora_A", "\($0.module).lora_B"] } }
  package var tensors: [Matrix] { adapter.pairs.flatMap { [$0.a, $0.b] } }
  package var decays: [Bool] { adapter.pairs.flatMap { _ in [true, true] } }

  package func gradients(from gradients: Gradients, workers: Workers) -> [Matrix] {
    let outputsFirst = base.spec.linearLayout == .outputsByInputs
    return zip(adapter.pairs, places).flatMap { pair, place in
      guard let full = gradients[place] else { preconditionFailure("no gradient of \(pair.module)") }
      var (a, b): (Matrix, Matrix)
      if outputsFirst {  // full [outputs, inputs]
        b = full.times(pair.a, .transposed)
        a = pair.b.transposed.times(full)
      } else {  // full [inputs, outputs]
        b = pair.a.times(full).transposed
        a = pair.b.transposed.times(full, .transposed)
      }
      a.scale(by: pair.scale)
      b.scale(by: pair.scale)
      return [a, b]
    }
  }

  package mutating func change(workers: Workers, _ body: (inout [Matrix]) -> Void) {
    var values = tensors
    for index in adapter.pairs.indices {
      adapter.pairs[index].a = Matrix(rows: 0, columns: 0)
      adapter.pairs[index].b = Matrix(rows: 0, columns: 0)
    }
    body(&values)
    for index in adapter.pairs.indices {
      adapter.pairs[index].a = values[2 * index]
      adapter.pairs[index].b = values[2 * index + 1]
      merge(index)
    }
  }

  private mutating func merge(_ index: Int) {
    let pair = adapter.pairs[index]
    parameters.entries[places[index]].value = adapter.merged(
      base.entries[places[index]].value, pair.role, layer: pair.layer)
  }

  package func write(to directory: String, format: FloatFormat) throws {
    try adapter.write(to: directory, format: format)
  }
}
