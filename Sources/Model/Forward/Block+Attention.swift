import MindstateNumerics

extension Block {
  /// Queries handled at once: their scores against all keys stay in the cache.
  private static let queryBlock = 128

  /// Causal attention of the rows `rows` over their sequences: [rows, heads · headWidth].
  ///
  /// - Parameter qkv: projections of all rows of the batch.
  func attended(_ qkv: Matrix, rows: [Int]) -> Matrix {
    var z = Matrix(uninitialized: rows.count, spec.attention.queryWidth)
    var start = 0
    while start < rows.count {
      let segment = segmentOfRow[rows[start]]
      var end = start + 1
      while end < rows.count, end - start < Self.queryBlock, segmentOfRow[rows[end]] == segment { end += 1 }
      attend(qkv, queries: Array(rows[start..<end]), segment: segment, into: &z, at: start)
      start = end
    }
    return z
  }

  /// Attention of queries of one segment: their rows in the batch, ascending; results to `z` from row `at` on.
  private func attend(_ qkv: Matrix, queries: [Int], segment index: Int, into z: inout Matrix, at target: Int) {
    let a = spec.attention
    let segment = batch.segments[index]
    let positions = queries.map { segment.firstPosition + $0 - segment.rows.lowerBound }
    let window = a.windows[layer]
    let firstKey = window.map { max(0, positions[0] - $0 + 1) } ?? 0
    let lastKey = positions[positions.count - 1]
    let keys = keyRows(of: index, from: firstKey, through: lastKey)
    let visible = VisibleColumns(rows: queries.count) { row in
      (window.map { max(0, positions[row] - $0 + 1) } ?? 0) - firstKey..<positions[row] + 1 - firstKey
    }
    let run = queries.isRun ? qkv[rows: queries[0]..<queries[queries.count - 1] + 1] : qkv.gatheringRows(queries)

    var scores = Matrix(uninitialized: queries.count, lastKey + 1 - firstKey)  // [queries, keys]
    for head in 0..<a.heads {
      let shared = head / (a.heads / a.keyValueHeads)
      let q = run.head(columns.query, head, columns.step, a.headWidth)
      var column = 0
      for range in keys {
        let k = qkv[rows: range].head(columns.key, shared, columns.step, a.headWidth)
        q.multiply(k, .transposed, into: &scores, column: column)
        column += range.count
      }
      scores.softmaxRows(visible: visible, scale: a.scales[layer])
      column = 0
      for (i, range) in keys.enumerated() {
        let v = qkv[rows: range].head(columns.value, shared, columns.step, a.headWidth)
        scores[columns: column..<column + range.count].multiply(
          v, accumulating: i > 0, into: &z, row: target, column: head * a.headWidth)
        column += range.count
      }
    }
  }

  /// The rows of the batch that hold the keys of positions `first ... last` in the sequence of a segment.
  private func keyRows(of segment: Int, from first: Int, through last: Int) -> [Range<Int>] {
    var position = 0
    var ranges: [Range<Int>] = []
    for rows in batch.ancestorRows(of: segment) + [batch.segments[segment].rows] {
      let low = max(first, position)
      let high = min(last + 1, position + rows.count)
      if low < high { ranges.append(rows.lowerBound + low - position..<rows.lowerBound + high - position) }
      position += rows.count
    }
    return ranges
  }
}

extension Matrix {
  /// The columns of one head.
  fileprivate func head(_ column: Int, _ index: Int, _ step: Int, _ width: Int) -> Matrix {
    self[columns: column + index * step..<column + index * step + width]
  }
}
