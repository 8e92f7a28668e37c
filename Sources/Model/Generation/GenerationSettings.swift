/// How a continuation is chosen, and where it ends.
public struct GenerationSettings: Sendable, Equatable {
  /// Tokens a continuation has at most.
  public var maxNewTokens: Int
  /// Divides the logits before the draw; 0 takes the likeliest token, the lowest id among equals.
  public var temperature: Double
  /// Only the likeliest tokens whose probabilities together reach this are drawn from; at least one. Probabilities are
  /// those after the temperature, as in transformers.
  public var topP: Double
  /// Seed of the draws; every prompt has a stream of its own, so its draws do not depend on the other prompts.
  public var seed: UInt64
  /// Texts that end a continuation where they appear; the text ends before them. Special tokens count as what the
  /// vocabulary writes for them: `<|eot|>` ends it at that token, or where a model spells it out.
  public var stops: [String]
  /// The text is its first line that shows anything, and ends with it: an answer that can be forced.
  public var firstLine: Bool

  public init(
    maxNewTokens: Int = 48, temperature: Double = 0, topP: Double = 1, seed: UInt64 = 0, stops: [String] = [],
    firstLine: Bool = false
  ) {
    self.maxNewTokens = maxNewTokens
    self.temperature = temperature
    self.topP = topP
    self.seed = seed
    self.stops = stops
    self.firstLine = firstLine
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

/// Why nothing can be generated.
public enum GenerationError: Error, CustomStringConvertible, Sendable, Equatable {
  case setting(String, got: String, needed: String)
  case emptyPrompt(id: String)
  case promptFillsContext(id: String, tokens: Int, context: Int)
  case stopsWithoutTokenizer
  case notFinite(id: String, token: Int)

  public var description: String {
    switch self {
    case .setting(let name, let got, let needed): "\(name) is \(got); it must be \(needed)"
    case .emptyPrompt(let id): "prompt \(id) has no tokens; there must be at least one to go on from"
    case .promptFillsContext(let id, let tokens, let context):
      "prompt \(id) has \(tokens) tokens, which leaves no room in the model's context of \(context); shorten it"
    case .stopsWithoutTokenizer:
      "stop texts and first lines are looked for in text, which needs a tokenizer; give one or neither"
    case .notFinite(let id, let token):
      "prompt \(id): the logits of new token \(token) are not finite; the model's activations overflow 32-bit floats, "
        + "so there is no likeliest token"
    }
  }
}
