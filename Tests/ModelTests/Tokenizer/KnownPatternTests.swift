import MindstateModel
import MindstateNumerics
import MindstateTestSupport
import Testing

/// The scanners for widespread patterns against the engine for regular expressions, on the same pattern.
@Suite struct KnownPatternTests {
  static let gpt2 = #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
  static let llama3 =
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  static let qwen2 = llama3.replacing("{1,3}", with: "")

  @Test(arguments: [gpt2, llama3, qwen2]) func scannerAgreesWithEngine(_ pattern: String) throws {
    // A group around the pattern hides it from the scanners.
    let scanner = try SmallTokenizer.load(SmallTokenizer.json(preTokenizer: SmallTokenizer.split(pattern)))
    let engine = try SmallTokenizer.load(SmallTokenizer.json(preTokenizer: SmallTokenizer.split("(?:\(pattern))")))
    for text in try TokenizerCase.all("gpt2").map(\.text) + Self.randomTexts() {
      #expect(scanner.pieces(of: text) == engine.pieces(of: text), "\(text.debugDescription)")
    }
  }

  @Test func gpt2ScannerIsThatOfByteLevel() throws {
    let byteLevel = #"{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":false,"use_regex":true}"#
    let tokenizer = try SmallTokenizer.load(SmallTokenizer.json(preTokenizer: byteLevel))
    let engine = try SmallTokenizer.load(SmallTokenizer.json(preTokenizer: SmallTokenizer.split("(?:\(Self.gpt2))")))
    for text in try TokenizerCase.all("gpt2").map(\.text) + Self.randomTexts() {
      #expect(tokenizer.pieces(of: text).map(\.span) == engine.pieces(of: text).map(\.span), "\(text.debugDescription)")
    }
  }

  /// Short strings of what the patterns tell apart.
  private static func randomTexts() -> [String] {
    let atoms = [
      " ", "  ", "\t", "\n", "\r", "\r\n", "\u{A0}", "\u{2028}", "'", "''", "'s", "'S", "'ll", "'lL", "'re", "'v",
      "'\u{17F}", "a", "Zé",
      "e\u{301}", "中", "1", "23", "²", "Ⅷ", ".", "!?", "_", "\u{1F600}", "\u{200D}", "\u{0}",
    ]
    var random = RandomStream(seed: 7, name: "known-patterns")
    return (0..<4000).map { _ in
      (0..<(1 + Int(random.next() % 12))).map { _ in atoms[Int(random.next() % UInt64(atoms.count))] }.joined()
    }
  }
}
