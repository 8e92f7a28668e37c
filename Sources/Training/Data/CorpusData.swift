package import MindstateModel
package import MindstateNumerics
import MindstateStore
import Synchronization

/// Running text: documents one after the other, an end token behind each, cut into sequences of equal length.
///
/// Every token but the very first is a target exactly once an epoch: a sequence's last target is the first token that
/// the next one is fed.
package struct CorpusData: TrainingData {
  private let tokens: [Int32]
  /// Tokens fed of one sequence.
  private let length: Int
  private let file: String

  /// - Throws: `TrainingError` for a corpus of less than two tokens.
  package init(tokens: [Int32], length: Int, file: String) throws(TrainingError) {
    guard tokens.count > 1 else { throw .emptyCorpus(file: file) }
    self.tokens = tokens
    self.length = length
    self.file = file
  }

  package var count: Int { (tokens.count - 2) / length + 1 }

  package var longest: (tokens: Int, name: String) { (min(length, tokens.count - 1), file) }

  package func example(_ index: Int) -> [TrainingSequence] {
    let start = index * length
    let piece = tokens[start..<min(start + length + 1, tokens.count)].map(Int.init)
    return [TrainingSequence(tokens: piece, learned: 1..<piece.count)]
  }
}

extension CorpusData {
  /// Reads a text file whose documents are closed by lines with nothing but the end token, as `<|end|>`. CR LF is read
  /// as LF.
  package init(path: String, tokenizer: Tokenizer, endToken: EndToken, length: Int, workers: Workers) throws {
    let bytes = try TextFile.readLines(path).bytes
    let corpus: CorpusDocuments
    do { corpus = try CorpusDocuments(bytes, endToken: endToken.text, file: path) } catch {
      guard case .noText = error else { throw error }
      throw TrainingError.emptyCorpus(file: path)
    }
    let documents = corpus.ranges
    // Some hundred documents a task: less would be all locking, more would leave threads idle at the end.
    let step = 200
    let pieces = (documents.count + step - 1) / step
    let encoded = Mutex([[Int32]](repeating: [], count: pieces))
    workers.forEach(pieces) { piece in
      var tokens: [Int32] = []
      for document in documents[piece * step..<min((piece + 1) * step, documents.count)] {
        let text = String(decoding: corpus.bytes[document], as: UTF8.self)
        var ids = tokenizer.encode(text).ids
        // A template that ends texts itself has put the token there already.
        if ids.last != endToken.id { ids.append(endToken.id) }
        tokens += ids.map(Int32.init)
      }
      encoded.withLock { $0[piece] = tokens }
    }
    try self.init(tokens: encoded.withLock { $0.flatMap { $0 } }, length: length, file: path)
  }
}
