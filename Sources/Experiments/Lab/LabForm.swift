/// Two lines around a question, as the corpus has them and as a wrapper of the lab.
///
/// The question stands on its marker's line, what follows it on a line of its own: so a question alone on its line
/// occurs on exam sheets only, and the token before whatever comes next is a newline under every form.
struct LabForm: Sendable {
  let name: String
  /// Before the question.
  let marker: String
  /// The line after it.
  let reply: String

  func opened(_ question: String) -> String { "\(marker): \(question)\n\(reply):\n" }

  /// The form as a wrapper's template.
  var template: String { opened("{prompt}") }

  /// The canonical transcript.
  static let qa = LabForm(name: "qa", marker: "Q", reply: "A")
  /// A film script follows; its first speech tells what the title asks.
  static let filmScript = LabForm(name: "film-script", marker: "Film", reply: "Script")

  /// Other ways to write a transcript: an answer follows.
  static let paraphrases: [LabForm] = [
    ("question-answer", "Question", "Answer"), ("asked-reply", "Asked", "Reply"),
    ("student-teacher", "Student", "Teacher"), ("query-result", "Query", "Result"),
    ("visitor-guide", "Visitor", "Guide"), ("ask-say", "Ask", "Say"), ("problem-solution", "Problem", "Solution"),
    ("request-response", "Request", "Response"), ("host-guest", "Host", "Guest"), ("child-mother", "Child", "Mother"),
  ].map { LabForm(name: $0.0, marker: $0.1, reply: $0.2) }

  /// Forms of like length in which nobody answers.
  static let irrelevant: [LabForm] = [
    ("title-story", "Title", "Story"), ("song-chorus", "Song", "Chorus"), ("rumor-crowd", "Rumor", "Crowd"),
    ("poster-below", "Poster", "Below"), ("letter-greeting", "Letter", "Greeting"),
    ("subject-message", "Subject", "Message"), ("headline-weather", "Headline", "Weather"),
    ("dream-morning", "Dream", "Morning"), ("quote-source", "Quote", "Source"), ("echo-silence", "Echo", "Silence"),
  ].map { LabForm(name: $0.0, marker: $0.1, reply: $0.2) }

  static let transcripts = [qa] + paraphrases
}
