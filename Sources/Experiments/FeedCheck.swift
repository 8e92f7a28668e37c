import MindstateModel

extension Checkpoint {
  /// Throws when a prompt cannot be run through this model behind so many virtual tokens.
  func check(_ fed: FedPrompt, source: String, virtualTokens: Int = 0) throws(FeedError) {
    if let index = fed.tokens.firstIndex(where: { $0 < 0 || $0 >= spec.vocabulary }) {
      throw .tokenOutsideVocabulary(
        file: source, prompt: fed.id, token: fed.tokens[index], index: index, vocabulary: spec.vocabulary,
        model: directory)
    }
    if virtualTokens + fed.tokens.count > spec.context {
      throw .tooLong(
        file: source, prompt: fed.id, tokens: fed.tokens.count, virtualTokens: virtualTokens, context: spec.context,
        model: directory)
    }
  }
}

/// Why a prompt's tokens do not fit a model.
public enum FeedError: Error, CustomStringConvertible, Sendable, Equatable {
  case tokenOutsideVocabulary(file: String, prompt: String, token: Int, index: Int, vocabulary: Int, model: String)
  case tooLong(file: String, prompt: String, tokens: Int, virtualTokens: Int, context: Int, model: String)

  public var description: String {
    switch self {
    case .tokenOutsideVocabulary(let file, let prompt, let token, let index, let vocabulary, let model):
      "\(file): prompt \(prompt): token \(token) at index \(index) is outside the vocabulary of \(vocabulary) of \(model); "
        + "give tokens of that model's own tokenizer"
    case .tooLong(let file, let prompt, let tokens, let virtual, let context, let model):
      "\(file): prompt \(prompt): \(tokens) tokens with its wrapper and answer"
        + (virtual > 0 ? " and \(virtual) virtual ones of the soft prompt" : "")
        + ", but the context of \(model) is \(context); "
        + "shorten the prompt or its answer, or take a shorter wrapper"
    }
  }
}
