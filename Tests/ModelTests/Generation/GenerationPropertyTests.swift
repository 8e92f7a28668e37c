import MindstateModel
import MindstateNumerics
import MindstateStore
import MindstateTestSupport
import Testing

/// What holds of generation whatever the model: a cache is only a short cut, and a prompt never notices the others.
struct GenerationPropertyTests {
  /// 40 tokens and 15 new ones lie far beyond the windows of 5 to 9 tokens.
  @Test(arguments: GenerationFixture.all)
  func theCacheGivesTheLogitsOfAForwardPassOverTheWholeSequence(fixture: GenerationFixture) throws {
    // Prompts on which rounding alone takes much of the tolerance, in the reference's double precision, are left out.
    let prompts = try fixture.prompts(in: fixture.expected()).map(\.tokens)
    let steps = min(15, try fixture.condition().spec.context - 49)
    var random = RandomStream(seed: 3, name: fixture.name)
    let vocabulary = try fixture.condition().spec.vocabulary
    let following = prompts.map { _ in (0..<steps).map { _ in random.index(below: vocabulary) } }
    let cached = try fixture.generator().stepLogits(prompts, following: following)
    let transformer = try fixture.transformer()
    for step in 0..<steps {
      let whole = try transformer.logitsAfter(prompts.indices.map { prompts[$0] + following[$0][..<step] })
      for i in prompts.indices {
        InvarianceTests.expectClose(
          whole[rows: i..<i + 1], cached[i][rows: step..<step + 1], "\(fixture.name), prompt \(i), step \(step)")
      }
    }
  }

  @Test(arguments: GenerationFixture.all, [0.0, 1.3])
  func aPromptNeverNoticesTheOthers(fixture: GenerationFixture, temperature: Double) throws {
    let fed = try Self.prompts(fixture, count: 40)
    let settings = GenerationSettings(maxNewTokens: 9, temperature: temperature, topP: 0.95, seed: 5)
    let together = try fixture.generator(endTokens: [7]).generate(fed, settings)
    #expect(together.map(\.id) == fed.map(\.id))
    // A memory for few: batches of other company.
    let apart = try fixture.generator(endTokens: [7], memory: 60_000).generate(fed, settings)
    let backwards = try fixture.generator(endTokens: [7]).generate(fed.reversed(), settings)
    let alone = try fed.prefix(7).flatMap { try fixture.generator(endTokens: [7]).generate([$0], settings) }
    for other in [apart, backwards.reversed(), alone] {
      for (a, b) in zip(together, other) {
        #expect(a.id == b.id && a.tokens == b.tokens && a.finish == b.finish)
        #expect(zip(a.logProbabilities, b.logProbabilities).allSatisfy { abs($0 - $1) < 1e-4 })
      }
    }
  }

  @Test func theSameCommandGivesTheSameBits() throws {
    let fixture = GenerationFixture.models[4]
    let fed = try Self.prompts(fixture, count: 90)
    let settings = GenerationSettings(maxNewTokens: 6, temperature: 0.8, seed: 1)
    let results = try [1, 1, 2, 2, 5].map { threads in
      try Generator(fixture.transformer(workers: Workers(threads: threads)), tokenizer: nil, endTokens: [])
        .generate(fed, settings)
    }
    #expect(results[0] == results[1] && results[2] == results[3])
    for other in results { #expect(other.map(\.tokens) == results[0].map(\.tokens)) }
  }

  @Test(arguments: [GenerationFixture.models[5], GenerationFixture.conditions[0]])
  func weightsReadAnewAtEveryStepGiveTheSameBits(fixture: GenerationFixture) throws {
    let fed = try Self.prompts(fixture, count: 5)
    let kept = try fixture.generator(memory: 1 << 20, keepsLayers: true).generate(fed)
    let read = try fixture.generator(memory: 1 << 20, keepsLayers: false).generate(fed)
    #expect(kept == read)
  }

  @Test func everyPromptIsReportedOnceAsItEnds() throws {
    let fixture = GenerationFixture.models[0]
    let fed = try Self.prompts(fixture, count: 30)
    var seen: [Int: Generation] = [:]
    var counts: [Int] = []
    let results = try fixture.generator(endTokens: [3], memory: 200_000).generate(
      fed, GenerationSettings(maxNewTokens: 5), progress: { counts.append($0) },
      finished: { index, generation in
        #expect(seen.updateValue(generation, forKey: index) == nil)
      })
    #expect(results.indices.allSatisfy { seen[$0] == results[$0] })
    #expect(counts == counts.sorted() && counts.last == 30)
  }

  @Test func aStopKeepsWhatIsFinished() throws {
    let fixture = GenerationFixture.models[0]
    let fed = try Self.prompts(fixture, count: 30)
    let whole = try fixture.generator().generate(fed, GenerationSettings(maxNewTokens: 5))
    var seen: [Int: Generation] = [:]
    var steps = 0
    #expect(throws: CancellationError.self) {
      try fixture.generator(memory: 200_000).generate(
        fed, GenerationSettings(maxNewTokens: 5), finished: { seen[$0] = $1 },
        isStopped: {
          steps += 1
          return steps > 12
        })
    }
    #expect(!seen.isEmpty && seen.count < 30)
    for (index, generation) in seen { #expect(generation.tokens == whole[index].tokens) }
  }

  // MARK: Helpers

  /// Prompts of many lengths cut from the fixture's longest.
  static func prompts(_ fixture: GenerationFixture, count: Int) throws -> [FedPrompt] {
    let sequences = try InvarianceTests.sequences(fixture.model, count: count)
    let set = PromptSet(
      source: "test", prompts: sequences.enumerated().map { Prompt(id: "p\($0)", content: .tokens($1)) })
    return try Prompting.feed(set, wrapper: .raw, tokenizer: nil)
  }
}
