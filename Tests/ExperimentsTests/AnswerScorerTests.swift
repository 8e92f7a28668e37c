import MindstateExperiments
import MindstateModel
import MindstateStore
import MindstateTestSupport
import Testing

/// Texts are judged as a careful reader judges them.
@Suite struct AnswerScorerTests {
  struct Row: CustomTestStringConvertible, Sendable {
    var id: String
    var text: String
    var reference: String
    var scoring = AnswerScoring()
    var correct: Bool
    var isEmpty: Bool
    var declined: Bool
    var testDescription: String { id }
  }

  static let rows: [Row] = {
    let bytes = (try? TextFile.read(Fixture.path("scoring/verdicts.jsonl"))) ?? []
    return bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
      guard let json = try? JSON(parsing: Array(line)), let id = json["id"]?.stringValue,
        let text = json["text"]?.stringValue, let reference = json["reference"]?.stringValue,
        let correct = json["correct"]?.boolValue
      else { return nil }
      var row = Row(
        id: id, text: text, reference: reference, correct: correct, isEmpty: json["empty"]?.boolValue ?? false,
        declined: json["declined"]?.boolValue ?? false)
      if let mode = json["mode"]?.stringValue.flatMap(AnswerScoring.Mode.init) { row.scoring.mode = mode }
      if let span = json["span"]?.stringValue.flatMap(AnswerScoring.Span.init) { row.scoring.span = span }
      return row
    }
  }()

  private static func questions() throws -> NextQuestion {
    NextQuestion(
      wrappers: [.bare, try Wrapper(name: "qa", template: "Q: {prompt}\nA:\n")],
      prompts: [Prompt(id: "a", content: .text("What is the capital of France?"))])
  }

  @Test func theTableIsAllRead() throws {
    let lines = try TextFile.read(Fixture.path("scoring/verdicts.jsonl")).count { $0 == UInt8(ascii: "\n") }
    #expect(Self.rows.count == lines && lines >= 60)
  }

  @Test(arguments: rows)
  func judgesAsACarefulReaderDoes(row: Row) throws {
    let scorer = AnswerScorer(row.scoring, questions: try Self.questions())
    #expect(
      scorer.isCorrect(row.text, reference: row.reference) == row.correct, "\(row.text) for \(row.reference)")
    #expect(AnswerScorer.isEmpty(row.text) == row.isEmpty)
    #expect(scorer.declines(row.text) == row.declined)
  }
}
