import MindstateModel
import MindstateNumerics
import MindstateStore
import MindstateTestSupport
import Testing

/// A state does not depend on what else is in the batch, on its size, on the order, on a shared prefix or on threads:
/// ‖Δ‖₂ / ‖x‖₂ ≤ 1e-5 for every row.
struct InvarianceTests {
  static let families = ["gpt2-hub", "gpt_neox-pythia", "llama-rope3-tied", "qwen2-window-tied", "mistral-window"]
    .map(ModelFixture.init)

  @Test(arguments: families)
  func aloneTogetherAndShuffledGiveTheSameStates(fixture: ModelFixture) throws {
    let transformer = Transformer(try Checkpoint(directory: fixture.directory))
    let sequences = try Self.sequences(fixture, count: 60)
    let together = try Self.states(transformer, TokenBatch(sequences: sequences))
    var random = RandomStream(seed: 1, name: "order")
    let order = random.permutation(of: sequences.count)
    let shuffled = try Self.states(transformer, TokenBatch(sequences: order.map { sequences[$0] }))
    let all = TokenBatch(sequences: sequences)
    let mixed = TokenBatch(sequences: order.map { sequences[$0] })
    for (i, sequence) in sequences.enumerated() {
      let alone = try Self.states(transformer, TokenBatch(sequences: [sequence]))
      Self.expectClose(alone, together[rows: all.segments[i].rows], "\(fixture.name), sequence \(i) in the batch")
      let place = try #require(order.firstIndex(of: i))
      Self.expectClose(alone, shuffled[rows: mixed.segments[place].rows], "\(fixture.name), sequence \(i) shuffled")
    }
  }

  @Test(arguments: families)
  func aSharedPrefixGivesTheSameStates(fixture: ModelFixture) throws {
    let transformer = Transformer(try Checkpoint(directory: fixture.directory))
    let sequence = try #require(try fixture.sequences().max { $0.count < $1.count })
    let flat = try Self.states(transformer, TokenBatch(sequences: [sequence]))
    var tree = TokenBatch()
    let root = tree.append(Array(sequence[..<7]))
    tree.append([3, 1, 4], after: root)
    let middle = tree.append(Array(sequence[7..<20]), after: root)
    let leaf = tree.append(Array(sequence[20...]), after: middle)
    let states = try Self.states(transformer, tree)
    let path = [root, middle, leaf].flatMap { tree.segments[$0].rows }
    Self.expectClose(flat, states.gatheringRows(path), "\(fixture.name), as a path in a tree")
  }

  @Test(arguments: families)
  func readingOneRowOfTheLastLayerChangesNothing(fixture: ModelFixture) throws {
    let checkpoint = try Checkpoint(directory: fixture.directory)
    let transformer = Transformer(checkpoint)
    let batch = TokenBatch(sequences: try Self.sequences(fixture, count: 9))
    let all = try Self.states(transformer, batch)
    let lasts = batch.segments.map { $0.rows.upperBound - 1 }
    let few = try Self.states(transformer, batch, readings: [.rows(lasts)])
    Self.expectClose(all.gatheringRows(lasts), few, "\(fixture.name), last rows alone")
    let lower = try transformer.forward(
      batch, capturing: .init(sites: [.init(site: .residPost, layers: [0])], readings: [.rows(lasts)]))
    let width = checkpoint.spec.width
    Self.expectClose(
      all.gatheringRows(lasts)[columns: width..<2 * width], lower.states[0][0], "\(fixture.name), the first block alone"
    )
  }

  @Test(arguments: [1, 2, 3, 5])
  func theNumberOfThreadsChangesNothing(threads: Int) throws {
    let fixture = ModelFixture(name: "llama-gqa")
    let checkpoint = try Checkpoint(directory: fixture.directory)
    let batch = TokenBatch(sequences: try Self.sequences(fixture, count: 80))
    let one = try Self.states(Transformer(checkpoint, workers: Workers(threads: 1)), batch)
    let many = try Self.states(Transformer(checkpoint, workers: Workers(threads: threads)), batch)
    Self.expectClose(one, many, "\(threads) threads")
    let again = try Self.states(Transformer(checkpoint, workers: Workers(threads: threads)), batch)
    #expect(many == again, "the same command twice gives the same bits")
  }

  @Test func aMeanIsTheMeanOfItsRows() throws {
    let fixture = ModelFixture(name: "qwen2-untied")
    let transformer = Transformer(try Checkpoint(directory: fixture.directory))
    let batch = TokenBatch(sequences: try Self.sequences(fixture, count: 12))
    let groups = batch.segments.map { Array($0.rows) }
    let all = try Self.states(transformer, batch)
    let means = try Self.states(transformer, batch, readings: [.means(groups)])
    for (i, group) in groups.enumerated() {
      let expected = all.gatheringRows(group).meanOfRows.map { Float($0) }
      let row = Matrix(rows: 1, columns: expected.count, expected)
      Self.expectClose(row, means[rows: i..<i + 1], "mean \(i)")
    }
  }

  @Test func refusesTokensOutsideTheVocabularyAndLongSequences() throws {
    let transformer = Transformer(try Checkpoint(directory: ModelFixture(name: "gpt2-hub").directory))
    let plan = CapturePlan(sites: [.init(site: .resid, layers: [0])], readings: [.rows([0])])
    #expect(
      throws: ForwardError.tokenOutsideVocabulary(token: 100_000, row: 0, vocabulary: transformer.spec.vocabulary)
    ) {
      try transformer.forward(TokenBatch(sequences: [[100_000]]), capturing: plan)
    }
    let long = Array(repeating: 1, count: transformer.spec.context + 1)
    #expect(throws: ForwardError.tooLong(tokens: long.count, context: transformer.spec.context)) {
      try transformer.forward(TokenBatch(sequences: [long]), capturing: plan)
    }
  }

  // MARK: Helpers

  /// Sequences of many lengths cut from the fixture's longest prompt.
  static func sequences(_ fixture: ModelFixture, count: Int) throws -> [[Int]] {
    let longest = try #require(try fixture.sequences().max { $0.count < $1.count })
    return (0..<count).map { i in
      let start = i * 5 % (longest.count - 1)
      return Array(longest[start..<min(longest.count, start + 1 + i * 7 % longest.count)])
    }
  }

  /// `resid` at all levels: [rows, levels · width].
  static func states(
    _ transformer: Transformer, _ batch: TokenBatch, readings: [CapturePlan.Reading]? = nil
  ) throws -> Matrix {
    let plan = CapturePlan(
      sites: [.init(site: .resid, layers: Array(0...transformer.spec.layers))],
      readings: readings ?? [.rows(Array(0..<batch.rows))])
    return try transformer.forward(batch, capturing: plan).states[0][0]
  }

  static func expectClose(_ a: Matrix, _ b: Matrix, _ what: String, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(a.rows == b.rows && a.columns == b.columns, sourceLocation: sourceLocation)
    for row in 0..<min(a.rows, b.rows) {
      let distance = a.squaredDistance(row, b, row).squareRoot() / max(1e-30, a.squaredNorm(row).squareRoot())
      #expect(distance <= 1e-5, "\(what), row \(row)", sourceLocation: sourceLocation)
    }
  }
}
