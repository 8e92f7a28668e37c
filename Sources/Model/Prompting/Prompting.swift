/// From prompts to what is fed.
public enum Prompting {
  /// What the model is fed for `prompt` under `wrapper`, followed by `answer`.
  ///
  /// A prompt given as tokens is fed exactly as it is, without BOS and only under `raw`; a text answer to it is cut as
  /// after a newline, so that its tokens are those of the same answer under a wrapper. `tokenizer` may be nil where
  /// everything is given as tokens.
  public static func feed(
    _ prompt: Prompt, wrapper: Wrapper, answer: Prompt.Content? = nil, tokenizer: Tokenizer?,
    addSpecialTokens: Bool = true, align: FedPrompt.Alignment = .strict
  ) throws(PromptError) -> FedPrompt {
    try feed(
      prompt, format: .wrapper(wrapper), answer: answer, tokenizer: tokenizer, addSpecialTokens: addSpecialTokens,
      align: align)
  }

  /// What the model is fed for `prompt` under a wrapper or under its chat template.
  ///
  /// A chat template writes special tokens itself, so the tokenizer adds none to what it renders. A text prompt is then
  /// the one message of a user, and an answer the message of the assistant that follows: the conversation is rendered
  /// with it. An answer given as tokens stands where the model's own would, exactly as it is.
  public static func feed(
    _ prompt: Prompt, format: PromptFormat, answer: Prompt.Content? = nil, tokenizer: Tokenizer?,
    addSpecialTokens: Bool = true, align: FedPrompt.Alignment = .strict
  ) throws(PromptError) -> FedPrompt {
    if case .tokens(let tokens) = prompt.content {
      guard case .wrapper(let wrapper) = format, wrapper.isRaw else {
        throw .tokensUnderWrapper(prompt: prompt.id, wrapper: format.name)
      }
      return try feed(tokens, id: prompt.id, answer: answer, tokenizer: tokenizer)
    }
    guard let tokenizer else { throw .tokenizerNeeded(prompt: prompt.id) }
    func feeder(addingSpecialTokens: Bool) -> TextFeeder {
      TextFeeder(id: prompt.id, tokenizer: tokenizer, addSpecialTokens: addingSpecialTokens, align: align)
    }
    switch (prompt.content, format) {
    case (.text(let text), .wrapper(let wrapper)):
      return try feeder(addingSpecialTokens: addSpecialTokens).feed(text, wrapper: wrapper, answer: answer)
    case (.messages, .wrapper(let wrapper)):
      throw .messagesUnderWrapper(prompt: prompt.id, wrapper: wrapper.name)
    case (_, .chat(let chat)):
      guard let conversation = prompt.conversation else { throw .nothingToFeed(prompt: prompt.id) }
      return try feeder(addingSpecialTokens: false).feed(conversation, chat: chat, answer: answer)
    case (.tokens, .wrapper):
      throw .nothingToFeed(prompt: prompt.id)
    }
  }

  /// All `prompts` under `wrapper`, each followed by its answer where there is one.
  public static func feed(
    _ prompts: PromptSet, wrapper: Wrapper, answers: AnswerSet? = nil, tokenizer: Tokenizer?,
    addSpecialTokens: Bool = true, align: FedPrompt.Alignment = .strict
  ) throws(PromptError) -> [FedPrompt] {
    try feed(
      prompts, format: .wrapper(wrapper), answers: answers, tokenizer: tokenizer, addSpecialTokens: addSpecialTokens,
      align: align)
  }

  /// All `prompts` under a wrapper or under the chat template.
  public static func feed(
    _ prompts: PromptSet, format: PromptFormat, answers: AnswerSet? = nil, tokenizer: Tokenizer?,
    addSpecialTokens: Bool = true, align: FedPrompt.Alignment = .strict
  ) throws(PromptError) -> [FedPrompt] {
    var fed: [FedPrompt] = []
    fed.reserveCapacity(prompts.prompts.count)
    for prompt in prompts.prompts {
      fed.append(
        try feed(
          prompt, format: format, answer: answers?[prompt.id], tokenizer: tokenizer,
          addSpecialTokens: addSpecialTokens, align: align))
    }
    return fed
  }

  private static func feed(_ tokens: [Int], id: String, answer: Prompt.Content?, tokenizer: Tokenizer?)
    throws(PromptError) -> FedPrompt
  {
    if tokens.isEmpty { throw .nothingToFeed(prompt: id) }
    let answerTokens = try answer.map { answer throws(PromptError) in
      try self.tokens(of: answer, id: id, tokenizer: tokenizer)
    }
    let all = tokens + (answerTokens ?? [])
    let answerRange = answerTokens.map { _ in tokens.count..<all.count }
    return FedPrompt(
      id: id, tokens: all, spans: Array(repeating: 0..<0, count: all.count), text: "",
      promptTokens: tokens.indices, promptEnd: tokens.count - 1, answerTokens: answerRange, turnTokens: answerRange,
      straddling: (nil, nil))
  }

  /// The tokens of an answer to a prompt given as tokens.
  private static func tokens(of answer: Prompt.Content, id: String, tokenizer: Tokenizer?)
    throws(PromptError) -> [Int]
  {
    let tokens: [Int]
    switch answer {
    case .tokens(let given): tokens = given
    case .messages: throw .emptyAnswer(prompt: id)
    case .text(let text):
      guard let tokenizer else { throw .tokenizerNeeded(prompt: id) }
      let encoding = tokenizer.encode("\n" + text, addSpecialTokens: false, borders: [1])
      tokens = zip(encoding.ids, encoding.spans).filter { $0.1.lowerBound >= 1 }.map(\.0)
    }
    if tokens.isEmpty { throw .emptyAnswer(prompt: id) }
    return tokens
  }
}
