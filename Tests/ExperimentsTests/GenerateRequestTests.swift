import MindstateExperiments
import MindstateModel
import MindstateTestSupport
import Synchronization
import Testing

/// Generation as the command asks for it.
struct GenerateRequestTests {
  /// Asks for a stop as soon as so many continuations are done.
  private struct StopAfter: ProgressReporter {
    let count: Int
    let stop: StopRequest
    func report(done: Int, total: Int, what: String) { if done >= count { stop.request() } }
    func finish() {}
  }

  private static func request(_ wrappers: [String]) throws -> (GenerateRequest, PromptSet) {
    var request = GenerateRequest(model: "\(Fixture.repository)/data/tiny/base")
    request.wrappers = wrappers.map { "\(Fixture.repository)/data/wrappers/\($0).txt" }
    request.settings.maxNewTokens = 3
    return (request, try PromptSet.read("\(Fixture.repository)/data/prompts/smoke.jsonl"))
  }

  @Test func aStopGivesWhatIsFinishedBeforeItThrows() throws {
    let (request, prompts) = try Self.request(["bare", "qa"])
    let whole = try request.run(prompts)
    #expect(whole.map(\.wrapper) == ["bare", "qa"] && whole.allSatisfy { $0.generations.count == 8 })
    let stop = StopRequest()
    var kept: [GenerateRequest.Result] = []
    #expect(throws: CancellationError.self) {
      try request.run(prompts, stop: stop, progress: StopAfter(count: 8, stop: stop)) { kept.append($0) }
    }
    #expect(kept.map(\.wrapper) == ["bare", "qa"])
    #expect(kept[0].generations == whole[0].generations && kept[1].generations.isEmpty)
  }

  @Test func firstLineIsTheFirstThatShowsAnything() throws {
    var (request, prompts) = try Self.request(["bare"])
    request.settings = GenerationSettings(maxNewTokens: 60, temperature: 3, seed: 2)
    let whole = try request.run(prompts)[0].generations
    request.settings.firstLine = true
    let lines = try request.run(prompts)[0].generations
    #expect(whole.contains { $0.text.utf8.contains(10) }, "nothing was tested")
    for (text, line) in zip(whole, lines) {
      #expect(line.text.utf8.elementsEqual(FirstLine.of(text.text).utf8) && line.tokens.count <= text.tokens.count)
      #expect(Array(text.tokens.prefix(line.tokens.count)) == line.tokens)
    }
  }
}
