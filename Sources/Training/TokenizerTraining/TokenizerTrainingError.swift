public import MindstateStore

/// Why no tokenizer can be trained.
public enum TokenizerTrainingError: Error, Equatable, Sendable {
  /// The corpus cannot be read.
  case unreadable(FileError)
  /// The corpus is not text.
  case invalidUTF8(file: String)
  /// The corpus holds nothing, or end tokens only.
  case noText(file: String)
  /// The vocabulary has no room for the special tokens and one token per byte.
  case vocabularyTooSmall(asked: Int, least: Int)
  /// All pairs of the corpus are merged before the vocabulary is full.
  case corpusTooSmall(file: String, asked: Int, reached: Int)
  /// A special token is empty, listed twice, or one of the characters that stand for bytes.
  case badSpecialToken(String)
}

extension TokenizerTrainingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable(let error): error.description
    case .invalidUTF8(let file): "\(file): not UTF-8 text. Convert it, or name the right file."
    case .noText(let file): "\(file): holds no text to train a tokenizer on. Name the corpus."
    case .vocabularyTooSmall(let asked, let least):
      "vocabulary of \(asked): special tokens and one token for each of 256 bytes make \(least). Ask for more."
    case .corpusTooSmall(let file, let asked, let reached):
      "\(file): gives \(reached) tokens before every word is one token, asked for are \(asked). "
        + "Use a larger corpus or a smaller vocabulary."
    case .badSpecialToken(let token):
      "special token \"\(token)\": is empty, named twice or stands for a byte. Name another, such as <|end|>."
    }
  }
}
