import MindstateModel
import MindstateNumerics

/// Causal attention of one layer over queries, keys and values already rotated, forward and backward.
///
/// Work is divided by sequence and head of keys: a job writes only its own rows and columns.
struct AttentionPass: Sendable {
  private let attention: TransformerSpec.Attention
  private let columns: HeadColumns
  private let layer: Int
  private let sequences: [Range<Int>]

  /// Queries handled at once: their scores against all keys stay in the cache.
  private static let queryBlock = 64

  init(_ attention: TransformerSpec.Attention, layer: Int, sequences: [Range<Int>]) {
    self.attention = attention
    columns = HeadColumns(attention)
    self.layer = layer
    self.sequences = sequences
  }

  var jobs: Int { sequences.count * attention.keyValueHeads }

  /// z [rows, heads · headWidth] of one job.
  func forward(job: Int, qkv: Matrix, z: Panel) {
    let (sequence, shared) = place(of: job)
    let scores = scratch(sequence)
    let qkv = qkv[rows: sequence]
    let k = qkv[columns: keyColumns(shared)]
    let v = qkv[columns: valueColumns(shared)]
    for block in blocks(sequence.count) {
      let p = scores[rows: 0..<block.queries.count][columns: 0..<block.keys.count]
      for head in queryHeads(of: shared) {
        probabilities(p, qkv[columns: queryColumns(head)], k, block)
        z[rows: sequence][rows: block.queries][columns: outputColumns(head)].setProduct(
          p.matrix, .asIs, v[rows: block.keys])
      }
    }
  }

  /// The gradient of queries, keys and values of one job, `dz` being that of `z`.
  func backward(job: Int, qkv: Matrix, dz: Matrix, into dqkv: Panel) {
    let (sequence, shared) = place(of: job)
    let (scores, gradients) = (scratch(sequence), scratch(sequence))
    let (qkv, dqkv, dz) = (qkv[rows: sequence], dqkv[rows: sequence], dz[rows: sequence])
    let (k, v) = (qkv[columns: keyColumns(shared)], qkv[columns: valueColumns(shared)])
    let (dk, dv) = (dqkv[columns: keyColumns(shared)], dqkv[columns: valueColumns(shared)])
    dk.fill(0)
    dv.fill(0)
    for block in blocks(sequence.count) {
      let p = scores[rows: 0..<block.queries.count][columns: 0..<block.keys.count]
      let ds = gradients[rows: 0..<block.queries.count][columns: 0..<block.keys.count]
      for head in queryHeads(of: shared) {
        let q = qkv[columns: queryColumns(head)]
        let dzHead = dz[rows: block.queries][columns: outputColumns(head)]
        probabilities(p, q, k, block)
        dv[rows: block.keys].setProduct(p.matrix, .transposed, dzHead, accumulating: true)
        ds.setProduct(dzHead, .asIs, v[rows: block.keys], .transposed)
        ds.softmaxRowsBackward(p.matrix, visible: block.visible, scale: attention.scales[layer])
        dqkv[columns: queryColumns(head)][rows: block.queries].setProduct(ds.matrix, .asIs, k[rows: block.keys])
        dk[rows: block.keys].setProduct(ds.matrix, .transposed, q[rows: block.queries], accumulating: true)
      }
    }
  }

  /// softmax(scale · q · kᵀ) of a block.
  private func probabilities(_ p: Panel, _ q: Matrix, _ k: Matrix, _ block: Block) {
    p.setProduct(q[rows: block.queries], .asIs, k[rows: block.keys], .transposed)
    p.softmaxRows(visible: block.visible, scale: attention.scales[layer])
  }

  // MARK: Places

  /// Some queries of a sequence with all keys that any of them sees, counted from the sequence's start.
  private struct Block {
    var queries: Range<Int>
    var keys: Range<Int>
    var visible: VisibleColumns
  }

  private func blocks(_ length: Int) -> [Block] {
    let window = attention.windows[layer]
    func firstKey(_ query: Int) -> Int { window.map { max(0, query - $0 + 1) } ?? 0 }
    return stride(from: 0, to: length, by: Self.queryBlock).map { start in
      let queries = start..<min(length, start + Self.queryBlock)
      let keys = firstKey(start)..<queries.upperBound
      let visible = VisibleColumns(rows: queries.count) { row in
        firstKey(start + row) - keys.lowerBound..<start + row + 1 - keys.lowerBound
      }
      return Block(queries: queries, keys: keys, visible: visible)
    }
  }

  private func scratch(_ sequence: Range<Int>) -> Panel {
    Panel(rows: min(sequence.count, Self.queryBlock), columns: sequence.count)
  }

  private func place(of job: Int) -> (Range<Int>, Int) {
    (sequences[job / attention.keyValueHeads], job % attention.keyValueHeads)
  }

  private func queryHeads(of shared: Int) -> Range<Int> {
    let group = attention.heads / attention.keyValueHeads
    return shared * group..<(shared + 1) * group
  }

  private func queryColumns(_ head: Int) -> Range<Int> { self.head(columns.query, head) }
  private func keyColumns(_ head: Int) -> Range<Int> { self.head(columns.key, head) }
  private func valueColumns(_ head: Int) -> Range<Int> { self.head(columns.value, head) }

  private func head(_ first: Int, _ head: Int) -> Range<Int> {
    first + head * columns.step..<first + head * columns.step + attention.headWidth
  }

  private func outputColumns(_ head: Int) -> Range<Int> {
    head * attention.headWidth..<(head + 1) * attention.headWidth
  }
}
