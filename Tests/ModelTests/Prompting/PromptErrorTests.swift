import MindstateModel
import Testing

@Suite struct PromptErrorTests {
  static let place = FilePlace(file: "p.jsonl", line: 3)

  static let errors: [PromptError] = [
    .notUTF8("p"), .emptyFile("p"), .badJSON(place, column: 2, message: "a comma too many; remove it"),
    .wrongType(place, field: "id", expected: "a string", found: "a number"),
    .wrongType(place, field: nil, expected: "an object", found: "an array"),
    .unknownField(place, field: "txt", nearest: "text", known: ["text"]),
    .unknownField(place, field: "n\n", nearest: nil, known: ["labels"]),
    .unknownField(place, field: "n", nearest: nil, known: ["text"]), .emptyField(place, field: "text"),
    .controlCharacter(place, field: "id"), .missingID(place), .noContent(place),
    .severalContents(place, fields: ["text", "tokens"]), .messagesUnderWrapper(prompt: "a\n", wrapper: "qa"),
    .badToken(place, index: 1, found: "-1"), .duplicateID(place, firstLine: 1),
    .duplicatePrompt(FilePlace(file: "p", line: 2, prompt: "a\n"), firstLine: 1),
    .missingAnswer(file: "a", id: "a", count: 3), .emptyWrapper("w"),
    .wrapperSlots("w", count: 2),
    .unknownWrapper("w\n", nearest: "raw", known: ["raw", "bare"]), .chatIsNoWrapper, .noWrappers("d"),
    .badDataDirectory("d"), .tokensUnderWrapper(prompt: "a", wrapper: "qa"), .tokenizerNeeded(prompt: "a"),
    .nothingToFeed(prompt: "a"), .emptyAnswer(prompt: "a"),
    .rendering(prompt: "a", .nothingToContinue(template: "t")),
    .rendering(prompt: "a", .openedOtherwise(template: "t", opening: "<think>\n")),
    .uncutBorder(prompt: "a", text: "\"\\n\\n\""), .unknownPosition("x\n"), .repeatedPosition("last"),
    .indexOutOfRange(prompt: "a", position: "9", tokens: 3), .noAnswer(prompt: "a", position: "answer-end"),
    .nothingBeforeAnswerEnd(prompt: "a", position: "answer-mean"),
    .answerTooShort(prompt: "a", position: "answer-3", tokens: 2),
    .straddledSpan(prompt: "a", position: "prompt-last", token: 4, text: "\"?\\n\""),
    .noPromptTokens(prompt: "a", position: "prompt-last"),
  ]

  @Test(arguments: errors) func isOneLineThatEndsInARemedy(_ error: PromptError) {
    let description = "\(error)"
    #expect(!description.contains { $0.isNewline })
    #expect(description.hasSuffix(".") || description.hasSuffix("?"))
    #expect(description.contains(". ") || description.contains("; "))
  }

  @Test func saysWhereWhatAndWhatToDo() {
    #expect(
      "\(PromptError.unknownField(Self.place, field: "txt", nearest: "text", known: ["text"]))"
        == #"p.jsonl:3: field "txt" is unknown. Is "text" meant?"#)
    #expect(
      "\(PromptError.straddledSpan(prompt: "a", position: "prompt-last", token: 4, text: #""?\n""#))"
        == #"prompt "a": position prompt-last: token 4 ("?\n") lies across the border of the prompt. "#
        + "Read another position or take another wrapper; a capture can also be told to align to the nearest token.")
  }
}
