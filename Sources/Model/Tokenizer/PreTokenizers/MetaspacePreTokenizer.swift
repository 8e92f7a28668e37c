/// SentencePiece's way with spaces: each becomes a visible sign, which pieces begin with.
struct MetaspacePreTokenizer: Sendable {
  /// The sign, in UTF-8.
  let replacement: [UInt8]
  let scheme: PrependScheme
  let splits: Bool

  init(_ component: Component) throws(TokenizerError) {
    var bytes: [UInt8] = []
    UTF8Text.append(try component.scalar("replacement"), to: &bytes)
    replacement = bytes
    scheme = try PrependScheme(component)
    splits = try component.bool("split", default: true)
  }

  func preTokenize(_ text: inout PreTokenizedText) {
    text.rewrite(rewrite)
    guard splits else { return }
    let bytes = text.text.bytes
    text.split(.mergedWithNext) { range, collector in
      TextPattern.literal(replacement).forEachStretch(in: bytes, range) { collector.add($0, $1, matched: $2) }
    }
  }

  private func rewrite(_ range: Range<Int>, _ text: AlignedText, _ builder: inout AlignedText.Builder) {
    let firstSpan = text.span(of: range.lowerBound..<(range.lowerBound + 1))
    if needsSign(text.bytes, range, firstSpan) { builder.append(replacement, span: firstSpan) }
    var last = range.lowerBound
    for position in range where text.bytes[position] == UInt8(ascii: " ") {
      builder.append(last..<position, of: text)
      builder.append(replacement, span: text.span(of: position..<(position + 1)))
      last = position + 1
    }
    builder.append(last..<range.upperBound, of: text)
  }

  private func needsSign(_ bytes: [UInt8], _ range: Range<Int>, _ firstSpan: Range<Int>) -> Bool {
    switch scheme {
    case .never: return false
    case .first: if firstSpan.lowerBound != 0 { return false }
    case .always: break
    }
    return bytes[range.lowerBound] != UInt8(ascii: " ") && !bytes[range].starts(with: replacement)
  }
}
