/// Makes tokens of one text prompt and finds its parts among them.
struct TextFeeder {
  let id: String
  let tokenizer: Tokenizer
  let addSpecialTokens: Bool
  let align: FedPrompt.Alignment

  func feed(_ prompt: String, wrapper: Wrapper, answer: Prompt.Content?) throws(PromptError) -> FedPrompt {
    let rendered = RenderedPrompt(prompt, wrapper: wrapper, answer: answerText(answer))
    return try feed(rendered, try encoded(rendered), answer: answer)
  }

  func feed(_ conversation: Conversation, chat: ChatFormat, answer: Prompt.Content?) throws(PromptError) -> FedPrompt {
    let conversation = try render(conversation, chat, answer: answerText(answer))
    let rendered = RenderedPrompt(conversation)
    var encoding = try encoded(rendered)
    if conversation.turn != nil {
      // Those of the prompt are what they are without an answer, though a pre-tokenizer may look ahead to one.
      let turn = rendered.firstToken(ofTurnIn: encoding)
      let alone = tokenizer.encode(conversation.prompt.text, addSpecialTokens: addSpecialTokens)
      encoding.replaceTokens(before: turn, with: alone)
    }
    return try feed(rendered, encoding, answer: answer)
  }

  private func render(
    _ conversation: Conversation, _ chat: ChatFormat, answer: String?
  ) throws(PromptError) -> RenderedConversation {
    do throws(RenderingError) {
      if let answer { return try chat.render(conversation, answer: answer) }
      return RenderedConversation(prompt: try chat.render(conversation), turn: nil)
    } catch {
      throw .rendering(prompt: id, error)
    }
  }

  private func encoded(_ rendered: RenderedPrompt) throws(PromptError) -> Encoding {
    let encoding = tokenizer.encode(rendered.text, addSpecialTokens: addSpecialTokens, borders: rendered.borders)
    try checkBorders(encoding, rendered)
    return encoding
  }

  private func feed(_ rendered: RenderedPrompt, _ encoding: Encoding, answer: Prompt.Content?)
    throws(PromptError) -> FedPrompt
  {
    var encoding = encoding
    let first = rendered.firstToken(ofTurnIn: encoding)
    if first == 0 { throw .nothingToFeed(prompt: id) }
    switch answer {
    case nil, .messages: return fed(encoding, rendered, promptEnd: first - 1, turn: nil)
    case .text:
      guard let turn = TurnTokens(of: rendered, in: encoding, tokenizer) else { throw .emptyAnswer(prompt: id) }
      if let end = turn.end { encoding.removeTokens(from: end) }
      return fed(encoding, rendered, promptEnd: first - 1, turn: turn)
    case .tokens(let tokens):
      if tokens.isEmpty { throw .emptyAnswer(prompt: id) }
      encoding.insert(tokens, at: first, place: rendered.turnStart)
      let answer = first..<first + tokens.count
      return fed(encoding, rendered, promptEnd: first - 1, turn: TurnTokens(answer: answer, learned: answer))
    }
  }

  /// Added tokens are never cut, and some vocabularies have one for two newlines: `last` would not be the newline then.
  private func checkBorders(_ encoding: Encoding, _ rendered: RenderedPrompt) throws(PromptError) {
    for span in encoding.spans {
      if rendered.borders.contains(where: { span.lowerBound < $0 && $0 < span.upperBound }) {
        throw .uncutBorder(prompt: id, text: Self.slice(rendered.text, span))
      }
    }
  }

  private func answerText(_ answer: Prompt.Content?) -> String? {
    if case .text(let text) = answer { text } else { nil }
  }

  private func fed(_ encoding: Encoding, _ rendered: RenderedPrompt, promptEnd: Int, turn: TurnTokens?) -> FedPrompt {
    let alignment = SpanAlignment(of: rendered.promptSpan, with: Array(encoding.spans[...promptEnd]))
    func straddle(_ token: Int?) -> FedPrompt.Straddle? {
      guard align == .strict, let token else { return nil }
      return FedPrompt.Straddle(token: token, text: Self.slice(rendered.text, encoding.spans[token]))
    }
    return FedPrompt(
      id: id, tokens: encoding.ids, spans: encoding.spans, text: rendered.text, promptTokens: alignment.tokens,
      promptEnd: promptEnd, answerTokens: turn?.answer, turnTokens: turn?.learned,
      straddling: (straddle(alignment.start), straddle(alignment.end)))
  }

  /// The bytes `span` of `text` in quotes; part of a character is shown as a replacement character.
  static func slice(_ text: String, _ span: Range<Int>) -> String {
    quoted(String(decoding: Array(text.utf8)[span], as: UTF8.self))
  }
}

extension RenderedPrompt {
  /// The first token of the model's own text, or where it would stand: behind the last one that begins before it.
  ///
  /// What a tokenizer's template adds has an empty span at either end and counts for nothing; a token of text may have
  /// one too (a lone word mark).
  func firstToken(ofTurnIn encoding: Encoding) -> Int {
    let last = encoding.ids.indices.last { encoding.isText($0) && encoding.spans[$0].lowerBound < turnStart }
    return last.map { $0 + 1 } ?? 0
  }
}

extension Encoding {
  /// Whether a token is the text's own.
  func isText(_ index: Int) -> Bool { !isSpecial[index] || !spans[index].isEmpty }

  fileprivate mutating func replaceTokens(before index: Int, with other: Encoding) {
    ids.replaceSubrange(..<index, with: other.ids)
    spans.replaceSubrange(..<index, with: other.spans)
    isSpecial.replaceSubrange(..<index, with: other.isSpecial)
  }

  fileprivate mutating func removeTokens(from index: Int) {
    ids.removeSubrange(index...)
    spans.removeSubrange(index...)
    isSpecial.removeSubrange(index...)
  }

  /// Puts `tokens`, which stand for no text, before the token at `index`.
  fileprivate mutating func insert(_ tokens: [Int], at index: Int, place: Int) {
    ids.insert(contentsOf: tokens, at: index)
    spans.insert(contentsOf: Array(repeating: place..<place, count: tokens.count), at: index)
    isSpecial.insert(contentsOf: Array(repeating: false, count: tokens.count), at: index)
  }
}
