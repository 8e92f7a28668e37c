import MindstateTraining
import Testing

@Suite struct CorpusDocumentsTests {
  @Test(arguments: [
    ("a\n<|end|>\nb\n<|end|>\n", ["a", "b"]),
    ("a\n<|end|>\nb", ["a", "b"]),
    ("a\n<|end|>\nb\n", ["a", "b"]),
    ("a\n\n<|end|>\n\nb\n<|end|>", ["a\n", "\nb"]),
    ("a <|end|>\n<|end|> b\n<|end|>\n\n<|end|>\n<|end|>\n", ["a <|end|>\n<|end|> b"]),
    ("one\ntwo\n", ["one\ntwo"]),
    ("é\r\nb\r\n<|end|>\r\nc\r\n", ["é\r\nb", "c"]),
  ])
  func aLineWithOnlyTheEndTokenClosesADocument(text: String, documents: [String]) throws {
    let corpus = try CorpusDocuments(Array(text.utf8), endToken: "<|end|>", file: "c")
    #expect(corpus.ranges.map { String(decoding: corpus.bytes[$0], as: UTF8.self) } == documents)
  }

  @Test func piecesDoNotReachAcrossDocuments() throws {
    let corpus = try CorpusDocuments(Array("ab ab\n<|end|>\nab\n".utf8), endToken: "<|end|>", file: "c")
    let words = WordCounts(corpus)
    #expect(words.words.map { String(decoding: $0, as: UTF8.self) } == ["ab", " ab"])
    #expect(words.counts == [2, 1])
  }
}
