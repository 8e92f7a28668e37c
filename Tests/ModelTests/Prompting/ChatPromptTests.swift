import MindstateModel
import MindstateStore
import MindstateTestSupport
import Testing

/// The wrapper `chat`: conversations through a model's own template, with the spans that positions need.
struct ChatPromptTests {
  /// In the form of ChatML: the content as it is.
  private static let plain = """
    {% for m in messages %}<|{{ m.role }}|>
    {{ m.content }}<|end|>
    {% endfor %}{% if add_generation_prompt %}<|assistant|>
    {% endif %}
    """
  /// Strips the content, as many templates do.
  private static let stripping = """
    {{ bos_token }}{% for m in messages %}[{{ m['role'] }}] {{ m['content'] | trim }} [/]{% endfor %}
    """

  private static func tokenizer() throws -> Tokenizer { try Tokenizer(path: Fixture.path("prompting/gpt2")) }

  private static func chat(_ source: String, tokens: [(name: String, text: String)] = []) throws -> ChatFormat {
    ChatFormat(template: try ChatTemplate(source, name: "test"), specialTokens: tokens)
  }

  private static func feed(_ source: String, _ content: Prompt.Content, answer: String? = nil) throws -> FedPrompt {
    try Prompting.feed(
      Prompt(id: "p", content: content), format: .chat(try chat(source, tokens: [("bos_token", "<s>")])),
      answer: answer.map { .text($0) }, tokenizer: try tokenizer(), align: .nearest)
  }

  /// The bytes of the text that the prompt's tokens stand for.
  private static func promptText(_ fed: FedPrompt) -> String {
    let spans = fed.spans[fed.promptTokens]
    guard let first = spans.first, let last = spans.last else { return "" }
    return String(decoding: Array(fed.text.utf8)[first.lowerBound..<last.upperBound], as: UTF8.self)
  }

  @Test func aTextIsTheOneMessageOfAUser() throws {
    let fed = try Self.feed(Self.plain, .text("What is a bond?"))
    #expect(fed.text == "<|user|>\nWhat is a bond?<|end|>\n<|assistant|>\n")
    #expect(Self.promptText(fed) == "What is a bond?")
    #expect(fed.promptEnd == fed.tokens.count - 1)
  }

  @Test func theSpanIsThatOfTheLastUserMessageThoughTheTemplateStripsIt() throws {
    let conversation = Conversation(
      messages: [
        ["role": "user", "content": "First"], ["role": "assistant", "content": "Yes"],
        ["role": "user", "content": "  Second question \n"],
      ].map { JSON.object(JSONObject($0.map { ($0.key, .string($0.value)) }.sorted { $0.0 > $1.0 })) })
    let fed = try Self.feed(Self.stripping, .messages(conversation))
    #expect(fed.text == "<s>[user] First [/][assistant] Yes [/][user] Second question [/]")
    #expect(Self.promptText(fed).contains("Second question"))
    #expect(!Self.promptText(fed).contains("First"))
  }

