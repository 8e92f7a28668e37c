/// A prompt within its wrapper or conversation, with a forced answer behind it: the text, and where its parts lie.
public struct RenderedPrompt: Sendable, Equatable {
  public let text: String
  /// UTF-8 bytes that `{prompt}` was filled with.
  public let promptSpan: Range<Int>
  /// UTF-8 bytes of the forced answer.
  public let answerSpan: Range<Int>?
  /// The UTF-8 offset at which the model's own text begins: where the answer does, or before it what a chat template
  /// puts there.
  public let turnStart: Int
  /// UTF-8 offsets that no token may cross, ascending: before and after the wrapper's final newline, and before the
  /// answer.
  ///
  /// Pre-tokenizers such as Llama 3's and Qwen 2's make one token of punctuation and the newline after it, so without
  /// these borders the token before the answer would be `?⏎` under `bare`, `:⏎` under `qa`, and states read there
  /// would differ by the token alone. Cut like this it is the newline itself under every wrapper but `raw`, on every
  /// tokenizer, and the answer is cut the same way under all of them. It is fed so whether or not an answer follows:
  /// the tokens before an answer never depend on it.
  public let borders: [Int]

  /// `prompt` put into the template once; a `{prompt}` within the prompt stays as it is.
  public init(_ prompt: String, wrapper: Wrapper, answer: String? = nil) {
    let start = wrapper.prefix.utf8.count
    promptSpan = start..<start + prompt.utf8.count
    let before = wrapper.prefix + prompt + wrapper.suffix
    let end = before.utf8.count
    text = before + (answer ?? "")
    answerSpan = answer.map { end..<end + $0.utf8.count }
    turnStart = end
    borders = (wrapper.endsInNewline ? [end - 1, end] : answer == nil ? [] : [end]).filter { $0 > 0 }
  }

  /// A conversation rendered by a chat template; prompt and answer are what came from the user's last message and from
  /// the answer, each from its first byte in the text to its last. The only border is the one before the model's own
  /// text: all else is cut as it always is.
  public init(_ rendered: RenderedConversation) {
    let end = rendered.prompt.byteCount
    text = rendered.text
    promptSpan = rendered.prompt.markedSpan ?? 0..<0
    answerSpan = rendered.turn?.markedSpan.map { $0.lowerBound + end..<$0.upperBound + end }
    turnStart = end
    borders = rendered.turn == nil || end == 0 ? [] : [end]
  }

  /// Whether nothing but white space stands between the prompt and the answer.
  var answerFollows: Bool {
    guard let answerSpan else { return false }
    return text.utf8.dropFirst(turnStart).prefix(answerSpan.lowerBound - turnStart).allSatisfy(\.isBlank)
  }
}

extension TemplateText {
  /// From the first marked byte to the last.
  fileprivate var markedSpan: Range<Int>? {
    guard let first = marks.first, let last = marks.last else { return nil }
    return first.lowerBound..<last.upperBound
  }
}
