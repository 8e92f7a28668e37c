import Foundation
import MindstateStore
import MindstateTestSupport
import MindstateTraining
import Testing

@Suite struct TokenizerTrainingErrorTests {
  @Test(arguments: ["", "\n", "<|end|>\n", "<|end|>\n<|end|>", "\n<|end|>\n"])
  func refusesACorpusWithoutText(text: String) throws {
    try expectError(text) { .noText(file: $0) }
  }

  @Test func refusesACorpusTooSmallForTheVocabulary() throws {
    try expectError("ab ab\n<|end|>\n", vocabulary: 300) { .corpusTooSmall(file: $0, asked: 300, reached: 259) }
  }

  @Test func refusesAVocabularyWithoutRoomForEveryByte() throws {
    try expectError("some text\n", vocabulary: 256) { _ in .vocabularyTooSmall(asked: 256, least: 257) }
  }

  @Test(arguments: [["<|end|>", "<|end|>"], [""], ["a"], ["Ġ"]])
  func refusesSpecialTokensThatAreNone(tokens: [String]) {
    #expect(throws: TokenizerTrainingError.badSpecialToken(tokens.last ?? "")) {
      try TokenizerTraining(vocabulary: 1000, specialTokens: tokens)
    }
  }

  @Test func refusesBytesThatAreNoText() {
    #expect(throws: TokenizerTrainingError.invalidUTF8(file: "c.txt")) {
      try CorpusDocuments([0x61, 0xFF, 0x62], endToken: "<|end|>", file: "c.txt")
    }
  }

  @Test func refusesAMissingCorpus() throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/none.txt"
      let error = FileError(path: path, operation: .read, code: ENOENT)
      #expect(throws: TokenizerTrainingError.unreadable(error)) {
        try TokenizerTrainingRequest(corpus: path).run(writingTo: directory)
      }
    }
  }

  @Test func everyMessageSaysWhatToDo() {
    let errors: [TokenizerTrainingError] = [
      .unreadable(FileError(path: "c", operation: .read, code: ENOENT)), .invalidUTF8(file: "c"), .noText(file: "c"),
      .vocabularyTooSmall(asked: 9, least: 257), .corpusTooSmall(file: "c", asked: 9, reached: 3), .badSpecialToken(""),
    ]
    for error in errors { #expect(error.description.hasSuffix(".") && !error.description.contains("\n")) }
  }

  /// Nothing is written when training is refused.
  private func expectError(
    _ text: String, vocabulary: Int = 1024, _ error: (String) -> TokenizerTrainingError
  ) throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/corpus.txt"
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      #expect(throws: error(path)) {
        try TokenizerTrainingRequest(corpus: path, vocabulary: vocabulary).run(writingTo: directory + "/out")
      }
      #expect(FileSystem.kind(of: directory + "/out/tokenizer.json") == nil)
    }
  }
}
