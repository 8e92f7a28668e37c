import MindstateModel
import Testing

@Suite struct FeedingTests {
  private let qa: Wrapper
  init() throws { qa = try Wrapper(name: "qa", template: "Q: {prompt}\nA:\n") }

  private func bytes(_ text: String) -> [Int] { text.utf8.map(Int.init) }

  @Test func laysOutWrapperPromptAndAnswer() throws {
    let tokenizer = try TinyTokenizer.make(first: true, last: true)
    let fed = try Prompting.feed(
      Prompt(id: "p", content: .text("Hi?")), wrapper: qa, answer: .text("Yo"), tokenizer: tokenizer)
    #expect(fed.tokens == [256] + bytes("Q: Hi?\nA:\nYo") + [257])
    #expect(fed.text == "Q: Hi?\nA:\nYo")
    #expect(fed.promptTokens == 4..<7)
    #expect(fed.promptEnd == 10)
    #expect(fed.tokens[fed.promptEnd] == 10)
    #expect(fed.answerTokens == 11..<13)
    #expect(try Position.all.rows(of: fed) == Array(0...10))
    #expect(try Position.promptLast.rows(of: fed) == [6])
    #expect(try Position.promptMean.rows(of: fed) == [4, 5, 6])
  }

  @Test func readsTheSameWithAndWithoutAnswer() throws {
    let tokenizer = try TinyTokenizer.make(merges: [("\n", "Y"), (":", "\n")], first: true, last: true)
    let prompt = Prompt(id: "p", content: .text("Hi?"))
    let alone = try Prompting.feed(prompt, wrapper: qa, tokenizer: tokenizer)
    let answered = try Prompting.feed(prompt, wrapper: qa, answer: .text("Yo"), tokenizer: tokenizer)
    #expect(alone.promptEnd == answered.promptEnd)
    #expect(alone.tokens[...alone.promptEnd] == answered.tokens[...answered.promptEnd])
    #expect(alone.answerTokens == nil)
  }

  @Test func cutsMergesAtTheFinalNewlineButNotUnderRaw() throws {
    let tokenizer = try TinyTokenizer.make(merges: [("?", "\n"), (":", "\n")])
    let prompt = Prompt(id: "p", content: .text("?\n"))
    #expect(try Prompting.feed(prompt, wrapper: .raw, tokenizer: tokenizer).tokens == [256])
    #expect(try Prompting.feed(prompt, wrapper: .bare, tokenizer: tokenizer).tokens == [256, 10])
    let inQA = bytes("Q: ") + [256] + bytes("\nA:\n")
    #expect(try Prompting.feed(prompt, wrapper: qa, tokenizer: tokenizer).tokens == inQA)
  }

  @Test func leavesSpecialTokensOutWhenTold() throws {
    let tokenizer = try TinyTokenizer.make(first: true)
    let fed = try Prompting.feed(
      Prompt(id: "p", content: .text("a")), wrapper: .bare, tokenizer: tokenizer, addSpecialTokens: false)
    #expect(fed.tokens == bytes("a\n"))
  }

  @Test func putsTokenAnswersBehindTheText() throws {
    let tokenizer = try TinyTokenizer.make(first: true, last: true)
    let fed = try Prompting.feed(
      Prompt(id: "p", content: .text("a")), wrapper: .bare, answer: .tokens([5, 6]), tokenizer: tokenizer)
    #expect(fed.tokens == [256] + bytes("a\n") + [5, 6, 257])
    #expect(fed.answerTokens == 3..<5)
    #expect(fed.spans.count == fed.tokens.count)
    #expect(try Position.answerEnd.rows(of: fed) == [4])
  }

  @Test func feedsTokenPromptsAsTheyAre() throws {
    let tokenizer = try TinyTokenizer.make(merges: [("\n", "b")], first: true, last: true)
    let prompt = Prompt(id: "p", content: .tokens([9, 9]))
    let fed = try Prompting.feed(prompt, wrapper: .raw, answer: .text("bé"), tokenizer: tokenizer)
    #expect(fed.tokens == [9, 9] + bytes("bé"))
    #expect(fed.promptTokens == 0..<2 && fed.promptEnd == 1 && fed.answerTokens == 2..<5)
    #expect(try Prompting.feed(prompt, wrapper: .raw, tokenizer: nil).tokens == [9, 9])
  }

