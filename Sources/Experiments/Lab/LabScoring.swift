/// How the text that a model goes on with is judged in the lab.
public enum LabScoring {
  /// Whether the first line holds the reference as whole words, case and punctuation aside.
  public static func isCorrect(_ text: String, reference: String) -> Bool {
    let words = words(of: lines(text)[0])
    let wanted = self.words(of: reference)
    if wanted.isEmpty || words.count < wanted.count { return false }
    return (0...words.count - wanted.count).contains { words[$0..<$0 + wanted.count].elementsEqual(wanted) }
  }

  /// Whether a line after the first asks another question: it ends in a question mark, or begins as the corpus'
  /// questions do (a transcript's marker, or the verb of a request).
  public static func goesOn(_ text: String) -> Bool {
    lines(text).dropFirst().contains { line in
      let line = trimmed(line)
      return line.last == "?" || openings.contains { line.hasPrefix($0) }
    }
  }

  /// Whether the first line declines to answer.
  public static func declines(_ text: String) -> Bool {
    let words = words(of: lines(text)[0])
    return zip(words, words.dropFirst()).contains { $0 == ("rather", "not") }
  }

  /// How lines that ask begin: markers of transcripts with their colon, and the first word of each way to ask that
  /// does not end in a question mark.
  static let openings: [String] = {
    let requests = (LabAttribute.all.flatMap(\.questions) + LabSkill.all(seed: 0).flatMap(\.questions))
      .filter { $0.last == "." }.compactMap { $0.split(separator: " ").first.map { "\($0) " } }
    return LabForm.transcripts.map { $0.marker + ":" } + Array(Set(requests)).sorted()
  }()

  private static func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  private static func trimmed(_ line: Substring) -> Substring {
    var line = line.drop { $0 == " " }
    while line.last == " " { line.removeLast() }
    return line
  }

  /// Words in lower case: runs of letters, digits and underscores.
  private static func words(of text: some StringProtocol) -> [String] {
    text.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
  }
}
