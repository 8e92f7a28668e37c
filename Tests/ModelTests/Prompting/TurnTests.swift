import MindstateModel
import MindstateStore
import MindstateTestSupport
import Testing

/// Where an answer lies in its turn, and what ends it.
@Suite struct TurnTests {
  private let tokenizer: Tokenizer

  init() throws { tokenizer = try Tokenizer(path: Fixture.path("templates/tokenizers/chat")) }

  private static func format(_ name: String, _ variables: [(name: String, value: JSON)] = []) throws -> ChatFormat {
    let source = try TextFile.read(Fixture.path("templates/sources/\(name).jinja"))
    return ChatFormat(
      template: try ChatTemplate(String(decoding: source, as: UTF8.self), name: name),
      specialTokens: [("bos_token", "<s>"), ("eos_token", "</s>")], variables: variables)
  }

  private func feed(_ format: ChatFormat, _ content: Prompt.Content, _ answer: String) throws -> FedPrompt {
    try Prompting.feed(
      Prompt(id: "p", content: content), format: .chat(format), answer: .text(answer), tokenizer: tokenizer,
      align: .nearest)
  }

  private func feed(_ format: ChatFormat, _ answer: String) throws -> FedPrompt {
    try feed(format, .text("Hi"), answer)
  }

  private func text(_ fed: FedPrompt, _ range: Range<Int>?) -> String {
    guard let range else { return "" }
    return String(
      decoding: Array(fed.text.utf8)[
        fed.spans[range.lowerBound].lowerBound..<fed.spans[range.upperBound - 1].upperBound],
      as: UTF8.self)
  }

  private static func messages(_ texts: String...) -> Conversation {
    Conversation(
      messages: texts.enumerated().map { index, text in
        .object(
          JSONObject([("role", .string(index % 2 == 0 ? "user" : "assistant")), ("content", .string(text))]))
      })
  }

  @Test(arguments: [
    ("llama-2", " Paris </s>"), ("mistral", " Paris</s>"), ("vicuna", " Paris</s>"), ("qwen3", "Paris<|im_end|>"),
    ("chatml", "Paris<|stop|>"), ("headers-trim", "Paris<|eot|>"), ("generation-marked", "Paris</s>"),
    ("two-ends", "Paris<|end|>"), ("channels", "Paris<|return|>"), ("no-opening", "Paris<|im_end|>"),
    ("no-end", " Paris"),
  ])
  func theTargetIsTheAnswerAndTheEndOfItsTurn(name: String, target: String) throws {
    let fed = try feed(try Self.format(name), "Paris")
    #expect(text(fed, fed.answerTokens) == "Paris")
    #expect(text(fed, fed.turnTokens) == target)
    #expect(fed.turnTokens?.upperBound == fed.tokens.count)
    #expect(fed.turnHasEnd == (name != "no-end"))
  }

