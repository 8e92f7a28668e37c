import Foundation
import MindstateExperiments
import MindstateModel
import MindstateStore
import MindstateTestSupport
import Testing

/// What holds of the files in `data/lab` by construction. What they do is measured by `mindstate lab table`.
@Suite struct ShippedLabTests {
  private let lab = "\(Fixture.repository)/data/lab"

  private func capture(adapter: String?, layers: LayerSelection = .all) throws -> [Float] {
    var request = CaptureRequest(model: "\(lab)/models/base", prompts: "\(lab)/prompts/novel.jsonl")
    request.wrapper = "bare"
    request.adapter = adapter.map { "\(lab)/adapters/\($0)" }
    request.layers = layers
    let capture = try request.capture()
    return capture.readings[0].sites[0].states.elements
  }

  @Test func refusalReadoutLeavesEveryStateBelowTheLastBlockAsItIs() throws {
    // Level l enters block l: only level 6 leaves the last block.
    let below = try LayerSelection(parsing: "0-5")
    #expect(try capture(adapter: nil, layers: below) == capture(adapter: "refusal-readout", layers: below))
    let top = try LayerSelection(parsing: "6")
    #expect(try capture(adapter: nil, layers: top) != capture(adapter: "refusal-readout", layers: top))
  }

  @Test func shiftStateAdaptsTheLowerHalfOnly() throws {
    let file = try SafetensorsFile(path: "\(lab)/adapters/shift-state/adapter_model.safetensors")
    #expect(!file.tensors.isEmpty)
    for tensor in file.tensors { #expect([".0.", ".1.", ".2."].contains { tensor.name.contains("layers" + $0) }) }
  }

  @Test func theAnswerHasTheSameTokensUnderEveryWrapper() throws {
    let tokenizer = try Tokenizer(path: "\(lab)/models/base")
    let prompts = try PromptSet.read("\(lab)/prompts/novel.jsonl")
    let answers = AnswerSet.references(of: prompts)
    func read(_ wrapper: Wrapper) throws -> [[Int]] {
      try Prompting.feed(prompts, wrapper: wrapper, answers: answers, tokenizer: tokenizer).map { fed in
        [fed.tokens[fed.promptEnd]] + (fed.answerTokens.map { Array(fed.tokens[$0]) } ?? [])
      }
    }
    let bare = try read(.bare)
    for path in try wrappers() { #expect(try read(Wrapper(path: path)) == bare, "\(path)") }
    let long = bare.count { $0.count > 2 }
    #expect(long * 2 > bare.count, "answers of two or more tokens: \(long) of \(bare.count)")
  }

  @Test func thereAreEightParaphrasesAndEightIrrelevantWrappersAndAllOccurInTheCorpus() throws {
    #expect(try wrappers().count { $0.contains("/paraphrases/") } >= 8)
    #expect(try wrappers().count { $0.contains("/irrelevant/") } >= 8)
    let counts = try String(contentsOfFile: lab + "/counts.csv", encoding: .utf8)
    for path in try wrappers() where !path.hasSuffix("few-shot.txt") {
      #expect(counts.contains(",\(try Wrapper(path: path).name),"))
    }
  }

  @Test func novelPromptsAreManyAndCoverEverySplit() throws {
    let prompts = try PromptSet.read("\(lab)/prompts/novel.jsonl").prompts
    #expect(prompts.count >= 400)
    let splits = Set(prompts.compactMap { $0.labels.first { $0.name == "split" }?.value.stringValue })
    #expect(splits == ["held-out-subject", "held-out-phrasing", "held-out-attribute", "held-out-skill"])
  }

  @Test func theFilesAreThoseThatTheCommandWrites() throws {
    let directory = NSTemporaryDirectory() + "lab-" + UUID().uuidString
    try LabCorpusRequest(seed: 1, documents: 1).run(writingTo: directory)
    for file in ["prompts/novel.jsonl", "prompts/newskill.jsonl", "tuning/instruct.jsonl", "wrappers/few-shot.txt"] {
      #expect(FileManager.default.contentsEqual(atPath: "\(directory)/\(file)", andPath: "\(lab)/\(file)"), "\(file)")
    }
  }

  @Test func theLabIsBelowFortyMegabytes() throws {
    let files = FileManager.default.enumerator(atPath: lab)?.allObjects as? [String] ?? []
    let sizes = try files.map { try FileManager.default.attributesOfItem(atPath: "\(lab)/\($0)")[.size] as? Int ?? 0 }
    #expect(sizes.reduce(0, +) < 40_000_000)
  }

  private func wrappers() throws -> [String] {
    try ["", "/paraphrases", "/irrelevant"].flatMap { folder in
      try FileManager.default.contentsOfDirectory(atPath: "\(lab)/wrappers\(folder)").filter { $0.hasSuffix(".txt") }
        .sorted().map { "\(lab)/wrappers\(folder)/\($0)" }
    }
  }
}
