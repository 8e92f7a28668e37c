import MindstateModel

/// Byte-level byte pair encoding, trained as the `BpeTrainer` of the Hugging Face `tokenizers` library (0.23.3) does
/// it, with the same ids and merges.
///
/// Ids: special tokens, then the 256 characters for bytes in the order of their code points, then what merges make.
/// The most frequent pair of neighbours within a word is merged, of equally frequent ones the one with the lowest ids,
/// until the vocabulary is full (Sennrich, Haddow and Birch, arXiv 1508.07909; on bytes: Radford et al. 2019).
package struct TokenizerTraining: Sendable {
  package let vocabulary: Int
  package let specialTokens: [String]

  /// - Parameter vocabulary: how many tokens there will be, special ones included.
  package init(vocabulary: Int, specialTokens: [String]) throws(TokenizerTrainingError) {
    let alphabet = Set(ByteAlphabet.scalars.map { ByteAlphabet.character($0) })
    var seen: Set<[UInt8]> = [[]]
    for token in specialTokens {
      let bytes = Array(token.utf8)
      if alphabet.contains(bytes) || !seen.insert(bytes).inserted { throw .badSpecialToken(token) }
    }
    let least = specialTokens.count + 256
    if vocabulary < least { throw .vocabularyTooSmall(asked: vocabulary, least: least) }
    self.vocabulary = vocabulary
    self.specialTokens = specialTokens
  }

  /// Trains on `corpus`; `file` names it in errors, `progress` is told how many tokens there are so far.
  package func train(
    on corpus: CorpusDocuments, file: String, progress: (Int) -> Void = { _ in }
  ) throws(TokenizerTrainingError) -> TrainedTokenizer {
    var tokens = GrowingVocabulary(specialTokens: specialTokens)
    let counted = WordCounts(corpus)
    let words = counted.words.map { word in word.map { tokens.idOfByte[Int($0)] } }
    var pairs = PairCounts(words: words, frequencies: counted.counts)
    var merges: [TokenPair] = []
    while tokens.written.count < vocabulary {
      guard let (pair, places) = pairs.next() else {
        throw .corpusTooSmall(file: file, asked: vocabulary, reached: tokens.written.count)
      }
      pairs.merge(pair, into: tokens.join(pair), in: places)
      merges.append(pair)
      progress(tokens.written.count)
    }
    return TrainedTokenizer(
      specialTokens: specialTokens, tokens: tokens.written, merges: Self.lastOfEach(merges).map { ($0.left, $0.right) })
  }

  /// A pair that came up twice (see `PairCounts.merge`) counts where it came up last, as in the reference.
  private static func lastOfEach(_ merges: [TokenPair]) -> [TokenPair] {
    var seen: Set<TokenPair> = []
    return merges.reversed().filter { seen.insert($0).inserted }.reversed()
  }
}

/// Tokens by id and ids by token, as they are written in the byte alphabet.
private struct GrowingVocabulary {
  private(set) var written: [[UInt8]]
  /// The id of the token for each byte.
  let idOfByte: [UInt32]
  private var ids: [[UInt8]: UInt32] = [:]

  init(specialTokens: [String]) {
    let bytes = (0..<256).sorted { ByteAlphabet.scalars[$0] < ByteAlphabet.scalars[$1] }
    written = specialTokens.map { Array($0.utf8) } + bytes.map { ByteAlphabet.character(ByteAlphabet.scalars[$0]) }
    var idOfByte = [UInt32](repeating: 0, count: 256)
    for (place, byte) in bytes.enumerated() { idOfByte[byte] = UInt32(specialTokens.count + place) }
    self.idOfByte = idOfByte
    for (id, token) in written.enumerated() { ids[token] = UInt32(id) }
  }

  /// The id of what `pair` makes: that of an equal token which another pair made before, or a new one.
  mutating func join(_ pair: TokenPair) -> UInt32 {
    let token = written[Int(pair.left)] + written[Int(pair.right)]
    if let id = ids[token] { return id }
    let id = UInt32(written.count)
    written.append(token)
    ids[token] = id
    return id
  }
}
