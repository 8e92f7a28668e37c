import MindstateModel
import MindstateNumerics
import MindstateStore
import MindstateTestSupport
import Testing

struct AdapterPropertyTests {
  @Test(arguments: AdapterFixture.loras)
  func bEqualToZeroChangesNoBit(fixture: AdapterFixture) throws {
    let checkpoint = try Checkpoint(directory: fixture.model.directory)
    var adapter = try LoRA(directory: fixture.directory, for: checkpoint)
    for i in adapter.pairs.indices {
      adapter.pairs[i].b = Matrix(rows: adapter.pairs[i].b.rows, columns: adapter.pairs[i].b.columns)
    }
    let batch = TokenBatch(sequences: try fixture.model.sequences())
    let plain = try InvarianceTests.states(Transformer(checkpoint), batch)
    let base = try Parameters(checkpoint)
    let adapted = try InvarianceTests.states(Transformer(AdaptedTensors(base, adapter)), batch)
    #expect(plain == adapted)
  }

  @Test func aNewAdapterChangesNoBitAndIsTheSameForTheSameSeed() throws {
    let checkpoint = try Checkpoint(directory: ModelFixture(name: "gpt2-tanh-gelu").directory)
    let settings = LoRASettings(rank: 3, alpha: 6, targets: .allLinear)
    var random = RandomStream(seed: 7, name: "adapter")
    let adapter = try LoRA(settings, for: checkpoint, random: &random)
    #expect(adapter.pairs.count == 4 * checkpoint.spec.layers)
    #expect(adapter.pairs.allSatisfy { $0.a.elements.contains { $0 != 0 } })
    var again = RandomStream(seed: 7, name: "adapter")
    #expect(try LoRA(settings, for: checkpoint, random: &again).digest() == adapter.digest())
    let batch = TokenBatch(sequences: [[1, 2, 3]])
    let plain = try InvarianceTests.states(Transformer(checkpoint), batch)
    let base = try Parameters(checkpoint)
    #expect(try InvarianceTests.states(Transformer(AdaptedTensors(base, adapter)), batch) == plain)
  }

  /// The last block alone is adapted: everything below its output is the same to the bit.
  @Test func statesBelowTheAdaptedLayerAreBitIdentical() throws {
    let fixture = AdapterFixture("llama-one-layer-of-pattern", on: "llama-gqa")
    let condition = try fixture.condition(softPrompt: false)
    let batch = TokenBatch(sequences: try fixture.model.sequences())
    let plain = try InvarianceTests.states(Transformer(condition.checkpoint), batch)
    let adapted = try InvarianceTests.states(condition.transformer(), batch)
    let below = 3 * condition.spec.width  // levels 0, 1, 2: what enters blocks 0, 1, 2
    #expect(plain[columns: 0..<below] == adapted[columns: 0..<below])
    #expect(plain[columns: below..<plain.columns] != adapted[columns: below..<plain.columns])
  }

  @Test(arguments: AdapterFixture.loras)
  func tensorsThatAreNotAdaptedAreTheSameMemory(fixture: AdapterFixture) throws {
    let checkpoint = try Checkpoint(directory: fixture.model.directory)
    let adapter = try LoRA(directory: fixture.directory, for: checkpoint)
    let base = try Parameters(checkpoint)
    let merged = AdaptedTensors(base, adapter)
    for entry in base.entries {
      let tensor = try merged.tensor(entry.role, layer: entry.layer)
      let isAdapted = adapter.index(of: entry.role, layer: entry.layer) != nil
      #expect((tensor.storage === entry.value.storage) != isAdapted, "\(entry.name)")
      guard let delta = adapter.delta(entry.role, layer: entry.layer) else { continue }
      let sum = zip(entry.value.elements, delta.elements).map { $0 + $1 }
      let largest = zip(sum, tensor.elements).map { abs($0 - $1) }.max() ?? 1
      #expect(largest <= 1e-6, "\(entry.name)")
    }
  }

  @Test func theDeltaIsScaleTimesBTimesA() throws {
    let checkpoint = try Checkpoint(directory: ModelFixture(name: "gpt2-hub").directory)
    let adapter = try LoRA(directory: Fixture.path("adapters/gpt2-fused-and-both-outputs"), for: checkpoint)
    let delta = try #require(adapter.delta(.queryKeyValue, layer: 1))
    let pair = adapter.pairs[try #require(adapter.index(of: .queryKeyValue, layer: 1))]
    #expect(pair.scale == 4)
    #expect(delta.rows == pair.a.columns && delta.columns == pair.b.rows, "Conv1D lies [inputs, outputs]")
    for (input, output) in [(0, 0), (3, 41), (delta.rows - 1, delta.columns - 1)] {
      let sum = (0..<3).reduce(0.0) { $0 + Double(pair.b[output, $1]) * Double(pair.a[$1, input]) }
      #expect(abs(Double(delta[input, output]) - 4 * sum) < 1e-5)
    }
  }

  @Test func theNumberOfThreadsChangesNoBitOfAMergedTensor() throws {
    let condition = try AdapterFixture.loras[0].condition(softPrompt: false)
    let batch = TokenBatch(sequences: [[5, 6, 7, 8]])
    let one = try InvarianceTests.states(condition.transformer(workers: Workers(threads: 1)), batch)
    let three = try InvarianceTests.states(condition.transformer(workers: Workers(threads: 3)), batch)
    InvarianceTests.expectClose(one, three, "threads")
    let again = try InvarianceTests.states(condition.transformer(workers: Workers(threads: 3)), batch)
    #expect(three == again)
  }
}
