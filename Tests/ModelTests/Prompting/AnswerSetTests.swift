import MindstateModel
import MindstateTestSupport
import Testing

@Suite struct AnswerSetTests {
  /// Two prompts, the first with a reference.
  private func prompts() throws -> PromptSet {
    try withFile("{\"id\": \"a\", \"text\": \"x\", \"reference\": \"r\"}\n{\"id\": \"b\", \"text\": \"y\"}") {
      try PromptSet.read($0)
    }
  }

  @Test func readsTextAndTokensAndPassesOverOthers() throws {
    let prompts = try prompts()
    let lines = """
      {"id": "b", "tokens": [3]}
      {"id": "a", "text": "yes"}
      {"id": "c", "text": "no"}
      """
    let answers = try withFile(lines) { try AnswerSet.read($0, for: prompts) }
    #expect(answers["a"] == .text("yes"))
    #expect(answers["b"] == .tokens([3]))
  }

  @Test func passesOverWhatGenerateWritesBesideTheText() throws {
    let prompts = try prompts()
    let lines = """
      {"id":"a","text":"yes","condition":"m/qa","finish":"end","new_tokens":[3,4]}
      {"id":"b","text":"no","condition":"m/qa","finish":"stop","new_tokens":[5],"log_probabilities":[-0.5]}
      """
    let answers = try withFile(lines) { try AnswerSet.read($0, for: prompts) }
    #expect(answers["a"] == .text("yes") && answers["b"] == .text("no"))
  }

  @Test func takesReferences() throws {
    let answers = AnswerSet.references(of: try prompts())
    #expect(answers["a"] == .text("r"))
    #expect(answers["b"] == nil)
  }

  @Test func refusesMissingAnswers() throws {
    let prompts = try prompts()
    try withFile(#"{"id": "c", "text": "no"}"#) { path in
      #expect(
        promptError { _ = try AnswerSet.read(path, for: prompts) } == .missingAnswer(file: path, id: "a", count: 2))
    }
  }

  @Test func anAnswerMaySayNothing() throws {
    let prompts = try prompts()
    for nothing in [#""text": """#, #""text": " \n ""#, #""tokens": []"#] {
      let lines = #"{"id": "a", \#(nothing)}"# + "\n" + #"{"id": "b", "text": "yes"}"#
      let answers = try withFile(lines) { try AnswerSet.read($0, for: prompts) }
      #expect(answers.isEmpty("a") && !answers.isEmpty("b") && !answers.isEmpty("c"))
      #expect(answers.sayingSomething["a"] == nil && answers.sayingSomething["b"] == .text("yes"))
    }
  }

  @Test func refusesRepeatedAndUnknown() throws {
    let prompts = try prompts()
    let first = #"{"id": "a", "text": "yes"}"# + "\n"
    let cases: [(String, (FilePlace) -> PromptError)] = [
      (#"{"id": "a", "text": "no"}"#, { .duplicateID(FilePlace(file: $0.file, line: 2, prompt: "a"), firstLine: 1) }),
      (
        #"{"id": "b", "anwser": "no"}"#,
        {
          .unknownField(
            $0, field: "anwser", nearest: "answer",
            known: [
              "id", "text", "prompt", "tokens", "messages", "reference", "answer", "labels", "group", "condition",
              "finish", "new_tokens", "log_probabilities",
            ])
        }
      ),
      (#"{"id": "b"}"#, { .noContent($0) }),
      (#"{"id": "b", "messages": [{"role": "assistant", "content": "no"}]}"#, { .noContent($0) }),
    ]
    for (line, expected) in cases {
      try withFile(first + line) { path in
        let place = FilePlace(file: path, line: 2, prompt: "b")
        #expect(promptError { _ = try AnswerSet.read(path, for: prompts) } == expected(place))
      }
    }
  }
}
