/// Puts a fixed text in place of every match within a token.
struct ReplaceDecoder: Sendable {
  let pattern: TextPattern
  let content: [UInt8]

  init(_ component: Component) throws(TokenizerError) {
    pattern = try component.pattern()
    content = Array(try component.string("content").utf8)
  }

  func decode(_ tokens: [[UInt8]]) -> [[UInt8]] {
    tokens.map { token in
      var result: [UInt8] = []
      pattern.forEachStretch(in: token, 0..<token.count) { start, end, matched in
        result += matched ? content[...] : token[start..<end]
      }
      return result
    }
  }
}
