import MindstateModel

/// The rows of a training batch with a soft prompt's vectors before every sequence.
struct PackedRows: Sendable {
  /// What enters a row: a token, or −1 − i for vector i of the soft prompt.
  private(set) var inputs: [Int] = []
  private(set) var positions: [Int] = []
  /// Rows of each sequence.
  private(set) var sequences: [Range<Int>] = []
  /// Rows that have a target, ascending, and the targets.
  private(set) var targetRows: [Int] = []
  private(set) var targets: [Int] = []

  var count: Int { inputs.count }

  /// - Precondition: segments without parents.
  init(_ batch: TrainingBatch, softPromptVectors: Int) {
    for segment in batch.tokens.segments {
      precondition(segment.parent == nil, "training sequences share no prefixes")
      let start = inputs.count
      inputs += (0..<softPromptVectors).map { -1 - $0 }
      for row in segment.rows {
        if let target = batch.targets[row] {
          targetRows.append(inputs.count)
          targets.append(target)
        }
        inputs.append(batch.tokens.tokens[row])
      }
      positions += 0..<inputs.count - start
      sequences.append(start..<inputs.count)
    }
  }

  /// Refuses tokens, targets and lengths that do not fit the model.
  func check(_ spec: TransformerSpec) throws(ForwardError) {
    for (row, token) in inputs.enumerated() where token >= spec.vocabulary {
      throw .tokenOutsideVocabulary(token: token, row: row, vocabulary: spec.vocabulary)
    }
    for (row, token) in zip(targetRows, targets) where token < 0 || token >= spec.vocabulary {
      throw .tokenOutsideVocabulary(token: token, row: row, vocabulary: spec.vocabulary)
    }
    let longest = sequences.map(\.count).max() ?? 0
    if longest > spec.context { throw .tooLong(tokens: longest, context: spec.context) }
  }

  /// Cuts `count` rows into nearly equal ranges: small enough that a range's temporaries stay in the cache, and cut
  /// without regard to the number of threads, so that this changes no bit of a result.
  static func pieces(_ count: Int) -> [Range<Int>] {
    let pieces = count < 64 ? min(count, 1) : max(2, (count + 255) / 256)
    return (0..<pieces).map { count * $0 / pieces..<count * ($0 + 1) / pieces }
  }
}
