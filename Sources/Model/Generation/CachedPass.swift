import MindstateNumerics

/// The forward pass one piece at a time: new rows go through all layers, reading what earlier ones left in the cache.
struct CachedPass: Sendable {
  let transformer: Transformer
  let weights: CachedWeights
  let cache: SequenceCache
  private let angles: Rotation?
  private let segmentOfRow: [Int]

  init(_ transformer: Transformer, _ weights: CachedWeights, cache: SequenceCache) {
    self.transformer = transformer
    self.weights = weights
    self.cache = cache
    angles = Rotation(transformer.spec, positions: cache.batch.positions)
    segmentOfRow = cache.batch.segmentOfRow
  }

  /// The logits after the rows `wanted`: [wanted, vocabulary].
  ///
  /// - Parameters:
  ///   - tokens: new tokens, virtual ones negative.
  ///   - rows: their rows in the cache, ascending.
  ///   - wanted: which of them, as indices into `rows`, ascending.
  func logits(_ tokens: [Int], rows: [Int], wanted: [Int]) throws -> Matrix {
    let seam = Seam(CapturePlan(sites: [], readings: []), transformer.spec)
    var x = try transformer.embedded(tokens, positions: rows.map { cache.batch.position(of: $0, segmentOfRow) })
    for layer in 0..<transformer.spec.layers {
      try Task.checkCancellation()
      let block = Block(
        spec: transformer.spec, weights: try weights.layer(layer), layer: layer, angles: angles, batch: cache.batch,
        segmentOfRow: segmentOfRow, seam: seam)
      let input = x
      transformer.spread(Array(rows.indices)) { piece in
        let projected = block.projections(input[rows: piece.range], rows: piece.map { rows[$0] })
        for (i, index) in piece.enumerated() { cache[layer].write(projected, row: i, to: rows[index], column: 0) }
      }
      x = stream(x, block, indices: layer == transformer.spec.layers - 1 ? wanted : Array(rows.indices), rows: rows)
    }
    let result = RowBuffer(rows: wanted.count, columns: transformer.spec.vocabulary)
    let states = x
    transformer.spread(Array(wanted.indices)) { piece in
      let normed = states[rows: piece.range].normed(weights.finalNorm, transformer.spec.norm)
      result.write(weights.head.product(normed), at: piece[0])
    }
    return result.matrix
  }

  /// The stream after `block` of the new rows `indices`: [indices, width].
  private func stream(_ x: Matrix, _ block: Block, indices: [Int], rows: [Int]) -> Matrix {
    let result = RowBuffer(rows: indices.count, columns: transformer.spec.width)
    let qkv = cache[block.layer].matrix
    transformer.spread(Array(indices.indices)) { piece in
      let chunk = piece.map { indices[$0] }
      let inputs = chunk.isRun ? x[rows: chunk.range] : x.gatheringRows(chunk)
      if let y = block.stream(inputs, qkv: qkv, rows: chunk.map { rows[$0] }, stage: .output) {
        result.write(y, at: piece[0])
      }
    }
    return result.matrix
  }
}

extension [Int] {
  /// From the first of a run of numbers to the last.
  var range: Range<Int> { isEmpty ? 0..<0 : self[0]..<self[count - 1] + 1 }
}

extension TokenBatch {
  /// Position in its sequence of a row.
  func position(of row: Int, _ segmentOfRow: [Int]) -> Int {
    let segment = segments[segmentOfRow[row]]
    return segment.firstPosition + row - segment.rows.lowerBound
  }
}
