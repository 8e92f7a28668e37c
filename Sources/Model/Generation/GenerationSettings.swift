/// How a continuation is chosen, and where it ends.
public struct GenerationSettings: Sendable, Equatable {
  /// Tokens a continuation has at most.
  public var maxNewTokens: Int
  /// Divides the logits before the draw; 0 takes the likeliest token, the lowest id among equals.
  public var temperature: Double
  /// Only the likeliest tokens whose probabilities together reach this are drawn from; at least one.
  public var topP: Double
  /// Seed of the draws; every prompt has a stream of its own, so its draws do not depend on the other prompts.
  public var seed: UInt64
  /// Texts that end a continuation where they appear; the text ends before them.
  public var stops: [String]

  public init(
    maxNewTokens: Int = 48, temperature: Double = 0, topP: Double = 1, seed: UInt64 = 0, stops: [String] = []
  ) {
    self.maxNewTokens = maxNewTokens
    self.temperature = temperature
    self.topP = topP
    self.seed = seed
    self.stops = stops
  }

  /// Refuses settings that say nothing sensible.
  public func check() throws(GenerationError) {
    if maxNewTokens < 1 { throw .setting("max-new-tokens", got: "\(maxNewTokens)", needed: "at least 1") }
    if !(temperature >= 0 && temperature.isFinite) {
      throw .setting("temperature", got: "\(temperature)", needed: "0 (the likeliest token) or more")
    }
    if !(topP > 0 && topP <= 1) { throw .setting("top-p", got: "\(topP)", needed: "more than 0, at most 1") }
    if stops.contains(where: \.utf8.isEmpty) { throw .setting("stop", got: "an empty text", needed: "some text") }
  }
}

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
  /// The tokens as text, special ones left out, up to a stop text.
  public var text: String
  public var finish: Finish
  /// The logarithm of each token's probability before temperature and top-p.
  public var logProbabilities: [Double]

  /// What a line of generated text has besides `id` and `text`.
  package static let extraFields = ["condition", "finish", "new_tokens", "log_probabilities"]
}

/// Why nothing can be generated.
public enum GenerationError: Error, CustomStringConvertible, Sendable, Equatable {
  case setting(String, got: String, needed: String)
  case promptFillsContext(id: String, tokens: Int, context: Int)
  case noTokenizer(model: String)

  public var description: String {
    switch self {
    case .setting(let name, let got, let needed): "--\(name) is \(got); it must be \(needed)"
    case .promptFillsContext(let id, let tokens, let context):
      "prompt \(id) has \(tokens) tokens, which leaves no room in the model's context of \(context); shorten it"
    case .noTokenizer(let model): "\(model) has no tokenizer.json; generated text needs one"
    }
  }
}