  @Test func whatATemplatePutsBetweenPromptAndAnswerIsGiven() throws {
    let thinking = try feed(try Self.format("qwen3"), "Paris")
    #expect(text(thinking, 0..<thinking.promptEnd + 1).hasSuffix("<|im_start|>assistant\n"))
    #expect(
      text(thinking, thinking.promptEnd + 1..<(try #require(thinking.turnTokens)).lowerBound).contains("</think>"))
    let other = try feed(try Self.format("qwen3", [("enable_thinking", .bool(false))]), "Paris")
    #expect(text(other, 0..<other.promptEnd + 1).hasSuffix("<think>\n\n</think>\n\n"))
    #expect(other.answerTokens?.lowerBound == other.promptEnd + 1)
    let unopened = try feed(try Self.format("no-opening"), "Paris")
    #expect(text(unopened, 0..<unopened.promptEnd + 1).hasSuffix("Hi<|im_end|>\n"))
    #expect(unopened.text.contains("Hi<|im_end|>\n<|im_start|>assistant\nParis<|im_end|>"))
  }

  @Test func aSpaceBeforeTheAnswerIsSaidAndIsTheAnswersWhereATokenHoldsBoth() throws {
    let format = try Self.format("llama-2")
    let apart = try feed(format, "Paris")
    #expect(text(apart, apart.answerTokens) == "Paris" && text(apart, apart.turnTokens) == " Paris </s>")
    let together = try feed(format, "water")
    #expect(text(together, together.answerTokens) == " water" && text(together, together.turnTokens) == " water </s>")
    #expect(together.answerTokens?.count == 1)
  }

  @Test func anAnswerIsFoundThoughItsTextIsElsewhereToo() throws {
    let fed = try feed(
      try Self.format("qwen3"), .messages(Self.messages("Say Paris", "Paris", "Paris<|im_end|>Paris")), "Paris")
    #expect(text(fed, fed.turnTokens) == "Paris<|im_end|>")
    #expect(fed.turnTokens?.upperBound == fed.tokens.count && fed.spans.last?.upperBound == fed.text.utf8.count - 1)
  }

  @Test func anEndWithinTheAnswerDoesNotEndIt() throws {
    let fed = try feed(try Self.format("qwen3"), "One<|im_end|>two")
    #expect(text(fed, fed.answerTokens) == "One<|im_end|>two")
    #expect(text(fed, fed.turnTokens) == "One<|im_end|>two<|im_end|>")
  }

  @Test func thoughtsThatTheTemplateMovesBelongToTheAnswer() throws {
    let fed = try feed(try Self.format("qwen3"), "<think>\nHm.\n</think>\n\nParis")
    #expect(fed.text.hasSuffix("<|im_start|>assistant\n<think>\nHm.\n</think>\n\nParis<|im_end|>\n"))
    #expect(text(fed, fed.answerTokens) == "Hm.\n</think>\n\nParis")
  }

  @Test func aSystemMessageThatMovesWithTheLastMessageStaysInThePrompt() throws {
    let format = try Self.format("mistral-system-last")
    let conversation = Conversation(
      messages: [.object(JSONObject([("role", .string("system")), ("content", .string("Be kind"))]))]
        + Self.messages("Hi").messages)
    let rendered = try format.render(conversation, answer: " Paris")
    #expect(rendered.text == "<s>[INST] Be kind\n\nHi[/INST] Paris</s>")
    #expect(rendered.prompt.text == "<s>[INST] Be kind\n\nHi[/INST]")
  }

  @Test func anOpeningThatNoFinishedAnswerHasIsAnError() throws {
    let format = try Self.format("opens-thinking")
    let error = RenderingError.openedOtherwise(template: "opens-thinking", opening: "<|assistant|><think>\n")
    #expect(throws: PromptError.rendering(prompt: "p", error)) { try feed(format, "Paris") }
    let fed = try Prompting.feed(
      Prompt(id: "p", content: .text("Hi")), format: .chat(format), answer: .tokens([5, 6]), tokenizer: tokenizer)
    #expect(fed.text.hasSuffix("<think>\n") && Array(fed.tokens.suffix(2)) == [5, 6] && !fed.turnHasEnd)
  }

  @Test func anAnswerOfWhichNothingIsWrittenIsAnError() throws {
    #expect(throws: PromptError.rendering(prompt: "p", .answerDropped(template: "llama-2"))) {
      try feed(try Self.format("llama-2"), " \n")
    }
  }

  /// What a model says after `[/INST]` begins with the space that the template writes before a message.
  @Test(arguments: [("mistral", " Paris", "Paris"), ("mistral", "Paris", "Paris"), ("qwen3", " Paris", " Paris")])
  func aModelsOwnAnswerIsForcedAsItWasSaid(name: String, said: String, message: String) throws {
    let format = try Self.format(name)
    let prompt = Prompt(id: "p", content: .text("Hi"))
    let generation = Generation(id: "p", tokens: [], text: said, finish: .end, logProbabilities: [])
    let answer = generation.message(after: prompt, under: .chat(format)).text
    #expect(answer == message)
    #expect(generation.message(after: prompt, under: .wrapper(.bare)) == generation)
    if name == "mistral" {
      #expect(try format.render(Conversation(user: "Hi"), answer: answer).text == "<s>[INST] Hi [/INST] Paris</s>")
    }
  }

  // MARK: Going on in the assistant's turn

  @Test func messagesThatEndWithTheAssistantGoOnInThatTurn() throws {
    var format = try Self.format("qwen3", [("enable_thinking", .bool(true))])
    let conversation = Self.messages("Hi", "The capital is ")
    #expect(try format.render(conversation).text.hasSuffix("</think>\n\nThe capital is "))
    let fed = try feed(format, .messages(conversation), "Paris")
    #expect(text(fed, fed.turnTokens) == "Paris<|im_end|>")
    #expect(fed.answerTokens?.lowerBound == fed.promptEnd + 1)
    format.continuesTurn = false
    #expect(
      try format.render(conversation).text.hasSuffix("The capital is <|im_end|>\n<|im_start|>assistant\n"))
    format.continuesTurn = true
    format.addGenerationPrompt = false
    #expect(try format.render(conversation).text.hasSuffix("The capital is <|im_end|>\n"))
  }

  @Test func aStrippedMessageGoesOnWithTheSpaceThatTheAnswerHas() throws {
    let fed = try feed(try Self.format("headers-trim"), .messages(Self.messages("Hi", "The capital is ")), "Paris")
    #expect(fed.text.hasSuffix("<|h|>assistant<|/h|>\n\nThe capital is Paris<|eot|>"))
    #expect(text(fed, 0..<fed.promptEnd + 1).hasSuffix("The capital is"))
    #expect(text(fed, fed.turnTokens) == " Paris<|eot|>")
  }

  @Test func aTurnWithoutTextCannotBeGoneOnWith() throws {
    let conversation = Conversation(
      messages: Self.messages("Hi").messages + [.object(JSONObject([("role", .string("assistant"))]))])
    #expect(throws: RenderingError.nothingToContinue(template: "qwen3")) {
      try Self.format("qwen3").render(conversation)
    }
    let dropping = ChatFormat(template: try ChatTemplate("{{ messages | length }}", name: "t"))
    #expect(throws: RenderingError.continuedMessageDropped(template: "t")) {
      try dropping.render(Self.messages("Hi", "Yes"))
    }
  }

  // MARK: Messages as transformers gives them

  @Test func nullIsMissingAndThoughtsHaveAllTheirNames() throws {
    let template = try ChatTemplate(
      "{% for m in messages %}{{ m.content is defined }} {{ m.reasoning_content }} {{ m.thinking }};{% endfor %}",
      name: "t")
    let message = JSON.object(
      JSONObject([("role", .string("user")), ("content", .null), ("reasoning", .string("hm"))]))
    #expect(try ChatFormat(template: template).render(Conversation(messages: [message])).text == "False hm hm;")
  }

  @Test func aRenderingErrorIsOneLineWithARemedy() {
    let errors: [RenderingError] = [
      .nothingToContinue(template: "t"), .continuedMessageDropped(template: "t"), .answerDropped(template: "t"),
      .openedOtherwise(template: "t", opening: "<think>\n"),
    ]
    for error in errors {
      #expect(!"\(error)".contains { $0.isNewline } && "\(error)".contains(". ") && "\(error)".hasSuffix("."))
    }
  }
}
