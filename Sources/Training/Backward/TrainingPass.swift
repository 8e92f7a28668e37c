package import MindstateModel
package import MindstateNumerics

/// Forward passes that remember what the way back needs, and the gradients of Σ over rows of weight · −log p(target).
///
/// A value of this type keeps the memory of its last pass for the next. Results do not depend on the number of threads.
package final class TrainingPass {
  package let spec: TransformerSpec
  package let workers: Workers
  private var memory: PassMemory?

  package init(spec: TransformerSpec, workers: Workers) {
    self.spec = spec
    self.workers = workers
  }

  /// log p(target) of every row with a target, in the order of rows, and nothing else.
  ///
  /// - Parameter softPrompt: [k, width], put before every sequence; positions of its tokens then begin at k.
  /// - Throws: `ForwardError` for tokens, targets or lengths that do not fit the model.
  package func logProbabilities(
    _ batch: TrainingBatch, _ parameters: Parameters, softPrompt: Matrix? = nil
  ) throws -> [Float] {
    try run(batch, parameters, softPrompt: softPrompt, plan: GradientPlan()).logProbabilities
  }

  /// A forward pass, remembered as far as `plan` will ask for it: for losses whose weights depend on its result.
  package func run(
    _ batch: TrainingBatch, _ parameters: Parameters, softPrompt: Matrix? = nil, plan: GradientPlan
  ) throws -> Tape {
    let (rows, model, memory) = try forward(batch, parameters, softPrompt, plan)
    let count = rows.targets.count
    let logProbabilities = model.head.logProbabilities(
      memory.targetStates(rows: count).matrix, targets: rows.targets, memory.head, workers)
    return Tape(logProbabilities: logProbabilities, rows: rows, model: model, memory: memory, plan: plan)
  }

  /// Adds the gradients of Σ weight · −log p(target) to `gradients`.
  ///
  /// - Parameter weights: one factor for each row with a target, as in `tape.logProbabilities`.
  /// - Precondition: `gradients` has the plan of the tape.
  package func backward(_ tape: Tape, weights: [Float], into gradients: inout Gradients) {
    precondition(gradients.plan == tape.plan, "gradients of another plan")
    _ = backward(tape.rows, tape.model, tape.memory, tape.plan, weights, &gradients)
  }

  /// `run` and `backward` in one, cheaper by one product with the head's matrix: for losses whose weights are known
  /// before.
  ///
  /// - Returns: log p(target) of every row with a target.
  package func addGradients(
    of batch: TrainingBatch, _ parameters: Parameters, softPrompt: Matrix? = nil, weights: [Float],
    to gradients: inout Gradients
  ) throws -> [Float] {
    let (rows, model, memory) = try forward(batch, parameters, softPrompt, gradients.plan)
    return backward(rows, model, memory, gradients.plan, weights, &gradients)
  }

  // MARK: There

  /// Everything up to the final norm of the rows with targets.
  private func forward(
    _ batch: TrainingBatch, _ parameters: Parameters, _ softPrompt: Matrix?, _ plan: GradientPlan
  ) throws -> (PackedRows, ModelPass, PassMemory) {
    let vectors = softPrompt?.rows ?? 0
    try PackedRows.check(batch, spec, softPromptVectors: vectors)
    let rows = PackedRows(batch, softPromptVectors: vectors)
    let model = try ModelPass(parameters, rows, softPrompt: softPrompt)
    let memory = takeMemory(rows: rows.count, lowestLayer: plan.lowestLayer(in: parameters))
    model.embedding.forward(rows, into: memory.stream(level: 0, rows: rows.count))
    for (layer, block) in model.blocks.enumerated() {
      try Task.checkCancellation()
      block.forward(
        memory.layer(layer, rows: rows.count), into: memory.stream(level: layer + 1, rows: rows.count), workers)
    }
    let targets = rows.targetRows
    let stream = memory.targetStream(rows: targets.count)
    stream.gather(memory.stream(level: spec.layers, rows: rows.count).matrix, rows: targets)
    let pieces = PackedRows.pieces(targets.count)
    let states = memory.targetStates(rows: targets.count)
    workers.forEach(pieces.count) {
      model.finalNorm.forward(stream[rows: pieces[$0]].matrix, into: states[rows: pieces[$0]])
    }
    return (rows, model, memory)
  }

  /// The memory of the last pass, if nobody holds a tape of it and it is about large enough; else new memory.
  private func takeMemory(rows: Int, lowestLayer: Int) -> PassMemory {
    if isKnownUniquelyReferenced(&memory), let memory, memory.fits(rows: rows, lowestLayer: lowestLayer) {
      return memory
    }
    let fresh = PassMemory(spec, rows: rows, lowestLayer: lowestLayer)
    memory = fresh
    return fresh
  }

  // MARK: And back

  private func backward(
    _ rows: PackedRows, _ model: ModelPass, _ memory: PassMemory, _ plan: GradientPlan, _ weights: [Float],
    _ gradients: inout Gradients
  ) -> [Float] {
    precondition(weights.count == rows.targets.count, "\(weights.count) weights for \(rows.targets.count) targets")
    var sinks = gradients.open()
    defer { sinks.finish() }
    let count = rows.targets.count
    let dStates = memory.targetStateGradients(rows: count)
    let logProbabilities = model.head.gradients(
      memory.targetStates(rows: count).matrix, targets: rows.targets, weights: weights, dStates: dStates,
      memory.head, &sinks, workers)
    backwardThroughFinalNorm(rows, model, memory, &sinks)
    let lowest = memory.lowestLayer
    for layer in stride(from: spec.layers - 1, through: max(0, lowest), by: -1) {
      model.blocks[layer].backward(
        memory.layer(layer, rows: rows.count), dy: memory.streamGradient(level: layer + 1, rows: rows.count),
        dx: memory.streamGradient(level: layer, rows: rows.count), needsInput: lowest < layer, plan: plan,
        memory.work(rows: rows.count), &sinks, workers)
    }
    if lowest < 0 {
      model.embedding.backward(memory.streamGradient(level: 0, rows: rows.count).matrix, rows, &sinks)
    }
    return logProbabilities
  }

  /// From the normed states of rows with targets to the stream after the last block, 0 in all other rows.
  private func backwardThroughFinalNorm(
    _ rows: PackedRows, _ model: ModelPass, _ memory: PassMemory, _ sinks: inout GradientSinks
  ) {
    let count = rows.targets.count
    let pieces = PackedRows.pieces(count)
    let sums = Panel(rows: pieces.count, columns: model.finalNorm.sumsWidth)
    let stream = memory.targetStream(rows: count)
    let (states, dStates) = (memory.targetStates(rows: count), memory.targetStateGradients(rows: count))
    let dStream = memory.targetStreamGradients(rows: count)
    let gradient = memory.streamGradient(level: spec.layers, rows: rows.count)
    gradient.fill(0)
    workers.forEach(pieces.count) { piece in
      let range = pieces[piece]
      model.finalNorm.backward(
        stream[rows: range].matrix, dy: dStates[rows: range].matrix, onto: gradient[rows: range].matrix,
        into: dStream[rows: range], output: states[rows: range], sums: sums[rows: piece..<piece + 1])
    }
    for job in model.finalNorm.gradients(sums.matrix, &sinks) { job() }
    gradient.scatterAdd(dStream.matrix, rows: rows.targetRows)
  }
}
