package import MindstateModel
package import MindstateNumerics

extension SoftPrompt {
  /// A soft prompt before training.
  ///
  /// From a text, as PEFT begins: the embeddings of its tokens, repeated or cut to `count`. Without one, normal draws
  /// as wide as the embedding's elements; PEFT's own random vectors are many times longer than any embedding.
  package init(
    tokens count: Int, text: String?, tokenizer: Tokenizer, parameters: Parameters, baseModel: String,
    random: inout RandomStream
  ) throws {
    guard let place = parameters.index(of: .tokenEmbedding) else { preconditionFailure("a model without embedding") }
    let embedding = parameters.entries[place].value
    guard let text else {
      let squares = [embedding].squaredNorm(Workers(threads: 1))
      let deviation = (squares / Double(embedding.rows * embedding.columns)).squareRoot()
      self.init(
        vectors: Matrix(rows: count, columns: embedding.columns, normal: deviation, &random), origin: .random,
        baseModel: baseModel)
      return
    }
    let ids = tokenizer.encode(text, addSpecialTokens: false).ids
    if ids.isEmpty { throw TrainingError.emptyPromptText }
    self.init(
      vectors: embedding.gatheringRows((0..<count).map { ids[$0 % ids.count] }), origin: .text(text),
      baseModel: baseModel)
  }
}
