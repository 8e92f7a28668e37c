package import MindstateModel

/// Makes sequences of prompts and answers: the prompt in its format, the answer, what ends it; learned are the last
/// two. Tokens are cut exactly as `capture` and `generate` cut them. A turn that a chat template ends is learned with
/// that end; anything else ends in the end token.
package struct AnswerFeeder: Sendable {
  let format: PromptFormat
  let tokenizer: Tokenizer
  let endToken: EndToken

  package init(format: PromptFormat, tokenizer: Tokenizer, endToken: EndToken) {
    self.format = format
    self.tokenizer = tokenizer
    self.endToken = endToken
  }

  func sequence(id: String, prompt: String, answer: String) throws(PromptError) -> TrainingSequence {
    let fed = try Prompting.feed(
      Prompt(id: id, content: .text(prompt)), format: format, answer: .text(answer), tokenizer: tokenizer,
      align: .nearest)
    guard let learned = fed.turnTokens else { throw .emptyAnswer(prompt: id) }
    if fed.turnHasEnd { return TrainingSequence(tokens: fed.tokens, learned: learned) }
    // What the tokenizer's template puts last is left out: the end token stands there.
    return TrainingSequence(
      tokens: fed.tokens[..<learned.upperBound] + [endToken.id], learned: learned.lowerBound..<learned.upperBound + 1)
  }
}
