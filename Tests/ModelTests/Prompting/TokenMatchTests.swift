import Foundation
import MindstateModel
import MindstateTestSupport
import Testing

/// What comparing states across wrappers rests on: they are read at equal tokens.
@Suite struct TokenMatchTests {
  /// Every tokenizer among the fixtures and, where present, the real ones; by path relative to its root.
  static let tokenizers: [String] = {
    let roots = [Fixture.path("tokenizers"), Fixture.path("models"), Fixture.real("")].compactMap { $0 }
    return roots.flatMap { root in
      (FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? [])
        .filter { $0.hasSuffix("tokenizer.json") }.map { "\(root)/\($0)" }
    }.sorted()
  }()

  /// Bare and a family's wrapper, its paraphrases and its irrelevant wrappers, and the other canonical ones.
  static func wrappers() throws -> [Wrapper] {
    var wrappers = try ShippedDataTests.canonical.map(ShippedDataTests.wrapper)
    for family in ShippedDataTests.families {
      wrappers += try ShippedDataTests.all("paraphrases", of: family)
      wrappers += try ShippedDataTests.all("irrelevant", of: family)
    }
    return wrappers
  }

  @Test func thereAreTokenizersOfSeveralKinds() {
    #expect(Self.tokenizers.count >= 2)
  }

  @Test(arguments: tokenizers) func everyWrapperReadsEqualTokens(_ path: String) throws {
    let tokenizer = try Tokenizer(path: path)
    let prompts = try ShippedDataTests.prompts()
    let answers = AnswerSet.references(of: prompts)
    let bare = try Prompting.feed(prompts, wrapper: .bare, answers: answers, tokenizer: tokenizer)
    let newline = try #require(bare.first.map { $0.tokens[$0.promptEnd] })
    for wrapper in try Self.wrappers() {
      let fed = try Prompting.feed(prompts, wrapper: wrapper, answers: answers, tokenizer: tokenizer)
      for (mine, theirs) in zip(fed, bare) {
        #expect(mine.tokens[mine.promptEnd] == newline, "\(wrapper.name), \(mine.id)")
        for position in [Position.last, .answerEnd, .answerAll] {
          let ids = try tokenIDs(position, mine)
          #expect(try ids == tokenIDs(position, theirs), "\(position) under \(wrapper.name), \(mine.id)")
        }
      }
    }
  }

  /// The ids read at `position`; nil for what a one-token answer has none of.
  private func tokenIDs(_ position: Position, _ fed: FedPrompt) throws -> [Int]? {
    if position == .answerAll, fed.answerTokens?.count == 1 { return nil }
    return try position.rows(of: fed).map { fed.tokens[$0] }
  }
}
