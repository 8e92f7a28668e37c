/// The suffix that marks ends of words back to spaces (`BPEDecoder`); behind the last token to nothing.
struct BPESuffixDecoder: Sendable {
  let suffix: [UInt8]

  init(_ component: Component) throws(TokenizerError) { suffix = Array(try component.string("suffix").utf8) }

  func decode(_ tokens: [[UInt8]]) -> [[UInt8]] {
    tokens.enumerated().map { i, token in
      var result: [UInt8] = []
      TextPattern.literal(suffix).forEachStretch(in: token, 0..<token.count) { start, end, matched in
        if !matched { result += token[start..<end] } else if i < tokens.count - 1 { result.append(UInt8(ascii: " ")) }
      }
      return result
    }
  }
}
