/// GPT-2's pre-tokenizer: optionally a space before the text, GPT-2's pattern, then every byte as a character of the
/// byte alphabet. `trim_offsets` concerns the post-processor only.
struct ByteLevelPreTokenizer: Sendable {
  let addsPrefixSpace: Bool
  let usesPattern: Bool
  /// Cleared where the model reads bytes as they are.
  var writesAlphabet = true

  init(_ component: Component) throws(TokenizerError) {
    addsPrefixSpace = try component.bool("add_prefix_space")
    usesPattern = try component.bool("use_regex", default: true)
    _ = try component.bool("trim_offsets")
  }

  func preTokenize(_ text: inout PreTokenizedText) {
    if addsPrefixSpace { addSpaces(&text) }
    if usesPattern { KnownPattern.gpt2.split(&text, .isolated) }
    if writesAlphabet { text.rewrite { ByteAlphabet.append($0, of: $1, to: &$2) } }
  }

  private func addSpaces(_ text: inout PreTokenizedText) {
    let space = UInt8(ascii: " ")
    if !text.pieces.contains(where: { $0.isText && text.text.bytes[$0.start] != space }) { return }
    text.rewrite { range, text, builder in
      if text.bytes[range.lowerBound] != space {
        builder.append([space], span: text.span(of: range.lowerBound..<(range.lowerBound + 1)))
      }
      builder.append(range, of: text)
    }
  }
}
