/// Where in a fed prompt states are read.
///
/// Those without a prefix refer to all tokens before the answer: the wrapper, the prompt, and a BOS where the tokenizer
/// puts one, so `first` is then the BOS and `all` and `mean` include it. `prompt-…` refer to the tokens that `{prompt}`
/// was filled with, `answer-…` to a forced answer on the line after the wrapper. Each answers a question of its own:
/// at `last` the model decides whether to answer, at `answer-end` whether to stop; they are never averaged.
public enum Position: Hashable, Sendable {
  /// The last token before the answer: under every wrapper but `raw` the newline.
  case last
  /// The first token fed.
  case first
  /// The mean over all tokens before the answer.
  case mean
  /// Every token before the answer, a row each.
  case all
  /// One token before the answer, counted from 0; negative counts from the end, -1 being the last.
  case index(Int)
  /// The last token of the prompt itself, which has not read what the wrapper says after it.
  case promptLast
  /// The mean over the tokens of the prompt itself.
  case promptMean
  /// Every token of the prompt itself, a row each.
  case promptAll
  /// The last token of the answer.
  case answerEnd
  /// The mean over the answer's tokens before its last.
  case answerMean
  /// Every token of the answer before its last, a row each.
  case answerAll
  /// One token of the answer before its last, counted from 0: `answer-0`, `answer-1`, …
  case answer(Int)

  private static let named: [(spelling: String, position: Position)] = [
    ("last", .last), ("first", .first), ("mean", .mean), ("all", .all), ("prompt-last", .promptLast),
    ("prompt-mean", .promptMean), ("prompt-all", .promptAll), ("answer-end", .answerEnd), ("answer-mean", .answerMean),
    ("answer-all", .answerAll),
  ]
  /// Every spelling, for help texts.
  public static var help: String { "\(spellings), answer-0 …, or an index such as 0 or -1" }
  static var spellings: String { named.map(\.spelling).joined(separator: ", ") }

  /// The position that the command line and CSV spell like this.
  public init(parsing text: String) throws(PromptError) {
    if let (_, position) = Self.named.first(where: { $0.spelling == text }) {
      self = position
    } else if let index = Self.integer(text) {
      self = .index(index)
    } else if text.hasPrefix("answer-"), let index = Self.integer(text.dropFirst(7)), index >= 0 {
      self = .answer(index)
    } else {
      throw .unknownPosition(text)
    }
  }

  /// The positions of a list with commas, each once: `last,answer-end`.
  public static func list(parsing text: String) throws(PromptError) -> [Position] {
    var positions: [Position] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let position = try Position(parsing: String(part))
      if positions.contains(position) { throw .repeatedPosition(position.description) }
      positions.append(position)
    }
    return positions
  }

  /// Whether the states of several tokens are averaged to one a prompt.
  public var isMean: Bool {
    switch self {
    case .mean, .promptMean, .answerMean: true
    case .last, .first, .all, .index, .promptLast, .promptAll, .answerEnd, .answerAll, .answer: false
    }
  }

  /// Whether prompts have different numbers of rows, so that offsets are needed.
  public var isRagged: Bool {
    switch self {
    case .all, .promptAll, .answerAll: true
    case .last, .first, .mean, .index, .promptLast, .promptMean, .answerEnd, .answerMean, .answer: false
    }
  }

  /// Whether an answer must be forced.
  public var needsAnswer: Bool {
    switch self {
    case .answerEnd, .answerMean, .answerAll, .answer: true
    case .last, .first, .mean, .all, .index, .promptLast, .promptMean, .promptAll: false
    }
  }

  /// A number in its one spelling: no plus sign, leading zero or -0, since positions are matched by their text.
  private static func integer(_ text: some StringProtocol) -> Int? {
    guard let value = Int(text), String(value).utf8.elementsEqual(text.utf8) else { return nil }
    return value
  }
}

extension Position: CustomStringConvertible {
  /// The spelling of the command line and of CSV.
  public var description: String {
    switch self {
    case .index(let index): String(index)
    case .answer(let index): "answer-\(index)"
    case .last, .first, .mean, .all, .promptLast, .promptMean, .promptAll, .answerEnd, .answerMean, .answerAll:
      Self.named.first { $0.position == self }?.spelling ?? ""
    }
  }
}
