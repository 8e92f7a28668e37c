import MindstateModel
import MindstateNumerics
import MindstateStore
import MindstateTestSupport
import MindstateTraining
import Testing

@Suite struct TrainingDataTests {
  private let tokenizer: Tokenizer
  private let end = EndToken(id: 1, text: "<eos>")

  init() throws { tokenizer = try Tokenizer(path: "\(Fixture.repository)/data/tiny/base") }

  @Test func everyTokenOfACorpusIsATargetOnce() throws {
    let data = try CorpusData(tokens: Array(0..<23), length: 5, file: "c")
    #expect(data.count == 5)
    let sequences = (0..<data.count).flatMap { data.example($0) }
    #expect(sequences.flatMap { $0.targets.compactMap(\.self) } == Array(1..<23))
    #expect(sequences.flatMap { Array($0.fed) } == Array(0..<22))
    #expect(data.longest.tokens == 5)
  }

  @Test func aCorpusOfOneTokenIsRefused() {
    #expect(throws: TrainingError.emptyCorpus(file: "c")) { try CorpusData(tokens: [3], length: 5, file: "c") }
  }

  @Test func documentsEndWithTheEndToken() throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/corpus.txt"
      try AtomicFile.write(to: path) { try $0.write("One.\n\nTwo.\n<eos>\nThree.\n<eos>\n<eos>\n\nFour") }
      let data = try CorpusData(
        path: path, tokenizer: tokenizer, endToken: end, length: 1000, workers: Workers(threads: 2))
      let expected = ["One.\n\nTwo.", "Three.", "\nFour"].flatMap { tokenizer.encode($0).ids + [1] }
      #expect(data.example(0)[0].tokens == expected)
    }
  }

  @Test func onlyAnswerAndEndTokenAreLearned() throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/answers.jsonl"
      try AtomicFile.write(to: path) { try $0.write(#"{"id":"a","prompt":"Where is it?","answer":"In the north."}"#) }
      let sequence = try InstructionData(path: path, feeder: feeder(.bare)).example(0)[0]
      let fed = try Prompting.feed(
        Prompt(id: "a", content: .text("Where is it?")), wrapper: .bare, answer: .text("In the north."),
        tokenizer: tokenizer)
      #expect(sequence.tokens == fed.tokens + [1])
      #expect(sequence.learned == (try #require(fed.answerTokens)).lowerBound..<sequence.tokens.count)
      #expect(sequence.targets.compactMap(\.self) == Array(sequence.tokens[sequence.learned]))
      #expect(Array(sequence.fed) == Array(sequence.tokens.dropLast()))
      #expect(sequence.targets[..<fed.promptEnd].allSatisfy { $0 == nil })
    }
  }

  @Test func aFileOfPromptsTrainsAsOneOfInstructionsDoes() throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/answers.jsonl"
      func sequences(_ line: String) throws -> [[Int]] {
        try AtomicFile.write(to: path) { try $0.write(line) }
        return try InstructionData(path: path, feeder: feeder(.bare)).example(0).map(\.tokens)
      }
      let own = try sequences(#"{"id":"a","prompt":"Where is it?","answer":"In the north."}"#)
      let other = #"{"id":"a","text":"Where is it?","reference":"In the north.","labels":{"k":"v"},"group":"g"}"#
      #expect(try sequences(other) == own)
      try AtomicFile.write(to: path) {
        try $0.write(other + "\n" + #"{"id":"b","prompt":"x","text":"x","answer":"y"}"#)
      }
      #expect(
        throws: PromptError.severalContents(FilePlace(file: path, line: 2, prompt: "b"), fields: ["text", "prompt"])
      ) {
        try InstructionData(path: path, feeder: feeder(.bare))
      }
      let pair = #""chosen":"Here.","rejected":"There."}"#
      for name in ["text", "prompt"] {
        try AtomicFile.write(to: path) { try $0.write(#"{"id":"a",""# + name + #"":"Where?","# + pair) }
        #expect(try PreferenceData(path: path, feeder: feeder(.bare)).example(0).count == 2)
      }
    }
  }

  @Test func aPairSharesItsPrompt() throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/pairs.jsonl"
      try AtomicFile.write(to: path) {
        try $0.write(#"{"id":"a","prompt":"Where?","chosen":"Here, gladly.","rejected":"There."}"#)
      }
      let pair = try PreferenceData(path: path, feeder: feeder(.bare)).example(0)
      #expect(pair.count == 2 && pair[0].learned.lowerBound == pair[1].learned.lowerBound)
      let shared = pair[0].learned.lowerBound
      #expect(pair[0].tokens[..<shared] == pair[1].tokens[..<shared] && pair[0].tokens != pair[1].tokens)
    }
  }

  @Test(arguments: [
    (#"{"id":"a","prompt":"P"}"#, "answer"), (#"{"id":"a","prompt":"P","answer":""}"#, "answer"),
    (#"{"prompt":"P","answer":"A"}"#, "id"), (#"{"id":"a","promt":"P","answer":"A"}"#, "promt"), ("", "no line"),
  ])
  func badLinesAreRefusedWithTheirPlace(line: String, named: String) throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/bad.jsonl"
      try AtomicFile.write(to: path) { try $0.write(line) }
      let error = #expect(throws: PromptError.self) { try InstructionData(path: path, feeder: feeder(.bare)) }
      #expect(error?.description.contains(named) == true && error?.description.contains("bad.jsonl") == true)
    }
  }

  @Test func theEndTokenIsTheModelsUnlessAPersonNamesOne() throws {
    let config = JSON.object(["eos_token_id": .array([.integer(1), .integer(0)])])
    #expect(try EndToken(named: nil, config: config, tokenizer: tokenizer) == end)
    #expect(try EndToken(named: "<bos>", config: config, tokenizer: tokenizer).id == 0)
    #expect(throws: TrainingError.noEndToken) {
      try EndToken(named: nil, config: .object([:]), tokenizer: tokenizer)
    }
    #expect(throws: TrainingError.unknownEndToken("<nix>")) {
      try EndToken(named: "<nix>", config: config, tokenizer: tokenizer)
    }
  }

  private func feeder(_ wrapper: Wrapper) -> AnswerFeeder {
    AnswerFeeder(format: .wrapper(wrapper), tokenizer: tokenizer, endToken: end)
  }
}
