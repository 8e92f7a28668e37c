import Foundation
import MindstateModel
import MindstateTestSupport
import Testing

/// What comes with mindstate under `data/`.
@Suite struct ShippedDataTests {
  static let data = Fixture.repository + "/data"
  static let families = ["qa", "few-shot"]
  /// Those that carry verdicts.
  static let canonical = ["bare", "qa", "few-shot", "alpaca", "vicuna", "film-script"]

  static func prompts() throws -> PromptSet { try PromptSet.read(data + "/prompts/instructions.jsonl") }
  static func wrapper(_ name: String) throws -> Wrapper {
    try Wrapper(named: name, searching: [data + "/wrappers"])
  }
  static func all(_ role: String, of family: String) throws -> [Wrapper] {
    try Wrapper.all(in: "\(data)/wrappers/\(role)/\(family)")
  }

  @Test func instructionsAreManyVariedAndLabeled() throws {
    let prompts = try Self.prompts().prompts
    #expect(prompts.count >= 130)
    var tasks: [String: Int] = [:]
    for prompt in prompts {
      #expect(prompt.labels.map(\.name) == ["task", "topic"], "\(prompt.id)")
      guard case .text(let text) = prompt.content else {
        Issue.record("\(prompt.id) has no text")
        continue
      }
      #expect(!text.contains { $0.isNewline } && text == text.trimmingCharacters(in: .whitespaces), "\(prompt.id)")
      tasks[prompt.labels.first?.value.stringValue ?? "", default: 0] += 1
    }
    #expect(tasks.count >= 12)
    #expect(tasks.values.allSatisfy { $0 >= 8 })
  }

  @Test func referencesAreShortAndOneLine() throws {
    for prompt in try Self.prompts().prompts {
      let reference = try #require(prompt.reference, "\(prompt.id)")
      #expect(reference == reference.trimmingCharacters(in: .whitespacesAndNewlines), "\(prompt.id)")
      #expect(!reference.contains { $0.isNewline } && reference.split(separator: " ").count <= 8, "\(prompt.id)")
    }
  }

  @Test func groupsAreShared() throws {
    let groups = try Self.prompts().prompts.compactMap(\.group)
    let counts = Dictionary(groups.map { ($0, 1) }, uniquingKeysWith: +)
    #expect(counts.values.allSatisfy { $0 >= 2 }, "\(counts.filter { $0.value < 2 })")
  }

  @Test func smokePromptsAreEightOfTheInstructions() throws {
    let all = try Self.prompts().prompts
    let smoke = try PromptSet.read(Self.data + "/prompts/smoke.jsonl").prompts
    #expect(smoke.count == 8)
    for prompt in smoke {
      let original = try #require(all.first { $0.id == prompt.id })
      #expect(original.content == prompt.content && original.reference == prompt.reference)
    }
  }

  @Test func wrappersEndInOneNewlineButRaw() throws {
    var wrappers = try Self.canonical.map(Self.wrapper)
    for family in Self.families {
      for role in ["paraphrases", "irrelevant"] {
        let wrappersOfRole = try Self.all(role, of: family)
        #expect(wrappersOfRole.count >= 8)
        wrappers += wrappersOfRole
      }
    }
    for wrapper in wrappers {
      #expect(wrapper.endsInNewline && !wrapper.suffix.hasSuffix("\n\n"), "\(wrapper.name)")
      #expect(!wrapper.template.utf8.contains(UInt8(ascii: "\r")), "\(wrapper.name)")
    }
    #expect(Set(wrappers.map(\.name)).count == wrappers.count, "a name would stand for two wrappers in a table")
    #expect(Set(wrappers.map(\.template)).count == wrappers.count)
  }

  @Test func filesOfBuiltInWrappersSayTheSame() throws {
    for wrapper in Wrapper.builtIn {
      #expect(try Wrapper(path: "\(Self.data)/wrappers/\(wrapper.name).txt") == wrapper)
    }
  }

  @Test func fewShotExamplesAreNoneOfTheInstructions() throws {
    let prompts = try Self.prompts().prompts
    for wrapper in try [Self.wrapper("few-shot")] + Self.all("paraphrases", of: "few-shot") {
      for prompt in prompts {
        if case .text(let text) = prompt.content { #expect(!wrapper.template.contains(text), "\(wrapper.name)") }
      }
    }
  }

  /// Like length: with GPT-2's vocabulary a paraphrase or irrelevant wrapper has within 20 % of the tokens of its
  /// family, or is within three tokens of it.
  @Test(.enabled(if: Fixture.real("gpt2-tokenizer") != nil, "needs ../shared/real/gpt2-tokenizer"))
  func familiesAreOfLikeLengthInTokens() throws {
    let tokenizer = try Tokenizer(path: #require(Fixture.real("gpt2-tokenizer")))
    func length(_ wrapper: Wrapper) -> Int {
      tokenizer.encode(wrapper.prefix).ids.count + tokenizer.encode(wrapper.suffix).ids.count
    }
    try checkLengths(slack: 3, length)
  }

  /// The same in bytes, which needs no tokenizer.
  @Test func familiesAreOfLikeLengthInBytes() throws {
    try checkLengths(slack: 16) { $0.template.utf8.count }
  }

  private func checkLengths(slack: Int, _ length: (Wrapper) -> Int) throws {
    for family in Self.families {
      let expected = length(try Self.wrapper(family))
      for wrapper in try Self.all("paraphrases", of: family) + Self.all("irrelevant", of: family) {
        let difference = abs(length(wrapper) - expected)
        #expect(difference <= max(slack, expected / 5), "\(wrapper.name): \(length(wrapper)) against \(expected)")
      }
    }
  }
}
