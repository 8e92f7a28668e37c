/// What goes into the model for one prompt under one wrapper, and which tokens are which part.
///
/// In order: tokens the tokenizer's template puts first (such as BOS), the wrapper with the prompt in it, the forced
/// answer, tokens the template puts last. Readings are about the text before the answer and about the answer; a BOS
/// belongs to the former, what the template puts last belongs to neither. Under a chat template the conversation is fed
/// as the template writes it, up to the end of the turn that the answer is given in; what it puts between prompt and
/// answer belongs to neither.
public struct FedPrompt: Sendable, Equatable {
  public let id: String
  public let tokens: [Int]
  /// UTF-8 bytes of `text` that each token stands for; empty for tokens that stand for none.
  public let spans: [Range<Int>]
  /// What the tokens were made of; empty for a prompt given as tokens.
  public let text: String
  /// The tokens of the prompt itself. Where a token lies across the border of the prompt it belongs to the side that
  /// has more of its bytes.
  public let promptTokens: Range<Int>
  /// Index of the last token before the model's own text, which is the position `last`: it does not depend on an
  /// answer.
  public let promptEnd: Int
  /// The tokens of the forced answer, at least one.
  public let answerTokens: Range<Int>?
  /// What the model has to say in the answer's turn, the target of training: the answer's tokens, and under a chat
  /// template the end of the turn, up to the token that ends it, and a space before the answer. They end with the
  /// answer where nothing ends the turn.
  public let turnTokens: Range<Int>?
  /// A token that lies across the start of the prompt or across its end; always nil with `Alignment.nearest`.
  let straddling: (start: Straddle?, end: Straddle?)

  /// What becomes of a border of the prompt that a token lies across.
  public enum Alignment: String, Sendable, CaseIterable {
    /// Positions which need the border are an error.
    case strict
    /// The token belongs to the side that has more of its bytes, to the prompt when both have as many.
    case nearest
  }

  /// A token across a border, for the error.
  struct Straddle: Equatable, Sendable {
    var token: Int
    var text: String
  }

  /// The tokens before the answer: all that the model is given.
  public var tokensBeforeAnswer: Range<Int> { 0..<promptEnd + 1 }

  /// Whether the turn has an end of its own, which a chat template wrote.
  public var turnHasEnd: Bool {
    guard let answerTokens, let turnTokens else { return false }
    return turnTokens.upperBound > answerTokens.upperBound
  }

  public static func == (a: FedPrompt, b: FedPrompt) -> Bool {
    a.id.utf8.elementsEqual(b.id.utf8) && a.tokens == b.tokens && a.spans == b.spans
      && a.text.utf8.elementsEqual(b.text.utf8) && a.promptTokens == b.promptTokens && a.promptEnd == b.promptEnd
      && a.answerTokens == b.answerTokens && a.turnTokens == b.turnTokens && a.straddling.start == b.straddling.start
      && a.straddling.end == b.straddling.end
  }
}
