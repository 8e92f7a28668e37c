import MindstateNumerics

/// One block of the transformer at work on a batch: its weights, and what it needs to know of rows and sequences.
struct Block: Sendable {
  let spec: TransformerSpec
  let weights: LayerWeights
  let layer: Int
  let angles: Rotation?
  let batch: TokenBatch
  let seam: Seam
  let columns: HeadColumns
  let segmentOfRow: [Int]

  init(
    spec: TransformerSpec, weights: LayerWeights, layer: Int, angles: Rotation?, batch: TokenBatch,
    segmentOfRow: [Int]? = nil, seam: Seam
  ) {
    self.spec = spec
    self.weights = weights
    self.layer = layer
    self.angles = angles
    self.batch = batch
    self.seam = seam
    columns = HeadColumns(spec.attention)
    self.segmentOfRow = segmentOfRow ?? batch.segmentOfRow
  }

  /// Queries, keys and values of `x` [rows, width], keys and queries rotated: [rows, columns.total].
  func projections(_ x: Matrix, rows: [Int]) -> Matrix {
    let h = x.normed(weights.attentionNorm, spec.norm)  // [rows, width]
    var qkv = Matrix(uninitialized: x.rows, columns.total)
    var column = 0
    for map in weights.inputs {
      h.multiply(map.weight, map.orientation, into: &qkv, column: column)
      if let bias = map.bias { qkv.add(bias: bias, column: column) }
      column += map.outputs
    }
    let a = spec.attention
    seam.record(.query, layer: layer, rows: rows, heads(qkv, at: columns.query, count: a.heads))
    seam.record(.key, layer: layer, rows: rows, heads(qkv, at: columns.key, count: a.keyValueHeads))
    seam.record(.value, layer: layer, rows: rows, heads(qkv, at: columns.value, count: a.keyValueHeads))
    if let angles {
      angles.turn(&qkv, rows: rows, heads: a.heads, column: columns.query, step: columns.step)
      angles.turn(&qkv, rows: rows, heads: a.keyValueHeads, column: columns.key, step: columns.step)
    }
    return qkv
  }

  /// The stream after this block for the rows `rows` of the batch, whose stream before it is `x` [rows, width]; nil
  /// when the block ends at an earlier `stage`.
  func stream(_ x: Matrix, qkv: Matrix, rows: [Int], stage: Stage) -> Matrix? {
    // Attention branch
    let z = attended(qkv, rows: rows)  // [rows, heads · headWidth]
    seam.record(.attnZ, layer: layer, rows: rows, z)
    let a = weights.attentionOutput(z)  // [rows, width]
    seam.record(.attnOut, layer: layer, rows: rows, a)
    var middle = x.plus(a)  // [rows, width]
    if !spec.parallelBranches { seam.record(.residMid, layer: layer, rows: rows, middle) }
    if stage < .output { return nil }

    // MLP branch; parallel branches read the block's input, not its middle
    let m = transformed((spec.parallelBranches ? x : middle).normed(weights.mlpNorm, spec.norm), rows: rows)
    seam.record(.mlpOut, layer: layer, rows: rows, m)
    middle.add(m)
    seam.recordStream(level: layer + 1, rows: rows, middle)
    return middle
  }

  /// The MLP on normed states `h` [rows, width].
  private func transformed(_ h: Matrix, rows: [Int]) -> Matrix {
    var hidden: Matrix  // [rows, hidden]
    if let gate = weights.gate {
      hidden = Matrix.gated(spec.mlp.activation, gate: gate(h), up: weights.up(h))
    } else {
      hidden = weights.up.product(h)
      hidden.activate(spec.mlp.activation, bias: weights.up.bias)
    }
    seam.record(.mlpPost, layer: layer, rows: rows, hidden)
    return weights.down(hidden)
  }

  /// The columns of `count` heads, one head after the other.
  private func heads(_ qkv: Matrix, at column: Int, count: Int) -> Matrix {
    let width = spec.attention.headWidth
    if columns.step == width { return qkv[columns: column..<column + count * width] }
    return qkv.gatheringColumns((0..<count).map { column + $0 * columns.step..<column + $0 * columns.step + width })
  }
}

extension Matrix {
  func normed(_ weights: NormWeights, _ norm: TransformerSpec.Norm) -> Matrix {
    switch norm {
    case .layer(let epsilon): layerNormed(gain: weights.gain, bias: weights.bias, epsilon: epsilon)
    case .rms(let epsilon): rmsNormed(gain: weights.gain, epsilon: epsilon)
    }
  }
}
