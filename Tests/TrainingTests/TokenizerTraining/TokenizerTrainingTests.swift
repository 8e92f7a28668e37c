import MindstateModel
import MindstateStore
import MindstateTestSupport
import MindstateTraining
import Testing

/// Fixtures: `Tests/Fixtures/tokenizer-training`, made with the `tokenizers` library.
@Suite struct TokenizerTrainingTests {
  static let corpus = Fixture.path("tokenizer-training/corpus.txt")

  @Test(arguments: [400, 1600])
  func writesTheFileThatTheTokenizersLibraryWrites(size: Int) throws {
    try withTemporaryDirectory { directory in
      try TokenizerTrainingRequest(corpus: Self.corpus, vocabulary: size).run(writingTo: directory)
      let ours = try JSON(parsing: try TextFile.read(directory + "/tokenizer.json"))
      let theirs = try JSON(parsing: try TextFile.read(Fixture.path("tokenizer-training/tokenizer-\(size).json")))
      #expect(ours["model"]?["merges"] == theirs["model"]?["merges"])
      #expect(Self.byID(ours) == Self.byID(theirs))
      for key in ["version", "added_tokens", "normalizer", "pre_tokenizer", "post_processor", "decoder"] {
        #expect(ours[key] == theirs[key], "\(key)")
      }
    }
  }

  @Test func ourTokenizerOpensItWithTheSameIDs() throws {
    let tokenizer = try Self.trained()
    let cases = try JSON(parsing: try TextFile.read(Fixture.path("tokenizer-training/texts.json"))).arrayValue ?? []
    #expect(cases.count > 100)
    for item in cases {
      let text = try #require(item["text"]?.stringValue)
      let ids = (item["ids"]?.arrayValue ?? []).compactMap(\.intValue)
      #expect(tokenizer.encode(text).ids == ids, "\(text.debugDescription)")
    }
  }

  @Test func everyByteHasATokenAndComesBack() throws {
    let tokenizer = try Self.trained()
    var seen: Set<Int> = []
    let scalars = (UInt32(0)...0x10FFFF).lazy.compactMap(Unicode.Scalar.init)
    for scalar in scalars where scalar.value < 0x800 || scalar.value % 61 < 2 {
      let text = "\(scalar)x"
      let ids = tokenizer.encode(text).ids
      seen.formUnion(ids)
      #expect(Array(tokenizer.decode(ids).utf8) == Array(text.utf8), "\(scalar.value)")
    }
    // Bytes C0, C1 and F5 to FF occur in no text; every other one has been seen.
    let bytes = (0..<256).compactMap { tokenizer.id(ofToken: String(Self.alphabet[$0])) }
    #expect(bytes.sorted() == Array(1...256))
    #expect(bytes.filter { !seen.contains($0) }.count == 13)
  }

  @Test func writesTheSameBytesAgain() throws {
    try withTemporaryDirectory { directory in
      let request = TokenizerTrainingRequest(corpus: Self.corpus, vocabulary: 1000)
      try request.run(writingTo: directory + "/a")
      try request.run(writingTo: directory + "/b")
      for name in ["tokenizer.json", "tokenizer_config.json"] {
        #expect(try TextFile.read("\(directory)/a/\(name)") == TextFile.read("\(directory)/b/\(name)"))
      }
    }
  }

  @Test func theConfigNamesTheEndTokenAndTheLength() throws {
    try withTemporaryDirectory { directory in
      try TokenizerTrainingRequest(corpus: Self.corpus, vocabulary: 300, maximumLength: 77).run(writingTo: directory)
      let config = try JSON(parsing: try TextFile.read(directory + "/tokenizer_config.json"))
      #expect(config["eos_token"] == .string("<|end|>"))
      #expect(config["model_max_length"] == .integer(77))
      #expect(config["tokenizer_class"] == .string("PreTrainedTokenizerFast"))
    }
  }

  @Test func moreSpecialTokensTakeTheLowestIDs() throws {
    let training = try TokenizerTraining(vocabulary: 300, specialTokens: ["<|end|>", "<|a|>"])
    let documents = try CorpusDocuments(try TextFile.read(Self.corpus), endToken: "<|end|>", file: "c")
    let trained = try training.train(on: documents, file: "c")
    let tokenizer = try Tokenizer(trained.json.serializedBytes(), file: "t")
    #expect(tokenizer.encode("<|a|>a<|end|>").ids == [1, 2 + 64, 0])
    #expect(tokenizer.vocabularySize == 300)
  }

  private static func trained() throws -> Tokenizer {
    try withTemporaryDirectory { directory in
      try TokenizerTrainingRequest(corpus: corpus, vocabulary: 400).run(writingTo: directory)
      return try Tokenizer(path: directory)
    }
  }

  private static func byID(_ file: JSON) -> [String] {
    let members = file["model"]?["vocab"]?.objectValue?.members ?? []
    return members.sorted { ($0.value.intValue ?? -1) < ($1.value.intValue ?? -1) }.map(\.key)
  }

  private static let alphabet = ByteAlphabet.scalars.compactMap(Unicode.Scalar.init)
}
