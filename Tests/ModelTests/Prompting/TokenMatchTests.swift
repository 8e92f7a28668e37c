import Foundation
import MindstateModel
import MindstateTestSupport
import Testing

/// What comparing states across wrappers rests on: they are read at equal tokens.
@Suite struct TokenMatchTests {
  /// Every tokenizer among the fixtures and, where present, the real ones; by path relative to its root.
  static let tokenizers: [String] = {
    let roots = [Fixture.path("prompting"), Fixture.path("tokenizers"), Fixture.real("")].compactMap { $0 }
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

  @Test(arguments: ["gpt2", "llama2", "llama3", "qwen2"]) func thereIsATokenizerInTheMannerOf(_ kind: String) {
    #expect(Self.tokenizers.contains(Fixture.path("prompting/\(kind)/tokenizer.json")))
  }

  /// What the borders are for: without them these two read different tokens.
  @Test(arguments: ["llama3", "qwen2"]) func withoutBordersLastWouldDependOnTheWrapper(_ kind: String) throws {
    let tokenizer = try Tokenizer(path: Fixture.path("prompting/\(kind)"))
    let qa = try ShippedDataTests.wrapper("qa")
    let rendered = [Wrapper.bare, qa].map { RenderedPrompt("Where is it?", wrapper: $0) }
    let uncut = rendered.map { tokenizer.encode($0.text).ids.last }
    let cut = rendered.map { tokenizer.encode($0.text, borders: $0.borders).ids.last }
    #expect(uncut[0] != uncut[1])
    #expect(cut[0] == cut[1])
  }

  @Test(arguments: tokenizers) func everyWrapperReadsEqualTokens(_ path: String) throws {
    let tokenizer = try Tokenizer(path: path)
    let bare = try fed(under: .bare, tokenizer)
    // A vocabulary of characters without an unknown token drops what it lacks, digits for one.
    #expect(bare.count > 100)
    let newline = try #require(bare.first.map { $0.tokens[$0.promptEnd] })
    for wrapper in try Self.wrappers() {
      let fed = try fed(under: wrapper, tokenizer)
      #expect(fed.map(\.id) == bare.map(\.id))
      for (mine, theirs) in zip(fed, bare) {
        #expect(mine.tokens[mine.promptEnd] == newline, "\(wrapper.name), \(mine.id)")
        for position in [Position.last, .answerEnd, .answerAll] {
          let ids = try tokenIDs(position, mine)
          #expect(try ids == tokenIDs(position, theirs), "\(position) under \(wrapper.name), \(mine.id)")
        }
      }
    }
  }

  /// The instructions with their references under `wrapper`, but those whose reference has no token.
  private func fed(under wrapper: Wrapper, _ tokenizer: Tokenizer) throws -> [FedPrompt] {
    try ShippedDataTests.prompts().prompts.compactMap { prompt in
      do {
        return try Prompting.feed(
          prompt, wrapper: wrapper, answer: prompt.reference.map { .text($0) }, tokenizer: tokenizer)
      } catch let error as PromptError where error == .emptyAnswer(prompt: prompt.id) {
        return nil
      }
    }
  }

  /// The ids read at `position`; nil for what a one-token answer has none of.
  private func tokenIDs(_ position: Position, _ fed: FedPrompt) throws -> [Int]? {
    if position == .answerAll, fed.answerTokens?.count == 1 { return nil }
    return try position.rows(of: fed).map { fed.tokens[$0] }
  }
}
