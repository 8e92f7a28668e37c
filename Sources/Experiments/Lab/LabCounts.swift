import MindstateReport

/// How often the corpus has each genre and form.
struct LabCounts: Sendable {
  private struct Kind: Hashable {
    var genre: LabGenre
    var form: String?
  }

  private var documents: [Kind: Int] = [:]
  private var questions: [Kind: Int] = [:]

  mutating func add(_ document: LabDocument) {
    let kind = Kind(genre: document.genre, form: document.form)
    documents[kind, default: 0] += 1
    questions[kind, default: 0] += document.questions
  }

  /// `genre,form,documents,questions`, sorted.
  var csv: [UInt8] {
    var table = CSVWriter(columns: ["genre", "form", "documents", "questions"])
    let kinds = documents.keys.sorted { ($0.genre.rawValue, $0.form ?? "") < ($1.genre.rawValue, $1.form ?? "") }
    for kind in kinds {
      table.append([
        .text(kind.genre.rawValue), .text(kind.form), .integer(documents[kind] ?? 0), .integer(questions[kind] ?? 0),
      ])
    }
    return table.bytes
  }
}
