import Foundation
import MindstateExperiments
import MindstateModel
import MindstateStore
import MindstateTestSupport
import Testing

@Suite struct LabCorpusTests {
  private struct Line: Decodable {
    var prompt: String
    var answer: String?
    var chosen: String?
  }

  private func corpus(seed: UInt64 = 3, documents: Int = 3000) throws -> String {
    let directory = NSTemporaryDirectory() + "lab-" + UUID().uuidString
    try LabCorpusRequest(seed: seed, documents: documents, entities: 40).run(writingTo: directory)
    return directory
  }

  private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  private func examples(_ path: String) throws -> [Line] {
    try text(path).split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
  }

  @Test func theSameSeedWritesTheSameBytes() throws {
    let a = try corpus(documents: 200)
    let b = try corpus(documents: 200)
    let other = try corpus(seed: 4, documents: 200)
    for file in ["corpus.txt", "counts.csv", "tuning/instruct.jsonl", "prompts/novel.jsonl", "wrappers/few-shot.txt"] {
      #expect(try text("\(a)/\(file)") == text("\(b)/\(file)"))
    }
    #expect(try text("\(a)/corpus.txt") != text("\(other)/corpus.txt"))
  }

  @Test func everyWrapperOccursInTheCorpusAndEndsInANewline() throws {
    let directory = try corpus()
    let corpus = try text(directory + "/corpus.txt")
    for folder in ["", "/paraphrases", "/irrelevant"] {
      for file in try FileManager.default.contentsOfDirectory(atPath: "\(directory)/wrappers\(folder)")
      where file.hasSuffix(".txt") {
        let wrapper = try Wrapper(path: "\(directory)/wrappers\(folder)/\(file)")
        #expect(wrapper.endsInNewline)
        let marker = wrapper.prefix.split(separator: "\n").last.map(String.init) ?? ""
        #expect(corpus.contains("\n" + marker) && corpus.contains(wrapper.suffix), "\(file)")
      }
    }
  }

  @Test func novelPromptsAreUnknownToTuningAndAnswered() throws {
    let directory = try corpus()
    let novel = try PromptSet.read(directory + "/prompts/novel.jsonl").prompts
    let tuning = try examples(directory + "/tuning/instruct.jsonl").map(\.prompt)
    for prompt in novel {
      guard case .text(let question) = prompt.content else { continue }
      #expect(prompt.reference != nil && prompt.group != nil)
      #expect(!tuning.contains(question))
      let entity = prompt.labels.first { $0.name == "entity" }?.value.stringValue
      if let entity { #expect(!tuning.contains { $0.contains(entity) }) }
    }
  }

  @Test func whatIsToldInProseOnlyIsNeverAnswered() throws {
    let directory = try corpus()
    let lines = try text(directory + "/corpus.txt").split(separator: "\n", omittingEmptySubsequences: false)
    for prompt in try PromptSet.read(directory + "/prompts/novel.jsonl").prompts
    where prompt.labels.contains(where: { $0.name == "told_in" && $0.value.stringValue == "prose" }) {
      guard case .text(let question) = prompt.content, let reference = prompt.reference else { continue }
      for (line, answer) in zip(lines, lines.dropFirst(2)) where line.hasSuffix(": " + question) {
        #expect(answer != reference)
      }
      for (line, answer) in zip(lines, lines.dropFirst()) where line == question { #expect(answer != reference) }
    }
  }

  @Test func heldOutAttributesSkillsAndPhrasingsStayOutOfTuning() throws {
    let directory = try corpus()
    for name in ["instruct", "scripts", "refusal", "preferences"] {
      for example in try examples("\(directory)/tuning/\(name).jsonl") {
        for word in ["tool", "born", "birth", "Zulani", "opposite", "contrary", "Name the", "Give the"] {
          #expect(!example.prompt.contains(word), "\(example.prompt)")
        }
      }
    }
  }

  @Test func theNewSkillIsInNoDocument() throws {
    let directory = try corpus()
    #expect(try !text(directory + "/corpus.txt").contains("Double"))
    #expect(try examples(directory + "/tuning/newskill.jsonl").allSatisfy { $0.prompt.hasPrefix("Double") })
  }
}
