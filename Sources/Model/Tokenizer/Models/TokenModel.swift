/// The third stage: pieces of text to token ids. Byte pair encoding is the only one so far.
enum TokenModel: Sendable {
  case bpe(BPE)

  /// Values of `"type"` which are read here.
  static let supported = ["BPE"]

  /// - Parameter readsBytes: the pre-tokenizer leaves bytes as they are instead of writing them in the byte alphabet.
  init(_ component: Component, readsBytes: Bool) throws(TokenizerError) {
    // Early files, GPT-2's among them, have no type; the reference takes a model with merges for BPE.
    let isUntyped = component.value("type") == nil && component.value("merges") != nil
    switch isUntyped ? "BPE" : try component.string("type") {
    case "BPE": self = .bpe(try BPE(component, readsBytes: readsBytes))
    case let type: throw component.unsupported("type", type, Self.supported)
    }
  }

  /// How many tokens the model has, added ones not counted.
  var vocabularySize: Int {
    switch self {
    case .bpe(let bpe): bpe.vocabulary.count
    }
  }

  /// Whether pieces must come as bytes, not in the byte alphabet.
  var readsBytes: Bool {
    switch self {
    case .bpe(let bpe): bpe.byBytes != nil
    }
  }

  func id(of token: [UInt8]) -> UInt32? {
    switch self {
    case .bpe(let bpe): bpe.vocabulary[token]
    }
  }

  func token(_ id: UInt32) -> [UInt8]? {
    switch self {
    case .bpe(let bpe): bpe.tokens[id]
    }
  }

  /// Appends the tokens of `range` of `bytes` to `output`.
  func tokenize(_ bytes: [UInt8], _ range: Range<Int>, with memory: inout BPEMemory, into output: inout TokenList) {
    switch self {
    case .bpe(let bpe): bpe.tokenize(bytes, range, with: &memory, into: &output)
    }
  }
}

/// Tokens of a text under construction: ids, and where each ends in the text that was tokenised.
struct TokenList {
  var ids: [UInt32] = []
  var starts: [Int] = []
  var ends: [Int] = []

  mutating func reserveCapacity(_ count: Int) {
    ids.reserveCapacity(count)
    starts.reserveCapacity(count)
    ends.reserveCapacity(count)
  }

  mutating func append(_ id: UInt32, _ start: Int, _ end: Int) {
    ids.append(id)
    starts.append(start)
    ends.append(end)
  }
}
