/// When a text answers a prompt correctly: which part of it is looked at, and what that must hold.
///
/// Blank lines and spaces at the front do not count. Case, Markdown's marks, quotes and punctuation do not count either;
/// accents, signs and symbols that belong to a word or number do (`C` is not in `C++`, `3` not in `−3`, `12` not in
/// `12.5`, `30` not in `7:30`, `3` not in `3/4`). `1,000` and `1.000,0` are 1000. A reference without a unit leaves the
/// unit open (`5` is in `$5`, `5 km` and `5 %`), one with a unit asks for it. In scripts without spaces (Chinese, Thai, …)
/// the reference may stand anywhere.
///
/// A sentence that declines does not answer, whatever it names. Sentences are not understood beyond that: a reference
/// beside *not* or *or* is no answer, but an answer taken back later counts.
public struct AnswerScoring: Sendable, Equatable {
  /// What the part that is looked at must be.
  public enum Mode: String, Sendable, CaseIterable {
    /// It has the reference in it, whole words and numbers.
    case contains
    /// It is the reference and nothing else.
    case exact
    /// Its number has the reference's value: the number after the last `=`, else the last one. `3/4` is 0.75, `1e3` is
    /// 1000; units are not looked at.
    case numeric
  }

  /// The part that is looked at.
  public enum Span: String, Sendable, CaseIterable {
    /// The first line that shows anything; nothing where that is the next question already.
    case firstLine = "first-line"
    /// All up to the end token, or up to a line that asks the next question.
    case text
  }

  public var mode: Mode
  public var span: Span

  public init(mode: Mode = .contains, span: Span = .firstLine) {
    self.mode = mode
    self.span = span
  }

  /// What *correct* means, for reports: `the first line that shows anything contains the reference`.
  public var words: String {
    let part =
      switch span {
      case .firstLine: "the first line that shows anything"
      case .text: "the text up to a next question"
      }
    return switch mode {
    case .contains: part + " contains the reference"
    case .exact: part + " is the reference"
    case .numeric: part + " gives the reference's number"
    }
  }
}
