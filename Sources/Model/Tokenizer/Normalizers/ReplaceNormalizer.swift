/// Puts a fixed text in place of every match.
struct ReplaceNormalizer: Sendable {
  let pattern: TextPattern
  let content: [UInt8]

  init(_ component: Component) throws(TokenizerError) {
    pattern = try component.pattern()
    content = Array(try component.string("content").utf8)
  }

  /// As in the reference, the new text stands for what the last character of the match stands for, not for all of it.
  func normalize(_ text: inout AlignedText) {
    var matches: [(Int, Int)] = []
    pattern.forEachMatch(in: text.bytes, 0..<text.bytes.count) { matches.append(($0, $1)) }
    if matches.isEmpty { return }
    var builder = AlignedText.Builder(capacity: text.bytes.count + matches.count * content.count)
    var last = 0
    for (start, end) in matches {
      builder.append(last..<start, of: text)
      builder.append(content, span: end == 0 ? text.origin..<text.origin : text.span(of: (end - 1)..<end))
      last = end
    }
    builder.append(last..<text.bytes.count, of: text)
    text.replace(by: builder)
  }
}
