import MindstateModel

/// Judges texts that models go on with.
public struct AnswerScorer: Sendable {
  public let scoring: AnswerScoring
  public let questions: NextQuestion

  public init(_ scoring: AnswerScoring = AnswerScoring(), questions: NextQuestion) {
    self.scoring = scoring
    self.questions = questions
  }

  /// Whether `text` answers correctly.
  public func isCorrect(_ text: String, reference: String) -> Bool {
    let wanted = ReferenceTokens(reference)
    let span = span(of: text)
    switch scoring.mode {
    case .exact: return wanted.isAll(of: span)
    case .contains: return parts(span, reference).contains { wanted.stands(in: $0) }
    case .numeric:
      guard let number = wanted.number else { return false }
      return parts(span, reference).contains { AnswerNumber(of: $0) == number }
    }
  }

  /// What of `span` answers: all of it where declining is what is asked for.
  private func parts(_ span: String, _ reference: String) -> [String] {
    Refusal.declines(reference) ? [span] : Refusal.remaining(of: span)
  }

  /// Whether `reference` can be judged: that it shows anything, and is a number where numbers are compared.
  public func canJudge(reference: String) -> Bool {
    switch scoring.mode {
    case .contains, .exact: !FirstLine.isBlank(reference)
    case .numeric: ReferenceTokens(reference).number != nil
    }
  }

  /// Whether nothing in `text` shows.
  public static func isEmpty(_ text: String) -> Bool { FirstLine.isBlank(text) }

  /// Whether `text` asks the next question, at once or in a line after the first that shows anything.
  public func goesOn(_ text: String) -> Bool {
    let lines = Self.lines(text)
    guard let first = lines.first else { return false }
    return questions.asksAtOnce(first) || lines.dropFirst().contains { questions.asks($0) }
  }

  /// Whether the part that is looked at refuses to answer, or says sorry: it has one of the usual English phrases.
  public func declines(_ text: String) -> Bool { Refusal.declines(span(of: text)) }

  /// The part that is looked at; empty where the text is empty or the next question.
  public func span(of text: String) -> String {
    let lines = Self.lines(text)
    guard let first = lines.first, !questions.asksAtOnce(first) else { return "" }
    switch scoring.span {
    case .firstLine: return String(first)
    case .text: return ([first] + lines.dropFirst().prefix { !questions.asks($0) }).joined(separator: "\n")
    }
  }

  /// Lines from the first that shows anything.
  private static func lines(_ text: String) -> [Substring] {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    return Array(lines.drop { FirstLine.isBlank($0) })
  }
}
