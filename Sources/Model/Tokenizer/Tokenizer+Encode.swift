extension Tokenizer {
  /// The tokens of `text`.
  ///
  /// Text that looks like a special token becomes that token, as in the reference.
  /// - Parameters:
  ///   - addSpecialTokens: let the post-processor put tokens such as BOS around those of the text.
  ///   - borders: UTF-8 offsets in `text` which no token of the model may cross: pieces are cut there before the model
  ///     sees them. Normalisation and pre-tokenisation run over the whole text. Two things cannot be cut: an added
  ///     token, and a character that normalisation made of characters on both sides, which then counts to the left.
  public func encode(_ text: String, addSpecialTokens: Bool = true, borders: [Int] = []) -> Encoding {
    var pieces = added.extract(from: Array(text.utf8), normalizer)
    preTokenizer?.preTokenize(&pieces)
    pieces.cut(at: borders.sorted())
    var memory = memories.take()
    var tokens = TokenList()
    let bytes = pieces.text.bytes
    tokens.reserveCapacity(bytes.count / 3 + 4)
    for piece in pieces.pieces {
      if piece.isText {
        model.tokenize(bytes, piece.start..<piece.end, with: &memory, into: &tokens)
      } else {
        tokens.append(UInt32(piece.token), piece.start, piece.end)
      }
    }
    memories.giveBack(memory)
    var encoding = Encoding(
      ids: tokens.ids.map(Int.init), spans: Self.spans(of: tokens, in: pieces.text),
      isSpecial: [Bool](repeating: false, count: tokens.ids.count))
    if addSpecialTokens { postProcessor?.process(&encoding) }
    return encoding
  }

  private static func spans(of tokens: TokenList, in text: AlignedText) -> [Range<Int>] {
    var spans: [Range<Int>] = []
    spans.reserveCapacity(tokens.ids.count)
    for i in tokens.ids.indices { spans.append(text.span(of: tokens.starts[i]..<tokens.ends[i])) }
    return spans
  }
}
