import MindstateStore

/// Trains a tokenizer on a corpus and writes it as transformers and `tokenizers` open it.
public struct TokenizerTrainingRequest: Sendable {
  public var corpus: String
  public var vocabulary: Int
  public var specialTokens: [String]
  public var maximumLength: Int

  /// - Parameters:
  ///   - corpus: text file in UTF-8, documents closed by a line with only the first special token.
  ///   - vocabulary: how many tokens there will be, special ones included.
  ///   - specialTokens: get the lowest ids; the first one ends a text.
  ///   - maximumLength: tokens that the model will take at most, noted for transformers.
  public init(
    corpus: String, vocabulary: Int = 1024, specialTokens: [String] = ["<|end|>"], maximumLength: Int = 256
  ) {
    self.corpus = corpus
    self.vocabulary = vocabulary
    self.specialTokens = specialTokens
    self.maximumLength = maximumLength
  }

  /// Writes `tokenizer.json` and `tokenizer_config.json` into `directory`, which is made where missing.
  /// - Parameter progress: told how many tokens there are so far.
  /// - Returns: bytes and documents of the corpus.
  /// - Throws: `TokenizerTrainingError` or `FileError`, before anything is written.
  @discardableResult
  public func run(
    writingTo directory: String, progress: (Int) -> Void = { _ in }
  ) throws -> (bytes: Int, documents: Int) {
    let training = try TokenizerTraining(vocabulary: vocabulary, specialTokens: specialTokens)
    try FileSystem.createDirectory(directory)
    let file = "\(directory)/tokenizer.json"
    let configFile = "\(directory)/tokenizer_config.json"
    try AtomicFile.check(file)
    try AtomicFile.check(configFile)
    let documents = try readCorpus()
    let trained = try training.train(on: documents, file: corpus, progress: progress)
    let config = trained.config(maximumLength: maximumLength)
    try AtomicFile.write(to: file) { try $0.write(trained.json.serialized(pretty: true) + "\n") }
    try AtomicFile.write(to: configFile) { try $0.write(config.serialized(pretty: true) + "\n") }
    return (documents.bytes.count, documents.ranges.count)
  }

  private func readCorpus() throws(TokenizerTrainingError) -> CorpusDocuments {
    let bytes: [UInt8]
    do { bytes = try TextFile.read(corpus) } catch { throw .unreadable(error) }
    return try CorpusDocuments(bytes, endToken: specialTokens.first ?? "", file: corpus)
  }
}