  @Test func aTemplateThatDropsTheContentLeavesNoPromptTokens() throws {
    let fed = try Self.feed("{% for m in messages %}{{ m.role }}{% endfor %}!", .text("hidden"))
    #expect(fed.text == "user!")
    #expect(fed.promptTokens.isEmpty)
    #expect(throws: PromptError.noPromptTokens(prompt: "p", position: "prompt-last")) {
      try Position.promptLast.rows(of: fed)
    }
  }

  @Test func theAnswerStandsWhereTheModelsOwnWouldAndIsCutAlike() throws {
    let chat = try Self.feed(Self.plain, .text("Where?"), answer: "In Paris")
    let bare = try Prompting.feed(
      Prompt(id: "p", content: .text("Where?")), wrapper: .bare, answer: .text("In Paris"),
      tokenizer: try Self.tokenizer())
    let range = try #require(chat.answerTokens)
    #expect(chat.text.hasSuffix("<|assistant|>\nIn Paris<|end|>\n"))
    #expect(Array(chat.tokens[range]) == Array(bare.tokens[try #require(bare.answerTokens)]))
    #expect(chat.tokens[chat.promptEnd] == bare.tokens[bare.promptEnd], "both are read at the newline")
  }

  @Test func variablesOfThePromptWinOverThoseForAll() throws {
    var format = try Self.chat("{{ bos_token }}{{ mood }}{{ tools is none }}{{ add_generation_prompt }}")
    format.specialTokens = [("bos_token", "<s>")]
    format.variables = [("mood", .string("calm"))]
    #expect(try format.render(Conversation(user: "x")).text == "<s>calmTrueTrue")
    let conversation = Conversation(
      messages: [.object(JSONObject([("role", .string("user"))]))],
      variables: [
        ("mood", .string("glad")), ("tools", .array([])),
      ])
    format.addGenerationPrompt = false
    #expect(try format.render(conversation).text == "<s>gladFalseFalse")
  }

  @Test func whatATemplateRaisesNamesThePrompt() throws {
    #expect {
      try Self.feed("{{ raise_exception('roles must alternate') }}", .text("x"))
    } throws: { error in
      "\(error)".contains("\"p\"") && "\(error)".contains("roles must alternate")
    }
  }

  @Test func messagesNeedTheChatWrapper() throws {
    #expect(throws: PromptError.messagesUnderWrapper(prompt: "p", wrapper: "qa")) {
      try Prompting.feed(
        Prompt(id: "p", content: .messages(Conversation(user: "x"))),
        wrapper: try Wrapper(name: "qa", template: "Q: {prompt}\n"), tokenizer: try Self.tokenizer())
    }
  }

  // MARK: Where the template comes from

  private static func directory(_ files: [String: String], _ body: (String) throws -> Void) throws {
    try withTemporaryDirectory { directory throws in
      for (name, text) in files {
        try AtomicFile.write(to: "\(directory)/\(name)") { try $0.write(text) }
      }
      try body(directory)
    }
  }

  private static func rendered(_ directory: String, _ choice: String? = nil) throws -> String {
    try ChatFormat(model: directory, choice: choice).render(Conversation(user: "x")).text
  }

  @Test func aTemplateIsFoundInEachOfItsPlaces() throws {
    let config =
      #"{"bos_token":{"content":"<B>"},"eos_token":"<E>","chat_template":"config {{ bos_token }}{{ eos_token }}"}"#
    try Self.directory(["tokenizer_config.json": config]) { directory throws in
      #expect(try Self.rendered(directory) == "config <B><E>")
    }
    try Self.directory(["tokenizer_config.json": config, "chat_template.json": #"{"chat_template":"json"}"#]) {
      directory throws in
      #expect(try Self.rendered(directory) == "json")
    }
    try Self.directory(["tokenizer_config.json": config, "chat_template.jinja": "jinja {{ bos_token }}"]) {
      directory throws in
      #expect(try Self.rendered(directory) == "jinja <B>")
    }
    try Self.directory(["tokenizer_config.json": config, "mine.jinja": "mine {{ eos_token }}"]) { directory throws in
      #expect(try Self.rendered(directory, "\(directory)/mine.jinja") == "mine <E>")
    }
  }

  @Test func namedTemplatesAreChosenByName() throws {
    let config = #"{"chat_template":[{"name":"default","template":"d"},{"name":"tool_use","template":"t"}]}"#
    try Self.directory(["tokenizer_config.json": config]) { directory throws in
      #expect(try Self.rendered(directory) == "d")
      #expect(try Self.rendered(directory, "tool_use") == "t")
      #expect { try Self.rendered(directory, "rag") } throws: { "\($0)".contains("default, tool_use") }
    }
  }

  @Test func aModelWithoutATemplateNamesTheWrappersThatWork() throws {
    try Self.directory(["tokenizer_config.json": "{}"]) { directory throws in
      #expect { try Self.rendered(directory) } throws: {
        "\($0)".contains("bare") && "\($0)".contains("Name a file that holds one")
      }
    }
  }
}
