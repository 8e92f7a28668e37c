import Foundation
import MindstateModel
import MindstateNumerics
import MindstateStore
import MindstateTestSupport
import Testing

/// Where a continuation ends, and what is refused.
struct GenerationEndTests {
  /// A checkpoint of 96 or so tokens, read as bytes: tokens below 128 are ASCII characters.
  private static let fixture = GenerationFixture.models[4]

  private static func generator(endTokens: Set<Int> = []) throws -> Generator {
    try Generator(fixture.transformer(), tokenizer: TinyTokenizer.make(), endTokens: endTokens)
  }

  private static func generate(
    _ settings: GenerationSettings, prompt: [Int] = [50, 51, 52], endTokens: Set<Int> = []
  ) throws -> Generation {
    try #require(try generator(endTokens: endTokens).generate(tokens: [prompt], settings).first)
  }

  /// Every text within the free text, over one to four tokens, ends it there.
  @Test func stopTextsAreFoundAcrossTokens() throws {
    let free = try Self.generate(GenerationSettings(maxNewTokens: 20, temperature: 2, seed: 3))
    let bytes = Array(free.text.utf8)
    #expect(bytes.count == 20 && free.tokens == bytes.map(Int.init))
    for length in 1...4 {
      for start in 0...20 - length {
        let stop = Array(bytes[start..<start + length])
        let first = try #require((0...20 - length).first { Array(bytes[$0..<$0 + length]) == stop })
        let settings = GenerationSettings(
          maxNewTokens: 20, temperature: 2, seed: 3, stops: ["no such text", String(decoding: stop, as: UTF8.self)])
        let result = try Self.generate(settings)
        #expect(result.finish == .stop && result.text == String(decoding: bytes[..<first], as: UTF8.self))
        #expect(result.tokens == Array(free.tokens[..<(first + length)]))
        #expect(result.logProbabilities.count == result.tokens.count)
      }
    }
  }

  /// A special token is no part of the text, but a stop text may be one, or hold one.
  @Test func stopTextsFindSpecialTokens() throws {
    let free = try Self.generate(GenerationSettings(maxNewTokens: 20, temperature: 2, seed: 3)).tokens
    func isOwn(_ token: Int) -> Bool { (0x21...0x7E).contains(token) && free.count { $0 == token } == 1 }
    let place = try #require((1..<free.count - 1).first { free[$0 - 1...$0 + 1].allSatisfy(isOwn) })
    let tokenizer = try TinyTokenizer.make(special: [UInt8(free[place])])
    let generator = try Generator(Self.fixture.transformer(), tokenizer: tokenizer, endTokens: [])
    func text(_ tokens: some Sequence<Int>) -> String { String(decoding: tokens.map(UInt8.init), as: UTF8.self) }
    func stopped(at stop: String) throws -> Generation {
      let settings = GenerationSettings(maxNewTokens: 20, temperature: 2, seed: 3, stops: ["no such text", stop])
      return try #require(try generator.generate(tokens: [[50, 51, 52]], settings).first)
    }
    let alone = try stopped(at: text([free[place]]))
    #expect(alone.finish == .stop && alone.tokens == Array(free[...place]) && alone.text == text(free[..<place]))
    // With a character on either side, and as the text reads without the token.
    for stop in [free[(place - 1)...(place + 1)], [free[place - 1], free[place + 1]]] {
      let around = try stopped(at: text(stop))
      #expect(around.finish == .stop && around.tokens == Array(free[...(place + 1)]))
      #expect(around.text == text(free[..<(place - 1)]))
    }
  }

  @Test func theFirstLineThatShowsAnythingIsFoundAcrossTokens() throws {
    let free = try Self.generate(GenerationSettings(maxNewTokens: 60, temperature: 3, seed: 5))
    let line = try Self.generate(GenerationSettings(maxNewTokens: 60, temperature: 3, seed: 5, firstLine: true))
    #expect(line.text.utf8.elementsEqual(FirstLine.of(free.text).utf8) && free.tokens.starts(with: line.tokens))
    #expect(line.finish == .stop && line.tokens.count < 60 && !line.text.isEmpty, "nothing was tested")
  }

  @Test func theEarliestStopTextCuts() throws {
    let free = try Self.generate(GenerationSettings(maxNewTokens: 20, temperature: 2, seed: 3))
    let bytes = Array(free.text.utf8)
    // Both end with the same token; the longer begins earlier.
    let stops = [bytes[6..<8], bytes[4..<8]].map { String(decoding: $0, as: UTF8.self) }
    let result = try Self.generate(GenerationSettings(maxNewTokens: 20, temperature: 2, seed: 3, stops: stops))
    #expect(result.finish == .stop && result.text == String(decoding: bytes[..<4], as: UTF8.self))
  }

  @Test func aStopTextInThePromptEndsNothing() throws {
    let free = try Self.generate(GenerationSettings(maxNewTokens: 1))
    let stop = "4" + free.text  // the prompt's last character and the first new one
    #expect(try Self.generate(GenerationSettings(maxNewTokens: 1, stops: [stop])).finish == .length)
  }

  @Test func anEndTokenIsNoPartOfTheText() throws {
    let free = try Self.generate(GenerationSettings(maxNewTokens: 8))
    let end = free.tokens[4]
    let first = try #require(free.tokens.firstIndex(of: end))
    let result = try Self.generate(GenerationSettings(maxNewTokens: 8), endTokens: [end, 1])
    #expect(result.finish == .end && result.tokens == Array(free.tokens[..<first]))
    let none = try Self.generate(GenerationSettings(maxNewTokens: 8), endTokens: [free.tokens[0]])
    #expect(none.finish == .end && none.tokens.isEmpty && none.text.isEmpty)
  }

