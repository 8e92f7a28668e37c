import MindstateModel
import MindstateTestSupport
import Testing

/// Files of prompts, answers and training data read each other's names of fields.
@Suite struct FieldNameTests {
  @Test(arguments: ["text", "prompt"], ["reference", "answer"])
  func aPromptGoesByEitherName(prompt: String, answer: String) throws {
    let line = "{\"id\": \"a\", \"\(prompt)\": \"x\", \"\(answer)\": \"y\", \"group\": \"g\"}"
    let set = try withFile(line) { try PromptSet.read($0) }
    #expect(set.prompts[0].content == .text("x") && set.prompts[0].reference == "y" && set.prompts[0].group == "g")
    #expect(try withFile(line) { try TextList.read($0) }.texts.map(\.text) == ["x"])
  }

  @Test func twoNamesOfOneFieldAreAnErrorThatNamesTheLine() throws {
    let first = "{\"id\": \"a\", \"text\": \"x\"}\n"
    for (more, fields) in [
      (#""text": "y", "prompt": "y""#, ["text", "prompt"]),
      (#""text": "y", "reference": "r", "answer": "r""#, ["reference", "answer"]),
      (#""prompt": "y", "tokens": [1]"#, ["prompt", "tokens"]),
      (#""prompt": "y", "messages": [{"role": "user", "content": "y"}]"#, ["prompt", "messages"]),
    ] {
      try withFile(first + "{\"id\": \"b\", \(more)}") { path in
        let place = FilePlace(file: path, line: 2, prompt: "b")
        let error = promptError { _ = try PromptSet.read(path) }
        #expect(error == .severalContents(place, fields: fields))
        #expect(error?.description.hasPrefix("\(path):2: prompt \"b\"") == true)
      }
    }
  }

  @Test func answersStandUnderAnyOfTheirNames() throws {
    let prompts = try withFile(#"{"id": "a", "text": "x"}"#) { try PromptSet.read($0) }
    for line in [
      #"{"id": "a", "text": "yes"}"#, #"{"id": "a", "answer": "yes"}"#, #"{"id": "a", "reference": "yes"}"#,
      #"{"id": "a", "prompt": "x", "answer": "yes"}"#,
      #"{"id": "a", "prompt": "x", "reference": "yes", "labels": {"k": 1}, "group": "g"}"#,
    ] {
      #expect(try withFile(line) { try AnswerSet.read($0, for: prompts) }["a"] == .text("yes"), "\(line)")
    }
  }

  /// What a text is beside a reference or a prompt, answer or prompt, only the writer knows.
  @Test func anAnswerThatMayBeAPromptIsRefused() throws {
    let prompts = try withFile(#"{"id": "a", "text": "x"}"#) { try PromptSet.read($0) }
    for (line, fields) in [
      (#"{"id": "a", "text": "x", "reference": "yes"}"#, ["text", "reference"]),
      (#"{"id": "a", "text": "x", "answer": "yes"}"#, ["text", "answer"]),
      (#"{"id": "a", "text": "x", "prompt": "yes"}"#, ["text", "prompt"]),
      (#"{"id": "a", "tokens": [1], "answer": "yes"}"#, ["answer", "tokens"]),
    ] {
      try withFile(line) { path in
        let place = FilePlace(file: path, line: 1, prompt: "a")
        #expect(promptError { _ = try AnswerSet.read(path, for: prompts) } == .severalContents(place, fields: fields))
      }
    }
    try withFile(#"{"id": "a", "prompt": "x"}"#) { path in
      let place = FilePlace(file: path, line: 1, prompt: "a")
      #expect(promptError { _ = try AnswerSet.read(path, for: prompts) } == .noContent(place))
    }
  }

  @Test func aConditionWithoutAWrapperIsBareAndTokensAreFedAsTheyAre() throws {
    #expect(try withFile(#"{"id": "a", "text": "x"}"#) { try PromptSet.read($0) }.defaultWrapper.name == "bare")
    #expect(try withFile(#"{"id": "a", "tokens": [1]}"#) { try PromptSet.read($0) }.defaultWrapper.name == "raw")
  }

  @Test(arguments: [
    ("tabel", "table"), ("capure", "capture"), ("sweeep", "sweep"), ("CAPTURE", "capture"), ("tarin", "train"),
  ])
  func aSlipIsALetterTooManyTooFewWrongOrSwapped(slip: String, meant: String) {
    #expect(nearestName(to: slip, in: ["table", "capture", "sweep", "train", "report"]) == meant)
  }

  @Test func whatIsNoSlipIsNoneOfTheNames() {
    #expect(nearestName(to: "model", in: ["table", "capture", "sweep"]) == nil)
    #expect(nearestName(to: "", in: ["table"]) == nil)
  }
}
