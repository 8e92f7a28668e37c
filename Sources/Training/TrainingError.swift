/// Why training cannot begin or go on: where, what against what, what to do.
public enum TrainingError: Error, CustomStringConvertible, Sendable, Equatable {
  // Data
  case emptyCorpus(file: String)
  case unknownEndToken(String)
  case noEndToken
  /// A sequence cut from a corpus, or an example that is never cut.
  case tooLong(place: String, isCut: Bool, tokens: Int, virtualTokens: Int, context: Int)
  case checkpointAfterEnd(step: Int, steps: Int)
  case vocabularyTooSmall(tokenizer: Int, model: Int)
  case emptyPromptText
  case nothingToAdapt
  case noTargets(targets: [String], layers: [Int]?, nearest: String?, known: [String], model: String)
  case noLayer(Int, layers: Int)
  // The way there
  case notFinite(step: Int, what: String, lastKept: Int?)
  // Output and state
  case outputInUse(path: String)
  case noState(path: String)
  case stateUnusable(path: String, why: String)
  case otherSettings(path: String, differences: [String])

  public var description: String {
    switch self {
    case .emptyCorpus(let file): "\(file): fewer than two tokens, so nothing can be learned from it; give a longer text"
    case .unknownEndToken(let name):
      "the tokenizer has no token \(name); name the one that ends a text"
    case .noEndToken:
      "neither does config.json state eos_token_id nor has the tokenizer <|end|>; name the token that ends a "
        + "text"
    case .tooLong(let place, let isCut, let tokens, let virtual, let context):
      "\(place): \(tokens) tokens" + (virtual > 0 ? " after \(virtual) virtual ones" : "")
        + " do not fit the model's context of \(context); "
        + (isCut
          ? "cut the corpus into shorter sequences" : "shorten the prompt or the answer, or leave the example out")
        + (virtual > 0 ? ", or learn fewer virtual tokens" : "")
    case .checkpointAfterEnd(let step, let steps):
      "a checkpoint is wanted after step \(step), but training ends with step \(steps); name earlier steps, or make more"
    case .vocabularyTooSmall(let tokenizer, let model):
      "the tokenizer has \(tokenizer) tokens, the model's vocab_size is \(model); give the model's own tokenizer, or a "
        + "larger vocab_size"
    case .emptyPromptText: "the text to start from has no token; give another, or none to begin at random"
    case .nothingToAdapt: "adapters belong to a model that is there; give a trained model, not a configuration alone"
    case .noTargets(let targets, let layers, let nearest, let known, let model):
      "no linear map of \(model) is called \(targets.joined(separator: " or ")) in layer "
        + (layers.map { "\($0.map(String.init).joined(separator: ", "))" } ?? "any")
        + (nearest.map { "; did you mean \($0)?" } ?? "; there are \(known.joined(separator: ", "))")
    case .noLayer(let layer, let layers): "the model has no layer \(layer) to adapt; there are 0-\(layers - 1)"
    case .notFinite(let step, let what, let kept):
      "step \(step): the \(what) is no finite number; training has diverged and stops here. "
        + (kept.map { "What was kept is of step \($0). " } ?? "") + "Lower the learning rate or the clip"
    case .outputInUse(let path):
      "\(path): a trained model is there already; resume it, or name another output"
    case .noState(let path): "\(path): no training state there to go on from; name the directory that holds it"
    case .stateUnusable(let path, let why):
      "\(path): \(why), so training cannot go on from it; remove it to begin anew"
    case .otherSettings(let path, let differences):
      "\(path): the run there was started with other settings (\(differences.joined(separator: "; "))); give the same, "
        + "or begin anew in another output"
    }
  }
}
