import MindstateModel
import MindstateNumerics
import MindstateStore
import MindstateTraining

/// Reads what a request is to learn from.
struct TrainFiles {
  let request: TrainRequest
  let model: TrainingModel
  let tokenizer: Tokenizer
  let workers: Workers

  func data() throws -> any TrainingData {
    if tokenizer.vocabularySize > model.spec.vocabulary {
      throw TrainingError.vocabularyTooSmall(tokenizer: tokenizer.vocabularySize, model: model.spec.vocabulary)
    }
    switch request.source {
    case .corpus(let path): return try corpus(path)
    case .instructions(let path): return try InstructionData(path: path, feeder: feeder())
    case .preferences(let path): return try PreferenceData(path: path, feeder: feeder())
    }
  }

  func mixed() throws -> CorpusData? { try request.mixed.map(corpus) }

  /// Throws where the longest sequence does not fit the context.
  func check(_ data: any TrainingData, virtualTokens: Int) throws {
    let (tokens, name) = data.longest
    if tokens + virtualTokens > model.spec.context {
      throw TrainingError.tooLong(
        place: name, isCut: data is CorpusData, tokens: tokens, virtualTokens: virtualTokens,
        context: model.spec.context)
    }
  }

  private func corpus(_ path: String) throws -> CorpusData {
    try CorpusData(
      path: path, tokenizer: tokenizer, endToken: endToken(),
      length: request.sequenceLength ?? min(128, model.spec.context), workers: workers)
  }

  private func endToken() throws -> EndToken {
    try EndToken(named: request.endToken, config: model.config, tokenizer: tokenizer)
  }

  private func feeder() throws -> AnswerFeeder {
    let directory = model.checkpoint?.directory ?? ""
    return AnswerFeeder(
      format: try request.chat.promptFormat(named: request.wrapper, model: directory), tokenizer: tokenizer,
      endToken: try endToken())
  }
}
