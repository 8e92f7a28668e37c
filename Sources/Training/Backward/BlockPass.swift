import MindstateModel
import MindstateNumerics

/// One block of the transformer, forward with memory and backward.
///
/// Work is divided into pieces of rows, for attention into sequences and heads, for the weights' gradients into tiles
/// of them; each of these is finished before the next begins.
struct BlockPass: Sendable {
  private let attentionNorm: NormPass
  private let projection: ProjectionPass
  private let attention: AttentionPass
  private let attentionOutput: LinearPass
  private let mlpNorm: NormPass
  private let mlp: MLPPass
  private let parallelBranches: Bool
  private let hidden: Int

  init(
    _ parameters: Parameters, layer: Int, sequences: [Range<Int>], angles: RotationAngles?
  ) throws(CheckpointError) {
    let spec = parameters.spec
    let rows = sequences.last?.upperBound ?? 0
    attentionNorm = try NormPass(parameters, .attentionNorm, .attentionNormBias, layer: layer)
    projection = try ProjectionPass(parameters, layer: layer, rows: rows, angles: angles)
    attention = AttentionPass(spec.attention, layer: layer, sequences: sequences)
    attentionOutput = try LinearPass(
      parameters, .attentionOutput, bias: spec.attention.outputBias ? .attentionOutputBias : nil, layer: layer)
    mlpNorm = try NormPass(parameters, .mlpNorm, .mlpNormBias, layer: layer)
    mlp = try MLPPass(parameters, layer: layer, rows: rows)
    parallelBranches = spec.parallelBranches
    hidden = spec.mlp.hidden
  }

  /// The stream after the block, `y`, from the stream before it, `memory.x`; the rest of `memory` is filled.
  func forward(_ memory: LayerMemory, into y: Panel, _ workers: Workers) {
    let pieces = PackedRows.pieces(y.rows)
    workers.forEach(pieces.count) { piece in
      let memory = memory[rows: pieces[piece]]
      let h = Panel(rows: memory.x.rows, columns: memory.x.columns)
      attentionNorm.forward(memory.x.matrix, into: h)
      projection.forward(h.matrix, rows: pieces[piece], into: memory.qkv)
    }
    workers.forEach(attention.jobs) { attention.forward(job: $0, qkv: memory.qkv.matrix, z: memory.z) }
    workers.forEach(pieces.count) { piece in
      let (memory, y) = (memory[rows: pieces[piece]], y[rows: pieces[piece]])
      attentionOutput.map.forward(memory.z.matrix, onto: memory.x.matrix, into: memory.middle)
      let h = Panel(rows: y.rows, columns: y.columns)
      mlpNorm.forward(mlpInput(memory), into: h)
      mlp.forward(
        h.matrix, onto: memory.middle.matrix, inner: memory.inner,
        scratch: Panel(rows: y.rows, columns: hidden), into: y)
    }
  }

  /// What the MLP's norm reads: the stream between the branches, or, where they are parallel, before both.
  private func mlpInput(_ memory: LayerMemory) -> Matrix { parallelBranches ? memory.x.matrix : memory.middle.matrix }

  /// The gradient of the stream before the block, `dx`, from that of the stream after it, `dy`, and the gradients of
  /// the weights.
  ///
  /// - Parameter needsInput: whether `dx` is wanted; else it is computed as far as the weights ask for it.
  func backward(
    _ memory: LayerMemory, dy: Panel, dx: Panel, needsInput: Bool, plan: GradientPlan, _ work: BackwardMemory,
    _ sinks: inout GradientSinks, _ workers: Workers
  ) {
    let needsProjections =
      needsInput || (attentionNorm.entries + projection.entries).contains(where: plan.includes)
    let pieces = PackedRows.pieces(dy.rows)
    let mlpSums = Panel(rows: pieces.count, columns: mlpNorm.sumsWidth)
    workers.forEach(pieces.count) { piece in
      backwardThroughMLP(
        memory[rows: pieces[piece]], dy: dy[rows: pieces[piece]], work[rows: pieces[piece]],
        sums: mlpSums[rows: piece..<piece + 1], needsProjections: needsProjections)
    }
    let dAttention = parallelBranches ? dy.matrix : work.dMiddle.matrix
    var jobs = mlp.gradients(
      dy.matrix, dInner: work.dInner.matrix, activated: work.activated.matrix, h: work.mlpNormed.matrix, &sinks)
    jobs += mlpNorm.gradients(mlpSums.matrix, &sinks)
    jobs += attentionOutput.gradients(x: memory.z.matrix, dy: dAttention, &sinks)
    if needsProjections {
      jobs += backwardThroughAttention(memory, dx: dx, pieces, work, &sinks, workers)
    }
    workers.forEach(jobs.count) { [jobs] in jobs[$0]() }
  }

  private func backwardThroughMLP(
    _ memory: LayerMemory, dy: Panel, _ work: BackwardMemory, sums: Panel, needsProjections: Bool
  ) {
    let dh = Panel(rows: dy.rows, columns: dy.columns)
    mlp.backward(
      dy.matrix, inner: memory.inner.matrix, dInner: work.dInner, activated: work.activated, dh: dh,
      scratch: Panel(rows: dy.rows, columns: hidden))
    mlpNorm.backward(
      mlpInput(memory), dy: dh.matrix, onto: dy.matrix, into: work.dMiddle, output: work.mlpNormed, sums: sums)
    if needsProjections {
      attentionOutput.map.backward(parallelBranches ? dy.matrix : work.dMiddle.matrix, into: work.dz)
    }
  }

  private func backwardThroughAttention(
    _ memory: LayerMemory, dx: Panel, _ pieces: [Range<Int>], _ work: BackwardMemory, _ sinks: inout GradientSinks,
    _ workers: Workers
  ) -> [GradientJob] {
    workers.forEach(attention.jobs) {
      attention.backward(job: $0, qkv: memory.qkv.matrix, dz: work.dz.matrix, into: work.dqkv)
    }
    let sums = Panel(rows: pieces.count, columns: attentionNorm.sumsWidth)
    workers.forEach(pieces.count) { piece in
      let (memory, work) = (memory[rows: pieces[piece]], work[rows: pieces[piece]])
      let dh = Panel(rows: memory.x.rows, columns: memory.x.columns)
      projection.backward(work.dqkv, rows: pieces[piece], dh: dh)
      attentionNorm.backward(
        memory.x.matrix, dy: dh.matrix, onto: work.dMiddle.matrix, into: dx[rows: pieces[piece]],
        output: work.attentionNormed, sums: sums[rows: piece..<piece + 1])
    }
    return projection.gradients(work.dqkv.matrix, h: work.attentionNormed.matrix, &sinks)
      + attentionNorm.gradients(sums.matrix, &sinks)
  }
}
