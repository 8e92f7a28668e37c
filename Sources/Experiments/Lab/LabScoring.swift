/// How the text that a model goes on with is judged in the lab: as everywhere, with the corpus' own questions.
package enum LabScoring {
  package static let scorer = AnswerScorer(questions: NextQuestion(openings: openings, asking: asking))

  /// How lines that ask begin: markers of transcripts with their colon, and the first word of each way to ask that
  /// does not end in a question mark.
  private static let openings: [String] = {
    let requests = questions.filter { $0.last == "." }.compactMap { first(of: $0).map { "\($0) " } }
    return LabForm.transcripts.map { $0.marker + ":" } + Array(Set(requests)).sorted()
  }()

  private static let asking = Set(questions.filter { $0.last == "?" }.compactMap(first))

  private static let questions = LabAttribute.all.flatMap(\.questions) + LabSkill.all(seed: 0).flatMap(\.questions)

  private static func first(of question: String) -> String? {
    question.split(separator: " ").first.map(String.init)
  }
}
