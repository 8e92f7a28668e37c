/// The text of tokens as they come one by one behind a prompt.
///
/// A token's text depends on its neighbours: the bytes of one character may lie in several tokens, and the first token
/// of a text loses its space in vocabularies like Llama 2's. So a token's text is what decoding gains when it follows
/// the few tokens before it; while that ends inside a character it waits for the next.
struct StreamedText: Sendable {
  /// Tokens of the prompt that are decoded again: enough to end inside no space rule.
  private static let contextTokens = 6

  private let tokenizer: Tokenizer
  /// UTF-8 of what is settled.
  private(set) var settled: [UInt8] = []
  private var window: [Int]
  /// Decoded `window` without the tokens that are not settled yet.
  private var before: [UInt8]

  init(_ tokenizer: Tokenizer, prompt: [Int]) {
    self.tokenizer = tokenizer
    window = Array(prompt.suffix(Self.contextTokens))
    before = Array(tokenizer.decode(window).utf8)
  }

  /// Adds a token, and settles what it completes.
  mutating func append(_ token: Int) {
    let old = window.count
    window.append(token)
    let decoded = Array(tokenizer.decode(window).utf8)
    let gain = Self.gain(decoded, over: before)
    if gain.isEmpty || gain.elementsEqual(Self.replacement) || gain.suffix(3).elementsEqual(Self.replacement) { return }
    settled += gain
    // What was context until now has done its work; what was just settled is the context of what follows.
    window.removeFirst(max(0, min(old, window.count - Self.contextTokens)))
    before = Array(tokenizer.decode(window).utf8)
  }

  /// All of it, a character that never became whole as U+FFFD.
  var text: String {
    String(decoding: settled + Self.gain(Array(tokenizer.decode(window).utf8), over: before), as: UTF8.self)
  }

  private static let replacement = Array("\u{FFFD}".utf8)

  /// What `decoded` has behind what it shares with `before`, from the start of a character on.
  private static func gain(_ decoded: [UInt8], over before: [UInt8]) -> ArraySlice<UInt8> {
    var shared = zip(decoded, before).prefix { $0 == $1 }.count
    while shared > 0, shared < decoded.count, decoded[shared] & 0xC0 == 0x80 { shared -= 1 }
    return decoded[shared...]
  }
}
