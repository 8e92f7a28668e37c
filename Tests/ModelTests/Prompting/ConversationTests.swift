import Foundation
import MindstateModel
import MindstateStore
import MindstateTestSupport
import Testing

/// Conversations with their answers against `apply_chat_template`; `Tests/Fixtures/templates/turns.py` made what is
/// expected.
@Suite struct ConversationTests {
  /// One template and one conversation.
  struct Case: CustomTestStringConvertible, Sendable {
    var template: String
    var name: String
    var format: ChatFormat
    var conversation: Conversation
    var expected: JSON
    /// Whether the template's source has the word `content`.
    var readsContent: Bool

    var testDescription: String { "\(template), \(name)" }
    var prompt: String? { expected["prompt"]?.stringValue }
    var answers: [(key: String, value: JSON)] { expected["answers"]?.objectValue?.members ?? [] }

    /// What follows the prompt once the answer is there, where transformers writes the same before it.
    static func rest(_ outcome: JSON) -> String? { outcome["rest"]?.stringValue }

    func fed(_ answer: String?, tokenizer: Tokenizer) throws -> FedPrompt {
      try Prompting.feed(
        Prompt(id: "p", content: .messages(conversation)), format: .chat(format), answer: answer.map { .text($0) },
        tokenizer: tokenizer, align: .nearest)
    }
  }

  private static let cases: [Case] = (try? read()) ?? []
  private static let tokenizers = try? Dictionary(
    uniqueKeysWithValues: ["templates/tokenizers/chat", "prompting/llama2"].map {
      ($0, try Tokenizer(path: Fixture.path($0)))
    })

  private static func read() throws -> [Case] {
    let conversations = try JSON(parsing: try TextFile.read(Fixture.path("templates/conversations.json")))
    return try TemplateFixture.lines(Fixture.path("templates/turns.jsonl")).flatMap { line -> [Case] in
      let name = line["template"]?.stringValue ?? ""
      let source = String(
        decoding: try TextFile.read(Fixture.path("templates/sources/\(name).jinja")), as: UTF8.self)
      let format = ChatFormat(
        template: try ChatTemplate(source, name: name),
        specialTokens: [("bos_token", "<s>"), ("eos_token", "</s>"), ("unk_token", "<unk>")], now: TemplateFixture.now)
      return (line["conversations"]?.objectValue?.members ?? []).map { key, value in
        Case(
          template: name, name: key, format: format, conversation: conversation(conversations[key]), expected: value,
          readsContent: source.contains("content"))
      }
    }
  }

  /// Without what the fixture's other test gives every template.
  private static func conversation(_ json: JSON?) -> Conversation {
    let given = ["messages", "add_generation_prompt", "bos_token", "eos_token", "unk_token", "pad_token"]
    return Conversation(
      messages: json?["messages"]?.arrayValue ?? [],
      variables: (json?.objectValue?.members ?? []).filter { !given.contains($0.key) }.map { ($0.key, $0.value) })
  }

  @Test func everyTemplateHasConversations() {
    #expect(Set(Self.cases.map(\.template)).count >= 52)
    #expect(Self.cases.count >= 500)
    #expect(Self.cases.count { $0.prompt != nil } >= 400)
    let outcomes = Self.cases.flatMap(\.answers).map(\.value)
    #expect(outcomes.count { $0["rest"] != nil } >= 700)
    #expect(outcomes.count { $0["tokens"] != nil } >= 100)
  }

  @Test(arguments: cases) func thePromptIsWhatTransformersRenders(_ one: Case) throws {
    guard let expected = one.prompt else {
      // transformers goes on only where the template's source has the word; what it writes decides here.
      if !one.readsContent { return }
      #expect(throws: (any Error).self) { try one.format.render(one.conversation) }
      return
    }
    #expect(try one.format.render(one.conversation).text == expected)
  }

  @Test(arguments: cases) func theTurnIsWhatTransformersRendersBehindThePrompt(_ one: Case) throws {
    for (answer, outcome) in one.answers {
      let made = Result { try one.format.render(one.conversation, answer: answer) }
      guard let rest = Case.rest(outcome) else {
        // Either an error, or the prompt of use and the end of what transformers writes.
        guard case .success(let rendered) = made, let whole = outcome["whole"]?.stringValue else { continue }
        #expect(rendered.prompt.text == one.prompt)
        #expect(whole.utf8.reversed().starts(with: (rendered.turn?.text ?? "").utf8.reversed()), "\(answer)")
        continue
      }
      guard case .success(let rendered) = made else {
        #expect(outcome["span"] == nil && failed(made, RenderingError.answerDropped(template: one.template)))
        continue
      }
      #expect(rendered.text == (one.prompt ?? "") + rest, "\(answer)")
      if let span = outcome["span"]?.arrayValue?.compactMap(\.intValue), span.count == 2 {
        #expect(RenderedPrompt(rendered).answerSpan == span[0]..<span[1], "\(answer)")
      }
    }
  }

  private func failed<T, E: Error & Equatable>(_ result: Result<T, any Error>, _ error: E) -> Bool {
    if case .failure(let found) = result { found as? E == error } else { false }
  }

  @Test(arguments: cases.filter { $0.answers.contains { $0.value["tokens"] != nil } })
  func theTokensAreThoseOfTransformersUpToTheEndOfTheTurn(_ one: Case) throws {
    for (answer, outcome) in one.answers {
      for (place, tokens) in outcome["tokens"]?.objectValue?.members ?? [] {
        let fed = try one.fed(answer, tokenizer: try #require(Self.tokenizers?[place]))
        let range = tokens["answer"]?.arrayValue?.compactMap(\.intValue) ?? []
        #expect(fed.tokens == tokens["ids"]?.arrayValue?.compactMap(\.intValue), "\(answer), \(place)")
        #expect(fed.promptEnd + 1 == tokens["prompt"]?.intValue)
        #expect(fed.answerTokens.map { [$0.lowerBound, $0.upperBound] } == range, "\(answer), \(place)")
        #expect(fed.turnTokens?.upperBound == fed.tokens.count)
      }
    }
  }

  @Test(arguments: cases.filter { $0.prompt?.isEmpty == false })
  func whatIsReadBeforeAnAnswerDoesNotDependOnIt(_ one: Case) throws {
    let tokenizer = try #require(Self.tokenizers?["templates/tokenizers/chat"])
    let alone = try one.fed(nil, tokenizer: tokenizer)
    for (answer, _) in one.answers {
      guard let fed = try? one.fed(answer, tokenizer: tokenizer) else { continue }
      #expect(Array(fed.tokens[fed.tokensBeforeAnswer]) == alone.tokens, "\(answer)")
      #expect(fed.promptTokens == alone.promptTokens && fed.promptEnd == alone.promptEnd)
    }
  }
}
