/// How rows are cut into pieces for tasks.
enum Chunking {
  /// Fewer rows than this are not worth a task of their own: the product reads all weights for them.
  static let smallest = 32
  /// Rows a piece has at most: its widest temporaries should not outgrow the last-level cache.
  static let largest = 1024

  /// Ranges that cover 0 ..< count, nearly equal in length, a multiple of `threads` many where the rows allow.
  static func pieces(_ count: Int, threads: Int) -> [Range<Int>] {
    if count == 0 { return [] }
    let wanted = max(1, min(threads, count / smallest))
    let rounds = (count + wanted * largest - 1) / (wanted * largest)
    let pieces = wanted * max(1, rounds)
    return (0..<pieces).map { count * $0 / pieces..<count * ($0 + 1) / pieces }
  }
}

extension [Int] {
  /// Whether ascending numbers follow each other without a gap.
  var isRun: Bool { isEmpty || self[count - 1] - self[0] == count - 1 }

  /// Where `value` stands in this ascending list.
  func firstIndexOfSorted(_ value: Int) -> Int? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low] == value ? low : nil
  }
}

extension Site {
  /// Sites numbered by what leaves a block: level l + 1 of the stream leaves block l.
  var followsBlock: Bool {
    switch self {
    case .resid, .residPre: true
    case .embed, .query, .key, .value, .attnZ, .attnOut, .residMid, .mlpPost, .mlpOut, .residPost, .finalNorm, .logits:
      false
    }
  }
}
