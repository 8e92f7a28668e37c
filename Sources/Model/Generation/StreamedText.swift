/// The text of tokens as they come one by one behind a prompt.
///
/// A token's text depends on its neighbours: the bytes of one character may lie in several tokens, and the first token
/// of a text loses its space in vocabularies like Llama 2's. So a token's text is what decoding gains when it follows
/// the tokens before it; while that ends inside a character it waits for the next.
package struct StreamedText: Sendable {
  private let tokenizer: Tokenizer
  /// UTF-8 of what is settled.
  package private(set) var settled: [UInt8] = []
  /// The last tokens whose text is settled, or the prompt's last: they begin and end with whole characters.
  private var context: [Int]
  /// Tokens that wait for others.
  private var pending: [Int] = []
  /// Decoded `context`, without an unfinished character at its end.
  private var before: [UInt8]

  package init(_ tokenizer: Tokenizer, prompt: [Int]) {
    self.tokenizer = tokenizer
    context = Self.end(of: prompt, tokenizer)
    before = Self.withoutUnfinished(Array(tokenizer.decode(context).utf8))
  }

  /// Adds a token, and settles what it completes.
  package mutating func append(_ token: Int) {
    pending.append(token)
    let gain = gain
    if gain.isEmpty || gain.suffix(3).elementsEqual(Self.replacement) { return }
    settled += gain
    context = pending
    pending = []
    before = Array(tokenizer.decode(context).utf8)
  }

  /// All of it, a character that never became whole as U+FFFD.
  package var text: String { String(decoding: settled + gain, as: UTF8.self) }

  /// What the pending tokens add.
  private var gain: ArraySlice<UInt8> {
    if pending.isEmpty { return [] }
    let decoded = Array(tokenizer.decode(context + pending).utf8)
    // Bytes that make no character can spoil, in some decoders, what stood before them; then they are read alone.
    return decoded.starts(with: before) ? decoded[before.count...] : Array(tokenizer.decode(pending).utf8)[...]
  }

  /// The prompt's last few tokens, from the start of a character on.
  private static func end(of prompt: [Int], _ tokenizer: Tokenizer) -> [Int] {
    let few = 6
    let most = 4  // bytes of a character
    for count in few..<few + most {
      let tokens = Array(prompt.suffix(count))
      if !tokenizer.decode(tokens).utf8.starts(with: replacement) { return tokens }
    }
    return Array(prompt.suffix(few))
  }

  private static func withoutUnfinished(_ text: [UInt8]) -> [UInt8] {
    var text = text
    while text.suffix(3).elementsEqual(replacement) { text.removeLast(3) }
    return text
  }

  private static let replacement = Array("\u{FFFD}".utf8)
}
