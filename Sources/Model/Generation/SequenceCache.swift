import MindstateNumerics

/// Queries, keys and values of sequences that grow: one matrix a layer, in which every sequence has its rows reserved.
///
/// To the attention it is a batch like any other, whose later rows nobody has asked for yet: a token reads only what
/// stands before it.
struct SequenceCache: Sendable {
  /// Every sequence at its full length, after the rows of the soft prompt that all share.
  let batch: TokenBatch
  /// First row of each sequence.
  let starts: [Int]
  /// Rows of the soft prompt.
  let virtualRows: Range<Int>
  private let layers: [RowBuffer]

  /// - Parameter lengths: tokens that each sequence may come to have, at least one.
  init(lengths: [Int], virtualTokens: Int, spec: TransformerSpec) {
    var batch = TokenBatch()
    let parent = batch.appendVirtual(virtualTokens)
    virtualRows = 0..<batch.rows
    starts = lengths.map { length in
      let segment = batch.append(Array(repeating: 0, count: length), after: parent)
      return batch.segments[segment].rows.lowerBound
    }
    self.batch = batch
    let columns = HeadColumns(spec.attention).total
    layers = (0..<spec.layers).map { [rows = batch.rows] _ in RowBuffer(rows: rows, columns: columns) }
  }

  /// Bytes that one token takes in all layers.
  static func bytesPerToken(_ spec: TransformerSpec) -> Int {
    HeadColumns(spec.attention).total * spec.layers * MemoryLayout<Float>.stride
  }

  subscript(layer: Int) -> RowBuffer { layers[layer] }
}
