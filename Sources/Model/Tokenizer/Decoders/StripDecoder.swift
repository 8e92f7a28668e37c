/// Takes up to so many of a character off the ends of each token.
struct StripDecoder: Sendable {
  let content: [UInt8]
  let start: Int
  let stop: Int

  init(_ component: Component) throws(TokenizerError) {
    var bytes: [UInt8] = []
    UTF8Text.append(try component.scalar("content"), to: &bytes)
    content = bytes
    start = try component.int("start")
    stop = try component.int("stop")
  }

  func decode(_ tokens: [[UInt8]]) -> [[UInt8]] {
    tokens.map { token in
      var rest = token[...]
      for _ in 0..<max(start, 0) {
        if !rest.starts(with: content) { break }
        rest = rest.dropFirst(content.count)
      }
      for _ in 0..<max(stop, 0) {
        if !rest.suffix(content.count).elementsEqual(content) { break }
        rest = rest.dropLast(content.count)
      }
      return Array(rest)
    }
  }
}
