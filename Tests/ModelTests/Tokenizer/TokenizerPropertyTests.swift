import Foundation
import MindstateModel
import MindstateStore
import MindstateTestSupport
import Testing

@Suite struct TokenizerPropertyTests {
  @Test func canonicallyEqualTextsAreDifferentTokens() throws {
    let tokenizer = try SmallTokenizer.load(
      SmallTokenizer.json(
        model:
          #"{"type":"BPE","unk_token":"?","vocab":{"?":0,"é":1,"e":2,"\u0301":3,"e\u0301":4,"K":5,"\u212a":6},"merges":["e \u0301"]}"#
      ))
    #expect(tokenizer.encode("\u{e9}").ids == [1])
    #expect(tokenizer.encode("e\u{301}").ids == [4])
    #expect(tokenizer.encode("K\u{212a}").ids == [5, 6])
    #expect(tokenizer.id(ofToken: "e\u{301}") == 4)
    #expect(tokenizer.id(ofToken: "\u{e9}") == 1)
    #expect(tokenizer.tokenText(4).map { Array($0.utf8) } == Array("e\u{301}".utf8))
  }

  @Test func remembersWordsWithoutChangingThem() throws {
    let tokenizer = try Tokenizer(path: Fixture.path("tokenizers/gpt2.json"))
    let text = "The answer is that there is no answer. "
    let once = tokenizer.encode(text)
    let many = tokenizer.encode(String(repeating: text, count: 50))
    #expect(many.ids.prefix(once.ids.count - 1) == once.ids.dropLast())
    #expect(tokenizer.encode(text) == once)
  }

  @Test func encodesFromManyTasksAlike() async throws {
    let tokenizer = try Tokenizer(path: Fixture.path("tokenizers/llama3.json"))
    let texts = try TokenizerCase.all("llama3").map(\.text)
    let expected = texts.map { tokenizer.encode($0) }
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<16 { group.addTask { texts.map { tokenizer.encode($0) } == expected } }
      for await same in group { #expect(same) }
    }
  }

  /// A word of 100 KB may not cost the square of its length.
  @Test(arguments: ["gpt2", "llama3", "llama2", "suffix"]) func longWordsTakeLinearTime(_ name: String) throws {
    let tokenizer = try Tokenizer(path: Fixture.path("tokenizers/\(name).json"))
    let clock = ContinuousClock()
    for word in [String(repeating: "a", count: 100_000), String(repeating: "thequickbrownfox", count: 6400)] {
      let time = clock.measure { #expect(!tokenizer.encode(word).ids.isEmpty) }
      #expect(time < .seconds(2), "\(name): \(time)")
    }
  }

  @Test func longRunsTakeLinearTimeUnderEveryPattern() throws {
    let clock = ContinuousClock()
    for name in TokenizerFixtureTests.names {
      let tokenizer = try Tokenizer(path: Fixture.path("tokenizers/\(name).json"))
      for run in [" ", "\n", " \n", "A", "a", "中", "1", "!", "\u{301}", "aA", "'"] {
        let text = String(repeating: run, count: 50_000) + "x"
        let time = clock.measure { _ = tokenizer.encode(text) }
        #expect(time < .seconds(3), "\(name), \(run.debugDescription): \(time)")
      }
    }
  }

  @Test func idsAreNumberedAsTheReferenceDoes() throws {
    let added =
      "[\(SmallTokenizer.added("<x>", id: 40)),\(SmallTokenizer.added("ab", id: 41)),\(SmallTokenizer.added("<y>", id: 9))]"
    let tokenizer = try SmallTokenizer.load(SmallTokenizer.json(added: added))
    #expect(tokenizer.id(ofToken: "<x>") == 7)
    #expect(tokenizer.id(ofToken: "ab") == 3)
    #expect(tokenizer.id(ofToken: "<y>") == 8)
    #expect(tokenizer.vocabularySize == 9)
    #expect(tokenizer.tokenText(8) == "<y>")
    #expect(tokenizer.tokenText(9) == nil)
    #expect(tokenizer.tokenText(-1) == nil)
  }

  @Test func templateTokensAreMarkedAndEmpty() throws {
    let post =
      #"{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"B","type_id":0}},{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"E","type_id":0}}],"pair":[],"special_tokens":{"B":{"id":"B","ids":[1,2],"tokens":["a","b"]},"E":{"id":"E","ids":[5],"tokens":["c"]}}}"#
    let tokenizer = try SmallTokenizer.load(SmallTokenizer.json(post: post))
    let encoding = tokenizer.encode("abc")
    #expect(encoding.ids == [1, 2, 6, 5])
    #expect(encoding.spans == [0..<0, 0..<0, 0..<3, 0..<0])
    #expect(encoding.isSpecial == [true, true, false, true])
    #expect(tokenizer.encode("abc", addSpecialTokens: false).ids == [6])
  }

  @Test func spansStayTrueWhereCharactersAreDropped() throws {
    // No unknown token: the reference drops é and then shifts the offsets of all that follows; spans here do not shift.
    let tokenizer = try SmallTokenizer.load(
      SmallTokenizer.json(model: #"{"type":"BPE","vocab":{"a":0,"b":1},"merges":[]}"#))
    let encoding = tokenizer.encode("aéb")
    #expect(encoding.ids == [0, 1])
    #expect(encoding.spans == [0..<1, 3..<4])
  }

  @Test func decodingRepairsBytesThatMakeNoCharacter() throws {
    let tokenizer = try Tokenizer(path: Fixture.path("tokenizers/gpt2.json"))
    let ids = tokenizer.encode("\u{1F600}").ids
    #expect(tokenizer.decode(Array(ids.prefix(3))) == "\u{FFFD}")
    #expect(tokenizer.decode(ids) == "\u{1F600}")
    #expect(tokenizer.decode([-5, 1_000_000]).isEmpty)
  }
}

extension TokenizerPropertyTests {
  @Test func wholePiecesNeedNoMergesWhereTheyAreIgnored() throws {
    let model = #"{"type":"BPE","ignore_merges":true,"vocab":{"a":0,"b":1,"ab":2,"c":3},"merges":[]}"#
    let split = #"{"type":"WhitespaceSplit"}"#
    let tokenizer = try SmallTokenizer.load(SmallTokenizer.json(preTokenizer: split, model: model))
    #expect(tokenizer.encode("ab abc").ids == [2, 0, 1, 3])
    let merging = model.replacing("true", with: "false")
    #expect(try SmallTokenizer.load(SmallTokenizer.json(model: merging)).encode("ab").ids == [0, 1])
  }

  @Test func neitherCutsNorPads() throws {
    let padding =
      #"{"strategy":{"Fixed":9},"direction":"Right","pad_to_multiple_of":null,"pad_id":0,"pad_type_id":0,"pad_token":"?"}"#
    let truncation = #"{"direction":"Right","max_length":1,"strategy":"LongestFirst","stride":0}"#
    let json = SmallTokenizer.json().replacing(
      #""truncation":null,"padding":null"#, with: #""truncation":\#(truncation),"padding":\#(padding)"#)
    #expect(try SmallTokenizer.load(json).encode("abcab").ids == [6, 3])
  }

  @Test func aPairListedTwiceMergesByItsLastRank() throws {
    let model = #"{"type":"BPE","vocab":{"a":0,"b":1,"c":2,"ab":3,"bc":4},"merges":["a b","b c","a b"]}"#
    #expect(try SmallTokenizer.load(SmallTokenizer.json(model: model)).encode("abc").ids == [0, 4])
  }
}