  @Test func refusesWhatCannotBeFed() throws {
    let text = Prompt(id: "t", content: .text("x"))
    let tokens = Prompt(id: "k", content: .tokens([1]))
    let tokenizer = try TinyTokenizer.make(first: true)
    #expect(
      promptError { _ = try Prompting.feed(tokens, wrapper: .bare, tokenizer: tokenizer) }
        == .tokensUnderWrapper(prompt: "k", wrapper: "bare"))
    #expect(
      promptError { _ = try Prompting.feed(text, wrapper: .bare, tokenizer: nil) } == .tokenizerNeeded(prompt: "t"))
    #expect(
      promptError { _ = try Prompting.feed(tokens, wrapper: .raw, answer: .text("y"), tokenizer: nil) }
        == .tokenizerNeeded(prompt: "k"))
    for prompt in [text, tokens] {
      for answer: Prompt.Content in [.text(""), .tokens([])] {
        #expect(
          promptError { _ = try Prompting.feed(prompt, wrapper: .raw, answer: answer, tokenizer: tokenizer) }
            == .emptyAnswer(prompt: prompt.id))
      }
    }
    for content: Prompt.Content in [.text(""), .tokens([])] {
      #expect(
        promptError { _ = try Prompting.feed(Prompt(id: "e", content: content), wrapper: .raw, tokenizer: tokenizer) }
          == .nothingToFeed(prompt: "e"))
    }
  }

  @Test func refusesAddedTokensAcrossTheFinalNewline() throws {
    let tokenizer = try TinyTokenizer.make(added: ["\n\n"])
    #expect(
      promptError {
        _ = try Prompting.feed(Prompt(id: "p", content: .text("a\n")), wrapper: .bare, tokenizer: tokenizer)
      } == .uncutBorder(prompt: "p", text: #""\n\n""#))
    #expect(
      try Prompting.feed(Prompt(id: "p", content: .text("a\n\nb")), wrapper: .bare, tokenizer: tokenizer).tokens
        == bytes("a") + [258] + bytes("b\n"))
  }

  @Test func refusesTokensAcrossTheBorderOfThePromptUnlessNearest() throws {
    let tokenizer = try TinyTokenizer.make(merges: [(" ", "H"), ("?", "\n")])
    let prompt = Prompt(id: "p", content: .text("Hi?"))
    func rows(_ position: Position, _ align: FedPrompt.Alignment) throws -> [Int] {
      try position.rows(of: Prompting.feed(prompt, wrapper: qa, tokenizer: tokenizer, align: align))
    }
    // Tokens: "Q" ":" " H" "i" "?⏎" "A" ":" "⏎"
    #expect(
      promptError { _ = try rows(.promptLast, .strict) }
        == .straddledSpan(prompt: "p", position: "prompt-last", token: 4, text: #""?\n""#))
    #expect(
      promptError { _ = try rows(.promptMean, .strict) }
        == .straddledSpan(prompt: "p", position: "prompt-mean", token: 4, text: #""?\n""#))
    #expect(try rows(.promptLast, .nearest) == [4])
    #expect(try rows(.promptMean, .nearest) == [2, 3, 4])
    #expect(try rows(.last, .strict) == [7])
  }

  @Test func givesATokenToTheSideWithMoreOfItsBytes() throws {
    let tokenizer = try TinyTokenizer.make(merges: [("?", "\n"), ("?\n", "A"), (":", " "), (": ", "x")])
    func promptTokens(_ text: String) throws -> Range<Int> {
      try Prompting.feed(
        Prompt(id: "p", content: .text(text)), wrapper: qa, tokenizer: tokenizer, align: .nearest
      ).promptTokens
    }
    // Tokens: "Q" ": x" "y" "?⏎A" …: of both tokens across a border most lies outside.
    #expect(try promptTokens("xy?") == 2..<3)
    // Nothing but "?⏎A" holds any of the prompt.
    #expect(try promptTokens("?") == 2..<3)
  }

  @Test func readsTheLastTokenThoughTheStartIsStraddled() throws {
    let tokenizer = try TinyTokenizer.make(merges: [(" ", "H")])
    let fed = try Prompting.feed(Prompt(id: "p", content: .text("Hi")), wrapper: qa, tokenizer: tokenizer)
    #expect(try Position.promptLast.rows(of: fed) == [3])
    #expect(
      promptError { _ = try Position.promptMean.rows(of: fed) }
        == .straddledSpan(prompt: "p", position: "prompt-mean", token: 2, text: #"" H""#))
  }

  @Test func listsEveryToken() throws {
    let tokenizer = try TinyTokenizer.make(merges: [(" ", "H")], first: true)
    let fed = try Prompting.feed(
      Prompt(id: "p", content: .text("Hi")), wrapper: qa, answer: .text("Yo"), tokenizer: tokenizer)
    #expect(
      fed.listing(tokenizer: tokenizer) == [
        #" 0  257  -        "<s>"  special"#,
        #" 1   81  0..<1    "Q""#,
        #" 2   58  1..<2    ":""#,
        #" 3  256  2..<4    "ĠH"   prompt straddles"#,
        #" 4  105  4..<5    "i"    prompt"#,
        #" 5   10  5..<6    "Ċ""#,
        #" 6   65  6..<7    "A""#,
        #" 7   58  7..<8    ":""#,
        #" 8   10  8..<9    "Ċ"    last"#,
        #" 9   89  9..<10   "Y"    answer"#,
        #"10  111  10..<11  "o"    answer-end"#,
      ])
    #expect(fed.listing(tokenizer: nil).count == 11)
  }
}
