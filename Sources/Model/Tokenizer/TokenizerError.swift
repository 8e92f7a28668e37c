public import MindstateStore

/// Why a `tokenizer.json` cannot be used.
public enum TokenizerError: Error, Equatable, Sendable {
  /// The file cannot be read.
  case unreadable(FileError)
  /// The directory does not say which of its parts is meant.
  case directory(ModelDirectoryError)
  /// The directory holds no `tokenizer.json`.
  case noTokenizer(directory: String)
  /// The file is not JSON.
  case notJSON(file: String, JSONError)
  /// A field is missing that has no default.
  case missing(file: String, field: String)
  /// A field holds another kind of value than it should.
  case wrongKind(file: String, field: String, wanted: String, found: String)
  /// A field has a value which the reference may know, but this does not.
  case unsupported(file: String, field: String, value: String, supported: [String])
  /// A regular expression uses a construct that is not supported.
  case unsupportedPattern(file: String, field: String, construct: String, offset: Int)
  /// A field's value contradicts the rest of the file.
  case contradiction(file: String, field: String, problem: String)
}

extension TokenizerError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable(let error): error.description
    case .directory(let error): error.description
    case .noTokenizer(let directory):
      "\(directory): holds no tokenizer.json. Save the tokenizer with `tokenizer.save_pretrained` of transformers, as a fast one."
    case .notJSON(let file, let error): "\(file): \(error). It is damaged or not a tokenizer.json; copy it again."
    case .missing(let file, let field):
      "\(file): \(field) is missing. Save the tokenizer again with a current `tokenizers`."
    case .wrongKind(let file, let field, let wanted, let found): "\(file): \(field) is \(found), should be \(wanted)."
    case .unsupported(let file, let field, let value, let supported):
      "\(file): \(field) is \(value), supported: \(supported.joined(separator: ", "))."
    case .unsupportedPattern(let file, let field, let construct, let offset):
      "\(file): \(field): \(construct) at byte \(offset) of the pattern is not supported. Give prompts as `tokens` instead."
    case .contradiction(let file, let field, let problem): "\(file): \(field): \(problem)."
    }
  }
}
