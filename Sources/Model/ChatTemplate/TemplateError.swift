/// Why a chat template cannot be read or rendered, and where.
public struct TemplateError: Error, Equatable, Sendable {
  /// What is wrong at the place.
  public enum Problem: Equatable, Sendable {
    /// The text is not the template language.
    case syntax(String)
    /// The template language knows this, this engine does not.
    case unsupported(construct: String, instead: String)
    /// A missing value was used for more than asking whether it is there.
    case undefined(String)
    /// A value of the wrong kind or out of range, as Python would refuse it.
    case value(String)
    /// What the sandbox forbids.
    case forbidden(String)
    /// The template's own `raise_exception`.
    case raised(message: String)
    /// The template asks for more than a bound allows.
    case limit(what: String, bound: Int)
  }

  public let problem: Problem
  /// The name of the template: a path, or where it stands in the tokenizer's configuration.
  public let name: String
  /// Counted from 1.
  public let line: Int
  /// Place in the line in Unicode scalars, counted from 1.
  public let column: Int
}

extension TemplateError: CustomStringConvertible {
  public var description: String { "\(name): line \(line), column \(column): \(message)" }

  /// What is wrong and what to do, without the place.
  public var message: String {
    switch problem {
    case .syntax(let what): "\(what). Correct the template."
    case .unsupported(let construct, let instead): "\(construct) is not supported here; \(instead)."
    case .undefined(let what): "\(what). Give the prompt or the command that value, or test it with `is defined`."
    case .value(let what): "\(what). Look at what the prompt gives the template here."
    case .forbidden(let what): "\(what). The sandbox of transformers refuses it too; change the template."
    case .raised(let message): "the template refuses the conversation: \(message)"
    case .limit(let what, let bound):
      "\(what) beyond the bound of \(bound). The template does not end or asks too much."
    }
  }
}
