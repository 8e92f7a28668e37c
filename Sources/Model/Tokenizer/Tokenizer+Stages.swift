extension Tokenizer {
  /// A stretch of text as one stage hands it to the next, and the UTF-8 bytes of the original text it stands for.
  package struct Stage: Equatable, Sendable {
    package var text: String
    package var span: Range<Int>

    package init(_ text: String, _ span: Range<Int>) {
      self.text = text
      self.span = span
    }
  }

  /// The characters of `text` after normalisation, each with what it stands for.
  package func normalizedCharacters(of text: String) -> [Stage] {
    let pieces = added.extract(from: Array(text.utf8), normalizer)
    var result: [Stage] = []
    for piece in pieces.pieces {
      var position = piece.start
      while position < piece.end {
        let next = position + UTF8Text.width(pieces.text.bytes[position])
        result.append(Self.stage(position..<next, pieces.text))
        position = next
      }
    }
    return result
  }

  /// What the pre-tokenizer hands to the model, and added tokens between it.
  package func pieces(of text: String) -> [Stage] {
    var pieces = added.extract(from: Array(text.utf8), normalizer)
    preTokenizer?.preTokenize(&pieces)
    return pieces.pieces.map { Self.stage($0.start..<$0.end, pieces.text) }
  }

  private static func stage(_ range: Range<Int>, _ text: AlignedText) -> Stage {
    Stage(String(decoding: text.bytes[range], as: UTF8.self), text.span(of: range))
  }
}
