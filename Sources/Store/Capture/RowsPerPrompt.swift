/// How the rows of a reading and its tokens belong to the prompts; the name of the position decides.
public enum RowsPerPrompt: Sendable {
  /// One row, read at one token: `last`, `answer-end`, `answer-3`, …
  case one
  /// One row, the mean over several tokens: `mean`, `prompt-mean`, `answer-mean`.
  case mean
  /// A row for every token: `all`, `prompt-all`, `answer-all`.
  case tokens

  public init(position: String) {
    if position == "all" || position.hasSuffix("-all") {
      self = .tokens
    } else if position == "mean" || position.hasSuffix("-mean") {
      self = .mean
    } else {
      self = .one
    }
  }
}

/// The token tensors of a reading, checked against the number of prompts.
struct ReadingTokens {
  var position: String
  var ids: [Int]?
  var positions: [Int]?
  var offsets: [Int]?

  /// The rows that the states of this reading must have.
  func stateRows(prompts: Int) -> Int {
    switch RowsPerPrompt(position: position) {
    case .one, .mean: prompts
    case .tokens: offsets?.last ?? 0
    }
  }

  func check(prompts: Int) throws(CaptureError.Problem) {
    let kind = RowsPerPrompt(position: position)
    if offsets == nil, kind == .tokens || kind == .mean && (ids ?? positions) != nil {
      throw .offsetsMissing(position: position)
    }
    if let offsets { try check(offsets, kind, prompts: prompts) }
    let tokens = offsets?.last ?? prompts
    for (name, values) in [("token_ids", ids), ("token_positions", positions)] {
      guard let values, values.count != tokens else { continue }
      throw .tokenCount(tensor: name, position: position, count: values.count, expected: tokens)
    }
  }

  private func check(_ offsets: [Int], _ kind: RowsPerPrompt, prompts: Int) throws(CaptureError.Problem) {
    guard offsets.count == prompts + 1 else {
      throw .offsetCount(position: position, count: offsets.count, prompts: prompts)
    }
    guard offsets[0] == 0 else { throw .badOffset(position: position, index: 0, value: offsets[0], expected: "0") }
    for index in 1..<offsets.count {
      if kind == .one, offsets[index] != index {
        throw .badOffset(
          position: position, index: index, value: offsets[index], expected: "\(index), one token a prompt")
      }
      if offsets[index] < offsets[index - 1] {
        throw .badOffset(
          position: position, index: index, value: offsets[index], expected: "at least the one before it")
      }
    }
  }
}
