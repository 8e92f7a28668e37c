/// Sentences that decline to answer, by the usual English phrases.
enum Refusal {
  private static let refusing = [
    "rather not", "i cannot", "i can't", "i can not", "i won't", "i will not", "i'm not able", "i am not able",
    "i'm unable", "i am unable", "i don't know", "i do not know",
  ]
  /// Said before refusals, and before corrections.
  private static let apologising = ["i'm sorry", "i am sorry", "as an ai"]

  static func declines(_ text: String) -> Bool {
    let text = folded(text)
    return (refusing + apologising).contains { text.contains($0) }
  }

  /// `text` in one piece where it declines nothing; else its sentences, cut before *but* and *however*, that do not.
  static func remaining(of text: String) -> [String] {
    if !refuses(text) { return [text] }
    return clauses(text).filter { !refuses($0) }
  }

  private static func refuses(_ text: String) -> Bool {
    let text = folded(text)
    return refusing.contains { text.contains($0) }
  }

  private static func folded(_ text: String) -> String { text.lowercased().replacing("’", with: "'") }

  private static func clauses(_ text: String) -> [String] {
    var clauses = [""]
    for word in text.split(omittingEmptySubsequences: false, whereSeparator: \.isWhitespace) {
      let bare = word.lowercased().filter(\.isLetter)
      if bare == "but" || bare == "however" { clauses.append("") }
      clauses[clauses.count - 1] += word + " "
      if let last = word.last, ".!?;".contains(last) { clauses.append("") }
    }
    return clauses
  }
}
