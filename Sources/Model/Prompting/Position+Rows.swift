extension Position {
  /// The tokens of `fed` to read, ascending: one, or for means and `all` forms at least one.
  public func rows(of fed: FedPrompt) throws(PromptError) -> [Int] {
    switch self {
    case .last: return [fed.promptEnd]
    case .first: return [0]
    case .mean, .all: return Array(fed.tokensBeforeAnswer)
    case .index(let index): return [try row(index, of: fed)]
    case .promptLast:
      let tokens = try promptTokens(of: fed, needsStart: false)
      return [tokens.upperBound - 1]
    case .promptMean, .promptAll: return Array(try promptTokens(of: fed, needsStart: true))
    case .answerEnd: return [try answer(of: fed).upperBound - 1]
    case .answerMean, .answerAll: return Array(try answerBeforeEnd(of: fed))
    case .answer(let index):
      let tokens = try answerBeforeEnd(of: fed)
      if index >= tokens.count {
        throw .answerTooShort(prompt: fed.id, position: description, tokens: tokens.count)
      }
      return [tokens.lowerBound + index]
    }
  }

  private func row(_ index: Int, of fed: FedPrompt) throws(PromptError) -> Int {
    let count = fed.tokensBeforeAnswer.count
    guard (-count..<count).contains(index) else {
      throw .indexOutOfRange(prompt: fed.id, position: description, tokens: count)
    }
    return index < 0 ? count + index : index
  }

  private func promptTokens(of fed: FedPrompt, needsStart: Bool) throws(PromptError) -> Range<Int> {
    // The last token is decided by the end of the span alone.
    if let token = fed.straddling.end ?? (needsStart ? fed.straddling.start : nil) {
      throw .straddledSpan(prompt: fed.id, position: description, token: token.token, text: token.text)
    }
    if fed.promptTokens.isEmpty { throw .noPromptTokens(prompt: fed.id, position: description) }
    return fed.promptTokens
  }

  private func answer(of fed: FedPrompt) throws(PromptError) -> Range<Int> {
    guard let tokens = fed.answerTokens else { throw .noAnswer(prompt: fed.id, position: description) }
    return tokens
  }

  private func answerBeforeEnd(of fed: FedPrompt) throws(PromptError) -> Range<Int> {
    let tokens = try answer(of: fed).dropLast()
    if tokens.isEmpty { throw .nothingBeforeAnswerEnd(prompt: fed.id, position: description) }
    return tokens
  }
}
