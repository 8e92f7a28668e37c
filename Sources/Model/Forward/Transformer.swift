public import MindstateNumerics
import MindstateStore

/// A decoder-only transformer whose residual stream can be read while it runs.
///
/// One implementation serves every family: what is computed is data, a `TransformerSpec`.
public struct Transformer: Sendable {
  public let spec: TransformerSpec
  public let workers: Workers
  /// What virtual tokens stand for; nil for none.
  public let softPrompt: SoftPrompt?
  let weights: WeightReader

  public init(_ checkpoint: Checkpoint, workers: Workers = Workers()) {
    self.init(CheckpointTensors(checkpoint), workers: workers)
  }

  /// A model whose tensors come from anywhere: a checkpoint, parameters in memory, either with an adapter merged in.
  ///
  /// - Precondition: the vectors of `softPrompt` are as wide as the model's stream.
  package init(_ source: any TensorSource, softPrompt: SoftPrompt? = nil, workers: Workers = Workers()) {
    spec = source.spec
    precondition(softPrompt.map { $0.vectors.columns == source.spec.width } ?? true, "a soft prompt of another width")
    self.softPrompt = softPrompt
    weights = WeightReader(source)
    self.workers = workers
  }

  /// Runs the packed tokens through the layers and keeps what `plan` asks for; nothing above it is computed.
  ///
  /// Shapes in the comments: rows (tokens of the batch), width (of the stream), heads, headWidth, hidden.
  /// - Parameter progress: called between layers with the number of layers done and to do.
  /// - Throws: `CheckpointError` for weights that cannot be read, `ForwardError` for tokens that do not fit the model,
  ///   `CancellationError` when the surrounding task is cancelled.
  public func forward(
    _ batch: TokenBatch, capturing plan: CapturePlan, progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> Captured {
    try check(batch)
    try weights.checkOuter(workers)
    let seam = Seam(plan, spec)
    let end = plan.end(in: spec)
    let wanted = plan.wantedRows
    let angles = Rotation(spec, positions: batch.positions)
    let allRows = Array(0..<batch.rows)

    var x = try embedded(batch.tokens, positions: batch.positions)  // [rows, width]
    seam.recordStream(level: 0, rows: allRows, x)
    seam.finishLayer([(.embed, 0), (.resid, 0), (.residPre, 0)])

    if end.layer >= 0 {
      // Written anew in every layer: fresh memory of this size would cost more in page faults than in arithmetic.
      let projections = RowBuffer(rows: batch.rows, columns: HeadColumns(spec.attention).total)
      for layer in 0...end.layer {
        try Task.checkCancellation()
        let block = Block(
          spec: spec, weights: try weights.layer(layer), layer: layer, angles: angles, batch: batch, seam: seam)
        let isLast = layer == end.layer
        project(x, block, into: projections)
        let qkv = projections.matrix  // [rows, heads · headWidth of queries, keys, values]
        if !isLast || end.stage > .projections {
          // The last layer's rows that nobody reads end with their keys and values.
          x = transformed(x, qkv, block, rows: isLast ? wanted : allRows, stage: isLast ? end.stage : .output)
        }
        seam.finishLayer(Site.allCases.filter { !$0.isSingle }.map { ($0, $0.followsBlock ? layer + 1 : layer) })
        progress(layer + 1, end.layer + 1)
      }
    }
    try readOut(x, rows: end.layer >= 0 ? wanted : allRows, plan, seam)
    return seam.captured()
  }

  private func check(_ batch: TokenBatch) throws {
    let virtual = softPrompt?.count ?? 0
    if let row = batch.tokens.firstIndex(where: { $0 < -virtual || $0 >= spec.vocabulary }) {
      throw ForwardError.tokenOutsideVocabulary(token: batch.tokens[row], row: row, vocabulary: spec.vocabulary)
    }
    if batch.longest > spec.context {
      throw ForwardError.tooLong(tokens: batch.longest, context: spec.context)
    }
  }

  /// Token embedding, plus learned positions where the model has them: what enters block 0.
  func embedded(_ tokens: [Int], positions: @autoclosure () -> [Int]) throws -> Matrix {
    let x = try tokenVectors(tokens)
    switch spec.positions {
    case .rotary: return x
    case .learned: return x.plus(try weights.embedding(.positionEmbedding, rows: positions()))
    }
  }

  /// The embedding of every token, of virtual ones the soft prompt's vector: [rows, width].
  private func tokenVectors(_ tokens: [Int]) throws -> Matrix {
    guard let softPrompt, tokens.contains(where: { $0 < 0 }) else {
      return try weights.embedding(.tokenEmbedding, rows: tokens)
    }
    let real = tokens.indices.filter { tokens[$0] >= 0 }
    let embedded = try weights.embedding(.tokenEmbedding, rows: real.map { tokens[$0] })
    let x = RowBuffer(rows: tokens.count, columns: spec.width)
    for (source, row) in real.enumerated() { x.write(embedded, row: source, to: row, column: 0) }
    for (row, token) in tokens.enumerated() where token < 0 {
      x.write(softPrompt.vectors, row: -1 - token, to: row, column: 0)
    }
    return x.matrix
  }

  /// Queries, keys and values of every row, before any rotation of them is recorded, turned afterwards.
  private func project(_ x: Matrix, _ block: Block, into result: RowBuffer) {
    spread(Array(0..<x.rows)) { rows in
      let range = rows[0]..<rows[rows.count - 1] + 1
      result.write(block.projections(x[rows: range], rows: rows), at: range.lowerBound)
    }
  }

  /// The stream after the block, for `rows` only; as the pass goes on with all rows but in its last layer, row i of
  /// the result is row `rows[i]` of the batch.
  private func transformed(_ x: Matrix, _ qkv: Matrix, _ block: Block, rows: [Int], stage: Stage) -> Matrix {
    let result = RowBuffer(rows: rows.count, columns: spec.width)
    spread(rows) { chunk in
      guard let first = chunk.first, let at = rows.firstIndexOfSorted(first) else { return }
      let inputs = chunk.isRun ? x[rows: first..<first + chunk.count] : x.gatheringRows(chunk)
      if let y = block.stream(inputs, qkv: qkv, rows: chunk, stage: stage) { result.write(y, at: at) }
    }
    return result.matrix
  }

  /// Final norm and logits of the wanted rows, where they are asked for.
  private func readOut(_ x: Matrix, rows: [Int], _ plan: CapturePlan, _ seam: Seam) throws {
    guard plan.asks(for: .finalNorm) || plan.asks(for: .logits) else { return }
    let norm = try weights.finalNorm()
    let head = plan.asks(for: .logits) ? try weights.head() : nil
    spread(Array(0..<rows.count)) { chunk in
      let states = x[rows: chunk[0]..<chunk[chunk.count - 1] + 1].normed(norm, spec.norm)
      let batchRows = chunk.map { rows[$0] }
      seam.record(.finalNorm, rows: batchRows, states)
      if let head { seam.record(.logits, rows: batchRows, head.product(states)) }
    }
    seam.finishLayer([(.finalNorm, 0), (.logits, 0)])
  }

  /// Calls `body` with pieces of `rows`: on all threads side by side, or, where there is too little for that, once
  /// with BLAS on all threads.
  func spread(_ rows: [Int], _ body: @Sendable ([Int]) -> Void) {
    if rows.isEmpty { return }
    let pieces = Chunking.pieces(rows.count, threads: workers.threads)
    if pieces.count == 1 {
      workers.withThreadedBLAS { body(rows) }
    } else {
      workers.forEach(pieces.count) { body(Array(rows[pieces[$0]])) }
    }
  }
}

/// Why tokens cannot be run through a model.
public enum ForwardError: Error, CustomStringConvertible, Sendable, Equatable {
  case tokenOutsideVocabulary(token: Int, row: Int, vocabulary: Int)
  case tooLong(tokens: Int, context: Int)

  public var description: String {
    switch self {
    case .tokenOutsideVocabulary(let token, let row, let vocabulary):
      "token \(token) (row \(row) of the batch) is outside the model's vocabulary of \(vocabulary); "
        + "was it made with another tokenizer?"
    case .tooLong(let tokens, let context):
      "a sequence of \(tokens) tokens does not fit the model's context of \(context); shorten the prompt or its wrapper"
    }
  }
}
