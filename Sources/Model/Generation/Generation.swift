/// What a model went on with after a prompt.
public struct Generation: Sendable, Equatable {
  /// Why it ended.
  public enum Finish: String, Sendable, CaseIterable {
    /// An end token was chosen.
    case end
    /// A stop text appeared.
    case stop
    /// `maxNewTokens` were chosen.
    case length
    /// The model's context was full.
    case context
  }

  /// The prompt's id.
  public var id: String
  /// What was chosen, without the end token; with all tokens of a stop text.
  public var tokens: [Int]
  /// What the tokens add to the prompt's text, special ones left out, up to a stop text; empty without a tokenizer.
  /// What lies across the border is cut: a character whose first bytes are the prompt's belongs to the text.
  public var text: String
  public var finish: Finish
  /// The natural logarithm of each token's probability under the model, before temperature and top-p.
  public var logProbabilities: [Double]

  package init(id: String, tokens: [Int], text: String, finish: Finish, logProbabilities: [Double]) {
    self.id = id
    self.tokens = tokens
    self.text = text
    self.finish = finish
    self.logProbabilities = logProbabilities
  }

  /// What a line of generated text has besides `id` and `text`.
  package static let extraFields = ["condition", "finish", "new_tokens", "log_probabilities"]
}
