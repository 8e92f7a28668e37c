/// The visible sign back to spaces; in the first token it is dropped if the pre-tokenizer puts one there.
struct MetaspaceDecoder: Sendable {
  let replacement: [UInt8]
  let scheme: PrependScheme

  init(_ component: Component) throws(TokenizerError) {
    var bytes: [UInt8] = []
    UTF8Text.append(try component.scalar("replacement"), to: &bytes)
    replacement = bytes
    scheme = try PrependScheme(component)
  }

  func decode(_ tokens: [[UInt8]]) -> [[UInt8]] {
    tokens.enumerated().map { i, token in
      var result: [UInt8] = []
      TextPattern.literal(replacement).forEachStretch(in: token, 0..<token.count) { start, end, matched in
        if !matched {
          result += token[start..<end]
        } else if i > 0 || scheme == .never {
          result.append(UInt8(ascii: " "))
        }
      }
      return result
    }
  }
}
