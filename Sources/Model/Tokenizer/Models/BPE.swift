/// Byte pair encoding: a piece starts as its characters; again and again the neighbours whose merge comes earliest in
/// the list of merges are joined, the leftmost first among equals.
struct BPE: Sendable {
  /// Token bytes as the file writes them, to ids.
  let vocabulary: TokenTable
  let tokens: [UInt32: [UInt8]]
  let merges: MergeTable
  let options: Options

  /// Set if pieces come as bytes and not in the byte alphabet: token by its bytes, and the token of each single byte.
  let byBytes: TokenTable?
  let singleBytes: [Int32]
  /// The token of each ASCII character, -1 for none; short cuts for `vocabulary`.
  let ascii: [Int32]
  /// The tokens `<0x00>` … `<0xFF>`, -1 for none.
  let fallback: [Int32]

  struct Options: Sendable {
    /// The token for characters that have none; nil drops them.
    var unknown: UInt32?
    /// Joins neighbouring unknown characters into one token.
    var fusesUnknown = false
    /// Writes a character without token as the tokens of its bytes.
    var fallsBackToBytes = false
    /// A piece that is a token as a whole stays whole, even if no merges lead to it.
    var ignoresMerges = false
    /// What the vocabulary writes before characters that do not begin a word.
    var continuingPrefix: [UInt8] = []
    /// What it writes behind the one that ends it.
    var endSuffix: [UInt8] = []

    var isPlain: Bool { continuingPrefix.isEmpty && endSuffix.isEmpty }
  }

  /// Pieces longer than this are not remembered.
  static let longestRemembered = 64

  /// Appends the tokens of `range` of `bytes` to `output`.
  func tokenize(_ bytes: [UInt8], _ range: Range<Int>, with memory: inout BPEMemory, into output: inout TokenList) {
    if range.isEmpty { return }
    let isRemembered = range.count <= Self.longestRemembered
    let hash = isRemembered || options.ignoresMerges ? ByteHash.of(bytes, range) : 0
    if isRemembered && memory.cache.append(bytes, range, hash: hash, to: &output) { return }
    if options.ignoresMerges, let id = (byBytes ?? vocabulary).find(bytes, range, hash: hash) {
      output.append(id, range.lowerBound, range.upperBound)
      return
    }
    if byBytes != nil {
      fillFromBytes(bytes, range, &memory.word)
    } else {
      fillFromCharacters(bytes, range, &memory.word)
    }
    memory.word.mergeAll(merges)
    memory.word.append(to: &output)
    if isRemembered { memory.cache.insert(bytes, range, hash: hash, memory.word) }
  }

  // MARK: First symbols

  private func fillFromBytes(_ bytes: [UInt8], _ range: Range<Int>, _ word: inout BPEWord) {
    word.clear(at: range.lowerBound)
    for position in range {
      let id = singleBytes[Int(bytes[position])]
      if id >= 0 { word.append(UInt32(id), end: position + 1) } else { appendUnknown(&word, end: position + 1) }
    }
    word.flushUnknown()
  }

  private func fillFromCharacters(_ bytes: [UInt8], _ range: Range<Int>, _ word: inout BPEWord) {
    word.clear(at: range.lowerBound)
    var position = range.lowerBound
    while position < range.upperBound {
      let next = min(position + UTF8Text.width(bytes[position]), range.upperBound)
      if let id = symbol(bytes, position..<next, range) {
        word.append(id, end: next)
      } else if !appendFallback(bytes, position..<next, range, &word) {
        appendUnknown(&word, end: next)
      }
      position = next
    }
    word.flushUnknown()
  }

  private func symbol(_ bytes: [UInt8], _ character: Range<Int>, _ piece: Range<Int>) -> UInt32? {
    guard options.isPlain else { return vocabulary[decorated(bytes, character, piece)] }
    if character.count == 1 {
      let id = ascii[Int(bytes[character.lowerBound] & 0x7F)]
      return id < 0 ? nil : UInt32(id)
    }
    return vocabulary.find(bytes, character)
  }

  /// The character as the vocabulary writes it at its place in the piece.
  private func decorated(_ bytes: [UInt8], _ character: Range<Int>, _ piece: Range<Int>) -> [UInt8] {
    (character.lowerBound > piece.lowerBound ? options.continuingPrefix : []) + bytes[character]
      + (character.upperBound == piece.upperBound ? options.endSuffix : [])
  }

  /// Appends the byte tokens of a character if there are all of them. As in the reference, an unknown token that waits
  /// to be fused with the next goes on waiting.
  private func appendFallback(
    _ bytes: [UInt8], _ character: Range<Int>, _ piece: Range<Int>, _ word: inout BPEWord
  ) -> Bool {
    guard options.fallsBackToBytes else { return false }
    let content = options.isPlain ? Array(bytes[character]) : decorated(bytes, character, piece)
    let ids = content.map { fallback[Int($0)] }
    if ids.contains(where: { $0 < 0 }) { return false }
    for (i, id) in ids.enumerated() {
      word.appendBeforeUnknown(UInt32(id), end: min(character.lowerBound + i + 1, character.upperBound))
    }
    return true
  }

  private func appendUnknown(_ word: inout BPEWord, end: Int) {
    guard let unknown = options.unknown else { return word.skip(to: end) }
    word.appendUnknown(unknown, fuse: options.fusesUnknown, end: end)
  }
}
