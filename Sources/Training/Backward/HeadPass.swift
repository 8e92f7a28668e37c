import MindstateModel
import MindstateNumerics

/// The map from normed states to logits and the cross-entropy of targets, forward and backward in one.
///
/// Logits are made for some rows at a time, all of them never exist. Work is divided into blocks of rows and of
/// vocabulary.
struct HeadPass: Sendable {
  /// Of the tied or untied matrix [vocabulary, width].
  private let entry: Int
  private let weight: Matrix

  init(_ parameters: Parameters) throws(CheckpointError) {
    (entry, weight) = try parameters.place(of: WeightReader(parameters).headRole, layer: nil)
  }

  /// log p(target) of every row of `states` [targets, width].
  func logProbabilities(
    _ states: Matrix, targets: [Int], _ memory: HeadMemory, _ workers: Workers
  ) -> [Float] {
    HeadMemory.chunks(states.rows, vocabulary: weight.rows).flatMap { rows in
      let logits = logits(states[rows: rows], memory, workers)
      return entropies(logits, targets: Array(targets[rows]), weights: nil, workers)
    }
  }

  /// The same, and the gradients of Σ −weight · log p(target) by the states, `dStates`, and by the matrix.
  func gradients(
    _ states: Matrix, targets: [Int], weights: [Float], dStates: Panel, _ memory: HeadMemory,
    _ sinks: inout GradientSinks, _ workers: Workers
  ) -> [Float] {
    var logProbabilities: [Float] = []
    for rows in HeadMemory.chunks(states.rows, vocabulary: weight.rows) {
      let logits = logits(states[rows: rows], memory, workers)
      logProbabilities += entropies(
        logits, targets: Array(targets[rows]), weights: Array(weights[rows]), workers)
      backward(logits.matrix, states[rows: rows], dStates: dStates[rows: rows], memory, &sinks, workers)
    }
    return logProbabilities
  }

  private func logits(_ states: Matrix, _ memory: HeadMemory, _ workers: Workers) -> Panel {
    let logits = memory.logits[rows: 0..<states.rows]
    let pieces = PackedRows.pieces(states.rows)
    let parts = HeadMemory.parts(vocabulary: weight.rows)
    workers.forEach(pieces.count * parts.count) { job in
      let (piece, part) = (pieces[job / parts.count], parts[job % parts.count])
      logits[rows: piece][columns: part].setProduct(states[rows: piece], .asIs, weight[rows: part], .transposed)
    }
    return logits
  }

  private func entropies(_ logits: Panel, targets: [Int], weights: [Float]?, _ workers: Workers) -> [Float] {
    let results = Panel(rows: logits.rows, columns: 1)
    let size = 16
    workers.forEach((logits.rows + size - 1) / size) { piece in
      let rows = piece * size..<min(logits.rows, (piece + 1) * size)
      logits[rows: rows].crossEntropy(
        targets: targets[rows], weights: weights?[rows], logProbabilities: results[rows: rows])
    }
    return results.matrix.elements
  }

  /// From gradients of logits, in jobs: the matrix's by parts of the vocabulary; the states' by parts, too, since a
  /// part's rows of the matrix are read once so, and added up in the order of the parts.
  private func backward(
    _ dLogits: Matrix, _ states: Matrix, dStates: Panel, _ memory: HeadMemory, _ sinks: inout GradientSinks,
    _ workers: Workers
  ) {
    let pieces = PackedRows.pieces(states.rows)
    let parts = HeadMemory.parts(vocabulary: weight.rows)
    let sums = (0..<parts.count).map { $0 == 0 ? dStates : memory.partialSums($0, rows: states.rows) }
    var jobs: [GradientJob] = []
    for (part, sum) in zip(parts, sums) {
      for piece in pieces {
        jobs.append { sum[rows: piece].setProduct(dLogits[rows: piece][columns: part], .asIs, weight[rows: part]) }
      }
    }
    if let sink = sinks.take(entry) {
      for tile in HeadMemory.tiles(vocabulary: weight.rows) {
        jobs.append {
          sink.panel[rows: tile].setProduct(
            dLogits[columns: tile], .transposed, states, accumulating: sink.accumulating)
        }
      }
    }
    workers.forEach(jobs.count) { [jobs] in jobs[$0]() }
    if sums.count == 1 { return }
    workers.forEach(pieces.count) { piece in
      for sum in sums.dropFirst() { dStates[rows: pieces[piece]].add(sum[rows: pieces[piece]].matrix) }
    }
  }
}

/// What the head works in, and how it is cut: by the sizes alone, never by the number of threads.
struct HeadMemory: Sendable {
  /// Logits of a chunk of rows.
  let logits: Panel
  private let sums: [Panel]

  init(_ spec: TransformerSpec, rows: Int) {
    let chunk = min(rows, Self.chunkRows(vocabulary: spec.vocabulary))
    logits = Panel(rows: chunk, columns: spec.vocabulary)
    sums = Self.parts(vocabulary: spec.vocabulary).dropFirst().map { _ in Panel(rows: chunk, columns: spec.width) }
  }

  /// Where a part of the vocabulary but the first adds to the gradient of the states.
  func partialSums(_ part: Int, rows: Int) -> Panel { sums[part - 1][rows: 0..<rows] }

  /// Rows whose logits fit in 64 MB, a multiple of 64.
  private static func chunkRows(vocabulary: Int) -> Int { max(1, (1 << 24) / vocabulary / 64) * 64 }

  static func chunks(_ rows: Int, vocabulary: Int) -> [Range<Int>] {
    let most = chunkRows(vocabulary: vocabulary)
    let count = (rows + most - 1) / most
    return (0..<count).map { rows * $0 / count..<rows * ($0 + 1) / count }
  }

  static func parts(vocabulary: Int) -> [Range<Int>] { cut(vocabulary, by: 4096) }
  static func tiles(vocabulary: Int) -> [Range<Int>] { cut(vocabulary, by: vocabulary < 4096 ? 256 : 4096) }

  private static func cut(_ count: Int, by size: Int) -> [Range<Int>] {
    let parts = (count + size - 1) / size
    return (0..<parts).map { count * $0 / parts..<count * ($0 + 1) / parts }
  }
}
