import Foundation
import MindstateModel
import MindstateStore
import MindstateTestSupport
import Testing

/// Every small tokenizer under Tests/Fixtures/tokenizers against what the Hugging Face library answers.
@Suite struct TokenizerFixtureTests {
  static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: Fixture.path("tokenizers"))) ?? []
    return files.filter { $0.hasSuffix(".json") && $0 != "unicode.json" }.map { String($0.dropLast(5)) }.sorted()
  }()

  @Test func hasAFixtureForEveryFamily() { #expect(Self.names.count >= 25) }

  @Test(arguments: names) func agreesWithTokenizersLibrary(_ name: String) throws {
    let tokenizer = try Tokenizer(path: Fixture.path("tokenizers/\(name).json"))
    let cases = try TokenizerCase.all(name)
    #expect(cases.count > 100)
    for item in cases {
      let encoding = tokenizer.encode(item.text)
      #expect(encoding.ids == item.ids, "\(name): ids of \(item.text.debugDescription.prefix(200))")
      guard let spans = item.spans else { continue }
      #expect(
        tokenizer.encode(item.text, addSpecialTokens: false).ids == item.plainIDs, "\(name): without special tokens")
      #expect(encoding.spans == spans, "\(name): spans of \(item.text.debugDescription)")
      for (key, skips) in [("decoded", true), ("decodedAll", false)] {
        let decoded = tokenizer.decode(encoding.ids, skipSpecialTokens: skips)
        let wanted = item.expected[key]?.stringValue ?? item.text
        #expect(Array(decoded.utf8) == Array(wanted.utf8), "\(name): \(key) of \(item.text.debugDescription)")
      }
    }
  }

  /// Real tokenizers beside the repository, and whether they are there.
  static let realNames = ["gpt2-tokenizer", "stories260K", "pair-finance/base", "slm4096"].filter {
    Fixture.real($0) != nil
  }

  @Test(.enabled(if: !realNames.isEmpty, "../shared/real is not there"), arguments: realNames)
  func agreesOnRealVocabularies(_ name: String) throws {
    let directory = try #require(Fixture.real(name))
    let tokenizer = try Tokenizer(path: directory)
    for item in try TokenizerCase.lines("\(directory)/cases.jsonl") {
      let text = item["text"]?.stringValue ?? ""
      #expect(tokenizer.encode(text).ids == TokenizerCase.ints(item["ids"]), "\(text.debugDescription.prefix(200))")
      guard item["ids_no_special"] != nil else { continue }
      #expect(tokenizer.encode(text, addSpecialTokens: false).ids == TokenizerCase.ints(item["ids_no_special"]))
    }
  }
}
