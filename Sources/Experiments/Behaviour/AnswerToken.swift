/// A word, number or symbol of an answer, so written that what a reader takes for the same is equal.
struct AnswerToken: Sendable, Equatable {
  enum Content: Sendable, Hashable {
    /// In folded case. Letters and digits, and what joins them without a space: `c++`, `7:30`, `3/4`, `3rd`, `at&t`.
    case word(String)
    /// Sign, digits, decimal point, no zeros that say nothing: `-3`, `1000.5`.
    case number(String)
    /// A currency, `%`, an operator, …: what changes the meaning of what it stands beside.
    case symbol(Character)
    /// A character of a script that does not space words.
    case character(Character)
  }

  var content: Content
  /// Whether a word can begin here; false within a run of Korean.
  var beginsWord = true

  init(_ content: Content, beginsWord: Bool = true) {
    self.content = content
    self.beginsWord = beginsWord
  }

  static func word(_ text: String) -> AnswerToken { AnswerToken(.word(folded(text))) }

  /// Those of `text`, Markdown's marks aside.
  static func all(in text: String) -> [AnswerToken] { AnswerReader.tokens(MarkdownText(text).plain) }

  /// Without case, as Unicode folds it: ß is ss, and ς is σ.
  private static func folded(_ text: String) -> String { text.uppercased().lowercased() }
}

/// What a reference asks for.
struct ReferenceTokens: Sendable {
  private let tokens: [AnswerToken]
  /// Compared letter by letter where it is punctuation alone.
  private let literal: String
  /// Whether it lists things, between whose last two an answer may write *and*.
  private let isList: Bool

  init(_ reference: String) {
    literal = String(reference.drop(while: \.isWhitespace))
    isList = reference.contains(",")
    tokens = Self.reading(AnswerReader.tokens(reference), isList)
  }

  var number: AnswerNumber? { AnswerNumber(of: tokens) }

  /// Whether `text` holds it as whole words and numbers, neither denied nor offered as one of several.
  func stands(in text: String) -> Bool {
    if tokens.isEmpty { return !literal.isEmpty && text.contains(literal) }
    return readings(text).contains { words in
      guard words.count >= tokens.count else { return false }
      return (0...words.count - tokens.count).contains { start in
        let end = start + tokens.count
        return words[start].beginsWord && zip(words[start..<end], tokens).allSatisfy { $0.content == $1.content }
          && !Self.isDenied(words[..<start]) && !Self.isOne(words[..<start], words[end...])
      }
    }
  }

  /// Whether `text` is nothing else.
  func isAll(of text: String) -> Bool {
    if tokens.isEmpty { return !literal.isEmpty && MarkdownText(text).plain == literal }
    return readings(text).contains { $0.map(\.content) == tokens.map(\.content) }
  }

  /// `text` with and without the marks of emphasis, which can be part of a name: `__init__`, `A*`.
  private func readings(_ text: String) -> [[AnswerToken]] {
    let markdown = MarkdownText(text)
    let plain = Self.reading(AnswerReader.tokens(markdown.plain), isList)
    return markdown.plain == markdown.emphasised
      ? [plain] : [plain, Self.reading(AnswerReader.tokens(markdown.emphasised), isList)]
  }

  private static func reading(_ tokens: [AnswerToken], _ isList: Bool) -> [AnswerToken] {
    isList ? tokens.filter { $0.content != .word("and") } : tokens
  }

  /// `not Paris`, `isn't the Seine`.
  private static func isDenied(_ before: ArraySlice<AnswerToken>) -> Bool {
    var before = before
    if let last = before.last, ["a", "an", "the"].contains(where: { last.content == .word($0) }) {
      before.removeLast()
    }
    guard case .word(let word)? = before.last?.content else { return false }
    if ["not", "never", "neither", "nor"].contains(word) { return true }
    guard word == "t", case .word(let verb)? = before.dropLast().last?.content else { return false }
    return verb.hasSuffix("n")
  }

  /// `Lyon or Paris`.
  private static func isOne(_ before: ArraySlice<AnswerToken>, _ after: ArraySlice<AnswerToken>) -> Bool {
    before.last?.content == .word("or") || after.first?.content == .word("or")
  }
}