  @Test(arguments: GenerationFixture.models.prefix(1) + GenerationFixture.conditions.suffix(3))
  func theContextIsFilledAndNotOverrun(fixture: GenerationFixture) throws {
    let condition = try fixture.condition()
    let room = condition.spec.context - condition.virtualTokens
    let generator = try fixture.generator()
    let settings = GenerationSettings(maxNewTokens: 1_000_000)
    let prompts = [1, 10, room - 1].map { Array(repeating: 5, count: $0) }
    for (prompt, result) in zip(prompts, try generator.generate(tokens: prompts, settings)) {
      #expect(result.finish == .context && result.tokens.count == room - prompt.count)
    }
    let exact = try generator.generate(tokens: [[5, 6]], GenerationSettings(maxNewTokens: room - 2))
    #expect(exact[0].finish == .length && exact[0].tokens.count == room - 2)
    #expect(
      throws: GenerationError.promptFillsContext(
        id: "0", tokens: condition.spec.context, context: condition.spec.context)
    ) {
      try generator.generate(tokens: [Array(repeating: 5, count: room)], settings)
    }
  }

  @Test func refusesWhatCannotBe() throws {
    let generator = try Self.fixture.generator()
    let vocabulary = generator.transformer.spec.vocabulary
    #expect(throws: GenerationError.emptyPrompt(id: "1")) { try generator.generate(tokens: [[1], []]) }
    #expect(throws: ForwardError.tokenOutsideVocabulary(token: vocabulary, row: 1, vocabulary: vocabulary)) {
      try generator.generate(tokens: [[1, vocabulary]])
    }
    #expect(throws: ForwardError.tokenOutsideVocabulary(token: -1, row: 0, vocabulary: vocabulary)) {
      try generator.generate(tokens: [[-1]])
    }
    #expect(throws: GenerationError.stopsWithoutTokenizer) {
      try generator.generate(tokens: [[1]], GenerationSettings(firstLine: true))
    }
    #expect(throws: GenerationError.stopsWithoutTokenizer) {
      try generator.generate(tokens: [[1]], GenerationSettings(stops: ["x"]))
    }
    for settings in [
      GenerationSettings(maxNewTokens: 0), GenerationSettings(temperature: -0.1),
      GenerationSettings(temperature: .nan), GenerationSettings(temperature: .infinity), GenerationSettings(topP: 0),
      GenerationSettings(topP: 1.01), GenerationSettings(topP: .nan), GenerationSettings(stops: [""]),
    ] {
      #expect(throws: GenerationError.self, "\(settings)") { try generator.generate(tokens: [[1]], settings) }
    }
    #expect(try generator.generate(tokens: []).isEmpty)
  }

  @Test func logitsThatOverflowAreAnErrorThatNamesThePrompt() throws {
    let checkpoint = try Checkpoint(directory: ModelFixture(name: "llama-gqa").directory)
    var parameters = try Parameters(checkpoint)
    let head = try #require(parameters.index(of: .head) ?? parameters.index(of: .tokenEmbedding))
    let value = parameters.entries[head].value
    parameters.entries[head].value = Matrix(rows: value.rows, columns: value.columns, repeating: 3e38)
    let generator = try Generator(Transformer(parameters), tokenizer: nil, endTokens: [])
    #expect(throws: GenerationError.notFinite(id: "0", token: 0)) { try generator.generate(tokens: [[1, 2]]) }
  }

  // MARK: End tokens of a checkpoint

  /// As transformers 5.23 answers for the same directory.
  @Test func endTokensAreThoseOfTheReference() throws {
    let model = ModelFixture(name: "llama-gqa").directory
    let cases: [(generation: String?, expected: Set<Int>)] = [
      (nil, [2]), ("{}", []), (#"{"eos_token_id": null}"#, []), (#"{"eos_token_id": [5, 6]}"#, [5, 6]),
      (#"{"eos_token_id": 7}"#, [7]),
    ]
    for (generation, expected) in cases {
      try withTemporaryDirectory { directory in
        for file in ["config.json", "model.safetensors"] {
          try FileManager.default.copyItem(atPath: "\(model)/\(file)", toPath: "\(directory)/\(file)")
        }
        try generation?.write(toFile: directory + "/generation_config.json", atomically: true, encoding: .utf8)
        #expect(try Checkpoint(directory: directory).endTokens() == expected)
      }
    }
  }

  @Test(arguments: [#""x""#, "[1, \"x\"]", "-1", "96000", "1.5"])
  func refusesEndTokensThatAreNone(value: String) throws {
    let model = ModelFixture(name: "llama-gqa").directory
    try withTemporaryDirectory { directory in
      for file in ["config.json", "model.safetensors"] {
        try FileManager.default.copyItem(atPath: "\(model)/\(file)", toPath: "\(directory)/\(file)")
      }
      let path = directory + "/generation_config.json"
      try #"{"eos_token_id": \#(value)}"#.write(toFile: path, atomically: true, encoding: .utf8)
      let checkpoint = try Checkpoint(directory: directory)
      #expect {
        try checkpoint.endTokens()
      } throws: { "\($0)".contains("generation_config.json: field eos_token_id is") }
    }
  }
}
