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
  static func check(_ batch: TrainingBatch, _ spec: TransformerSpec, softPromptVectors: Int) throws(ForwardError) {
    for (row, token) in batch.tokens.tokens.enumerated() {
      for id in [token, batch.targets[row] ?? token] where id < 0 || id >= spec.vocabulary {
        throw .tokenOutsideVocabulary(token: id, row: row, vocabulary: spec.vocabulary)
      }
    }
    let longest = batch.tokens.longest + softPromptVectors
    if longest > spec.context { throw .tooLong(tokens: longest, context: spec.context) }
  }

  /// Cuts `count` rows into nearly equal ranges: small enough that a range's temporaries stay in the cache, and cut
  /// without regard to the number of threads, so that this changes no bit of a result.
  static func pieces(_ count: Int) -> [Range<Int>] {
    let pieces = count < 64 ? min(count, 1) : max(2, (count + 511) / 512)
    return (0..<pieces).map { count * $0 / pieces..<count * ($0 + 1) / pieces }
  }
}
