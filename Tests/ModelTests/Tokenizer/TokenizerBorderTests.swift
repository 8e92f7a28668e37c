import MindstateModel
import MindstateStore
import MindstateTestSupport
import Testing

@Suite struct TokenizerBorderTests {
  @Test(arguments: ["gpt2", "llama3", "qwen2", "llama2", "gemma", "flags", "falcon"])
  func noTokenCrossesABorder(_ name: String) throws {
    let tokenizer = try Tokenizer(path: Fixture.path("tokenizers/\(name).json"))
    let text = "Question: what is the answer?\n\nAnswer: the answer is Straße 1234567."
    for border in 0...text.utf8.count {
      let encoding = tokenizer.encode(text, borders: [border])
      let inside = encoding.spans.filter { $0.lowerBound < border && border < $0.upperBound }
      // Only ß has a border within a character, and it belongs to the left.
      let eszett = text.utf8.distance(from: text.startIndex, to: text.firstIndex(of: "ß") ?? text.endIndex)
      #expect(inside.allSatisfy { $0.upperBound == eszett + 2 && border == eszett + 1 }, "\(name), border \(border)")
    }
  }

  @Test func aBorderBetweenPiecesChangesNothing() throws {
    let tokenizer = try Tokenizer(path: Fixture.path("tokenizers/gpt2.json"))
    let text = "The capital of France is Paris."
    let borders = tokenizer.pieces(of: text).map(\.span.lowerBound)
    #expect(tokenizer.encode(text, borders: borders) == tokenizer.encode(text))
  }

  @Test func eachSideIsTokenisedByItself() throws {
    let tokenizer = try SmallTokenizer.load(SmallTokenizer.json())
    #expect(tokenizer.encode("abcab").ids == [6, 3])
    #expect(tokenizer.encode("abcab", borders: [2]).ids == [3, 5, 3])
    #expect(tokenizer.encode("abcab", borders: [4, 1, 99, 0]).ids == [1, 2, 5, 1, 2])
  }

  @Test func normalisationRunsOverTheWholeText() throws {
    let tokenizer = try SmallTokenizer.load(
      SmallTokenizer.json(
        normalizer: #"{"type":"NFC"}"#,
        model: #"{"type":"BPE","unk_token":"?","vocab":{"?":0,"a":1,"é":2,"aé":3},"merges":["a é"]}"#))
    // The border stands between e and its accent: the character they make counts to the left.
    let encoding = tokenizer.encode("ae\u{301}a", borders: [2])
    #expect(encoding.ids == [3, 1])
    #expect(encoding.spans == [0..<2, 4..<5])
  }

  @Test func anAddedTokenStaysWhole() throws {
    let tokenizer = try SmallTokenizer.load(SmallTokenizer.json(added: "[\(SmallTokenizer.added("<x>"))]"))
    #expect(tokenizer.encode("ab<x>ab", borders: [3, 6]).ids == [3, 7, 1, 2])
  }
}
