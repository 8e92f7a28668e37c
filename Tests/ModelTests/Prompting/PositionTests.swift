import MindstateModel
import Testing

@Suite struct PositionTests {
  static let spellings = [
    "last", "first", "mean", "all", "0", "12", "-1", "prompt-last", "prompt-mean", "prompt-all", "answer-end",
    "answer-mean",
    "answer-all", "answer-0", "answer-10",
  ]

  @Test(arguments: spellings) func printsAsItIsSpelled(_ spelling: String) throws {
    #expect(try Position(parsing: spelling).description == spelling)
  }

  @Test(arguments: [
    "", "Last", "end", "+1", "-0", "01", "1.0", "answer", "answer-", "answer-k", "answer--1", "answer-01", " last",
  ])
  func refusesOtherSpellings(_ text: String) {
    #expect(promptError { _ = try Position(parsing: text) } == .unknownPosition(text))
  }

  @Test func readsLists() throws {
    #expect(try Position.list(parsing: "last,answer-end,-2") == [.last, .answerEnd, .index(-2)])
    #expect(promptError { _ = try Position.list(parsing: "last,0,last") } == .repeatedPosition("last"))
    #expect(promptError { _ = try Position.list(parsing: "last,") } == .unknownPosition(""))
  }

  @Test func knowsMeansRaggedOnesAndThoseOverAnswers() throws {
    let positions = try Self.spellings.map { try Position(parsing: $0) }
    #expect(positions.filter(\.isMean) == [.mean, .promptMean, .answerMean])
    #expect(positions.filter(\.isRagged) == [.all, .promptAll, .answerAll])
    #expect(
      positions.filter(\.needsAnswer) == [.answerEnd, .answerMean, .answerAll, .answer(0), .answer(10)])
  }

  /// Four tokens and an answer of three.
  private func fed(answer: [Int]? = [7, 8, 9]) throws -> FedPrompt {
    let prompt = Prompt(id: "p", content: .tokens([1, 2, 3, 4]))
    return try Prompting.feed(prompt, wrapper: .raw, answer: answer.map { .tokens($0) }, tokenizer: nil)
  }

  @Test(arguments: [
    ("last", [3]), ("first", [0]), ("mean", [0, 1, 2, 3]), ("all", [0, 1, 2, 3]), ("0", [0]), ("-1", [3]), ("-4", [0]),
    ("prompt-last", [3]), ("prompt-mean", [0, 1, 2, 3]), ("prompt-all", [0, 1, 2, 3]), ("answer-end", [6]),
    ("answer-mean", [4, 5]),
    ("answer-all", [4, 5]), ("answer-0", [4]), ("answer-1", [5]),
  ])
  func findsRows(_ spelling: String, _ rows: [Int]) throws {
    #expect(try Position(parsing: spelling).rows(of: fed()) == rows)
  }

  @Test(arguments: [("4", 4), ("-5", 4)]) func refusesIndexBeyondThePrompt(_ spelling: String, _ count: Int) throws {
    let fed = try fed()
    #expect(
      promptError { _ = try Position(parsing: spelling).rows(of: fed) }
        == .indexOutOfRange(prompt: "p", position: spelling, tokens: count))
  }

  @Test(arguments: ["answer-end", "answer-mean", "answer-all", "answer-0"])
  func refusesAnswerPositionsWithoutAnswer(_ spelling: String) throws {
    let fed = try fed(answer: nil)
    #expect(
      promptError { _ = try Position(parsing: spelling).rows(of: fed) } == .noAnswer(prompt: "p", position: spelling))
  }

  @Test(arguments: ["answer-mean", "answer-all", "answer-0"])
  func refusesWhatLiesBeforeTheEndOfAOneTokenAnswer(_ spelling: String) throws {
    let fed = try fed(answer: [7])
    #expect(try Position.answerEnd.rows(of: fed) == [4])
    #expect(
      promptError { _ = try Position(parsing: spelling).rows(of: fed) }
        == .nothingBeforeAnswerEnd(prompt: "p", position: spelling))
  }

  @Test func refusesAnswerTokenThatIsTheLastOrBeyond() throws {
    let fed = try fed()
    #expect(
      promptError { _ = try Position.answer(2).rows(of: fed) }
        == .answerTooShort(prompt: "p", position: "answer-2", tokens: 2))
  }
}
