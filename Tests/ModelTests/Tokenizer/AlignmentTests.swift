import MindstateModel
import Testing

/// What each component says its output stands for in the original text.
@Suite struct AlignmentTests {
  private typealias Stage = Tokenizer.Stage

  private func normalized(_ text: String, _ normalizer: String) throws -> [Tokenizer.Stage] {
    try SmallTokenizer.load(SmallTokenizer.json(normalizer: normalizer)).normalizedCharacters(of: text)
  }

  private func pieces(_ text: String, _ preTokenizer: String) throws -> [Tokenizer.Stage] {
    try SmallTokenizer.load(SmallTokenizer.json(preTokenizer: preTokenizer)).pieces(of: text)
  }

  @Test func prependStandsForTheFirstCharacter() throws {
    #expect(
      try normalized("éa", #"{"type":"Prepend","prepend":"▁"}"#) == [
        Stage("▁", 0..<2), Stage("é", 0..<2), Stage("a", 2..<3),
      ])
    #expect(try normalized("", #"{"type":"Prepend","prepend":"▁"}"#).isEmpty)
  }

  @Test func replacementStandsForTheLastCharacterReplaced() throws {
    let string = #"{"type":"Replace","pattern":{"String":" "},"content":"▁"}"#
    #expect(try normalized("a b", string) == [Stage("a", 0..<1), Stage("▁", 1..<2), Stage("b", 2..<3)])
    let regex = #"{"type":"Replace","pattern":{"Regex":" {2,}"},"content":"xy"}"#
    #expect(
      try normalized("a   b", regex) == [Stage("a", 0..<1), Stage("x", 3..<4), Stage("y", 3..<4), Stage("b", 4..<5)])
  }

  @Test func compositionStandsForItsFirstPart() throws {
    #expect(try normalized("e\u{301}x", #"{"type":"NFC"}"#) == [Stage("\u{e9}", 0..<1), Stage("x", 3..<4)])
    #expect(try normalized("\u{e9}x", #"{"type":"NFC"}"#) == [Stage("\u{e9}", 0..<2), Stage("x", 2..<3)])
    #expect(try normalized("\u{1100}\u{1161}\u{11a8}", #"{"type":"NFC"}"#) == [Stage("\u{ac01}", 0..<3)])
  }

  @Test func decompositionStandsForTheWhole() throws {
    #expect(try normalized("\u{e9}", #"{"type":"NFD"}"#) == [Stage("e", 0..<2), Stage("\u{301}", 0..<2)])
    #expect(try normalized("\u{fb01}", #"{"type":"NFKC"}"#) == [Stage("f", 0..<3), Stage("i", 0..<3)])
    #expect(try normalized("a\u{2460}", #"{"type":"NFKD"}"#) == [Stage("a", 0..<1), Stage("1", 1..<4)])
  }

  @Test func changesOfCaseStandForTheCharacter() throws {
    #expect(try normalized("ÀB", #"{"type":"Lowercase"}"#) == [Stage("à", 0..<2), Stage("b", 2..<3)])
    #expect(
      try normalized("\u{130}x", #"{"type":"Lowercase"}"#) == [
        Stage("i", 0..<2), Stage("\u{307}", 0..<2), Stage("x", 2..<3),
      ])
  }

  @Test func strippingShiftsNothing() throws {
    #expect(
      try normalized(" \u{a0}a ", #"{"type":"Strip","strip_left":true,"strip_right":true}"#) == [Stage("a", 3..<4)])
    #expect(try normalized("e\u{301}o", #"{"type":"StripAccents"}"#) == [Stage("e", 0..<1), Stage("o", 3..<4)])
  }

  @Test func bytesStandForTheirCharacter() throws {
    #expect(
      try normalized("é ", #"{"type":"ByteLevel"}"#) == [Stage("Ã", 0..<2), Stage("©", 0..<2), Stage("Ġ", 2..<3)])
    let byteLevel = #"{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true}"#
    let middle = #"{"type":"Sequence","pretokenizers":[\#(byteLevel),{"type":"WhitespaceSplit"}]}"#
    #expect(try pieces("é b", middle) == [Stage("ĠÃ©", 0..<2), Stage("Ġb", 2..<4)])
  }

  @Test func digitsAreCutOff() throws {
    let text = "a12²b"
    #expect(
      try pieces(text, #"{"type":"Digits","individual_digits":true}"#).map(\.span) == [
        0..<1, 1..<2, 2..<3, 3..<5, 5..<6,
      ])
    #expect(try pieces(text, #"{"type":"Digits","individual_digits":false}"#).map(\.span) == [0..<1, 1..<5, 5..<6])
  }

  @Test func punctuationIsCutOff() throws {
    #expect(try pieces("a!?b", #"{"type":"Punctuation"}"#).map(\.span) == [0..<1, 1..<2, 2..<3, 3..<4])
    #expect(
      try pieces("a!?b", #"{"type":"Punctuation","behavior":"Contiguous"}"#).map(\.span) == [0..<1, 1..<3, 3..<4])
  }

  @Test func whiteSpaceIsDropped() throws {
    #expect(try pieces(" ab\u{3000}c! ", #"{"type":"WhitespaceSplit"}"#) == [Stage("ab", 1..<3), Stage("c!", 6..<8)])
    #expect(
      try pieces(" ab c!", #"{"type":"Whitespace"}"#) == [Stage("ab", 1..<3), Stage("c", 4..<5), Stage("!", 5..<6)])
  }

  @Test func metaspacePutsItsSignByScheme() throws {
    func cut(_ scheme: String) throws -> [Tokenizer.Stage] {
      try pieces("ab c", #"{"type":"Metaspace","replacement":"▁","prepend_scheme":"\#(scheme)","split":true}"#)
    }
    #expect(try cut("always") == [Stage("▁ab", 0..<2), Stage("▁c", 2..<4)])
    #expect(try cut("first") == [Stage("▁ab", 0..<2), Stage("▁c", 2..<4)])
    #expect(try cut("never") == [Stage("ab", 0..<2), Stage("▁c", 2..<4)])
  }

  @Test func metaspaceFirstMeansTheStartOfTheInput() throws {
    let metaspace = #"{"type":"Metaspace","replacement":"▁","prepend_scheme":"first","split":true}"#
    let tokenizer = try SmallTokenizer.load(
      SmallTokenizer.json(preTokenizer: metaspace, added: "[\(SmallTokenizer.added("<x>"))]"))
    #expect(tokenizer.pieces(of: "a<x>b") == [Stage("▁a", 0..<1), Stage("<x>", 1..<4), Stage("b", 4..<5)])
    #expect(tokenizer.pieces(of: "<x>b") == [Stage("<x>", 0..<3), Stage("b", 3..<4)])
  }
}
