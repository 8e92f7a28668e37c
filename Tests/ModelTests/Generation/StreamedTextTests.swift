import MindstateModel
import MindstateStore
import MindstateTestSupport
import Testing

/// Text that grows token by token.
struct StreamedTextTests {
  /// Each text of the tokenizer fixtures, cut in a prompt and what follows: what is streamed is what decoding gains.
  @Test(arguments: TokenizerFixtureTests.names) func isWhatDecodingAllGains(_ name: String) throws {
    let tokenizer = try Tokenizer(path: Fixture.path("tokenizers/\(name).json"))
    var compared = 0
    for item in try TokenizerCase.all(name) where item.ids.count < 200 {
      let ids = tokenizer.encode(item.text).ids
      let whole = Array(tokenizer.decode(ids).utf8)
      for cut in [1, ids.count / 3, ids.count / 2, ids.count - 1] where cut > 0 && cut < ids.count {
        let prefix = Array(tokenizer.decode(Array(ids[..<cut])).utf8)
        // Where the prompt ends inside a character, or decoding changes what stands before, there is no one answer.
        guard whole.starts(with: prefix), !String(decoding: whole, as: UTF8.self).unicodeScalars.contains("\u{FFFD}")
        else { continue }
        var streamed = StreamedText(tokenizer, prompt: Array(ids[..<cut]))
        for (offset, id) in ids[cut...].enumerated() {
          streamed.append(id)
          let settled = streamed.settled
          #expect(
            whole[prefix.count...].starts(with: settled), "\(name), \(item.text.debugDescription), token \(offset)")
        }
        #expect(
          Array(streamed.text.utf8) == Array(whole[prefix.count...]),
          "\(name), \(item.text.debugDescription), cut \(cut)")
        compared += 1
      }
    }
    #expect(compared > 50, "\(name): only \(compared)")
  }

  /// Byte 0xC3 alone is no character; with 0xA9 it is é.
  @Test func aCharacterAcrossTokensWaitsUntilItIsWhole() throws {
    var streamed = StreamedText(try TinyTokenizer.make(), prompt: [0x61])
    streamed.append(0xC3)
    #expect(streamed.settled.isEmpty && streamed.text == "\u{FFFD}")
    streamed.append(0xA9)
    #expect(streamed.settled == Array("é".utf8) && streamed.text == "é")
    streamed.append(0xC3)
    streamed.append(0x62)
    #expect(streamed.text == "é\u{FFFD}b")
  }

  @Test func specialTokensAddNothing() throws {
    let tokenizer = try TinyTokenizer.make()
    var streamed = StreamedText(tokenizer, prompt: [0x61])
    for id in [0x62, 256, 0x63, 257, 256, 0x64] { streamed.append(id) }
    #expect(streamed.text == "bcd")
  }
}
