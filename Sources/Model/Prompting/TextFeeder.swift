/// Makes tokens of one text prompt and finds its parts among them.
struct TextFeeder {
  let id: String
  let tokenizer: Tokenizer
  let addSpecialTokens: Bool
  let align: FedPrompt.Alignment

  func feed(_ prompt: String, wrapper: Wrapper, answer: Prompt.Content?) throws(PromptError) -> FedPrompt {
    try feed(RenderedPrompt(prompt, wrapper: wrapper, answer: answerText(answer)), answer: answer)
  }

  func feed(_ conversation: Conversation, chat: ChatFormat, answer: Prompt.Content?) throws(PromptError) -> FedPrompt {
    let rendered: TemplateText
    do throws(TemplateError) { rendered = try chat.render(conversation) } catch { throw .template(prompt: id, error) }
    return try feed(RenderedPrompt(rendered, answer: answerText(answer)), answer: answer)
  }

  private func feed(_ rendered: RenderedPrompt, answer: Prompt.Content?) throws(PromptError) -> FedPrompt {
    let answerStart = rendered.answerSpan?.lowerBound ?? rendered.text.utf8.count
    var encoding = tokenizer.encode(rendered.text, addSpecialTokens: addSpecialTokens, borders: rendered.borders)

    try checkBorders(encoding, rendered)

    // What a template adds has an empty span at either end; a token of text may have one too (a lone word mark).
    let text = encoding.ids.indices.filter { !encoding.isSpecial[$0] || !encoding.spans[$0].isEmpty }
    let before = text.filter { encoding.spans[$0].lowerBound < answerStart }
    guard let promptEnd = before.last else { throw .nothingToFeed(prompt: id) }
    var answerTokens: Range<Int>?
    switch answer {
    case nil, .messages: break
    case .text:
      guard let last = text.last, last > promptEnd else { throw .emptyAnswer(prompt: id) }
      answerTokens = promptEnd + 1..<last + 1
    case .tokens(let tokens):
      if tokens.isEmpty { throw .emptyAnswer(prompt: id) }
      answerTokens = promptEnd + 1..<promptEnd + 1 + tokens.count
      encoding.insert(tokens, at: promptEnd + 1, place: answerStart)
    }
    return fed(encoding, rendered, promptEnd: promptEnd, answerTokens: answerTokens)
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

  private func fed(_ encoding: Encoding, _ rendered: RenderedPrompt, promptEnd: Int, answerTokens: Range<Int>?)
    -> FedPrompt
  {
    let alignment = SpanAlignment(of: rendered.promptSpan, with: Array(encoding.spans[...promptEnd]))
    func straddle(_ token: Int?) -> FedPrompt.Straddle? {
      guard align == .strict, let token else { return nil }
      return FedPrompt.Straddle(token: token, text: Self.slice(rendered.text, encoding.spans[token]))
    }
    return FedPrompt(
      id: id, tokens: encoding.ids, spans: encoding.spans, text: rendered.text, promptTokens: alignment.tokens,
      promptEnd: promptEnd, answerTokens: answerTokens,
      straddling: (straddle(alignment.start), straddle(alignment.end)))
  }

  /// The bytes `span` of `text` in quotes; part of a character is shown as a replacement character.
  static func slice(_ text: String, _ span: Range<Int>) -> String {
    quoted(String(decoding: Array(text.utf8)[span], as: UTF8.self))
  }
}

extension Encoding {
  /// Puts `tokens`, which stand for no text, before the token at `index`.
  fileprivate mutating func insert(_ tokens: [Int], at index: Int, place: Int) {
    ids.insert(contentsOf: tokens, at: index)
    spans.insert(contentsOf: Array(repeating: place..<place, count: tokens.count), at: index)
    isSpecial.insert(contentsOf: Array(repeating: false, count: tokens.count), at: index)
  }
}
