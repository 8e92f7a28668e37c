import MindstateModel
import MindstateNumerics
import MindstateStore
import MindstateTestSupport
import Testing

struct SoftPromptTests {
  static let families = ["gpt2-tanh-gelu", "gpt_neox-pythia", "llama-gqa", "qwen2-window-tied"]

  /// Virtual tokens whose vectors are embeddings of real ones are those tokens.
  @Test(arguments: families)
  func embeddingsAsVectorsGiveTheStatesOfTheirTokens(model: String) throws {
    let fixture = ModelFixture(name: model)
    let checkpoint = try Checkpoint(directory: fixture.directory)
    let base = try Parameters(checkpoint)
    let prefix = [3, 1, 41, 5]
    let prompt = SoftPrompt(vectors: try base.embedding(.tokenEmbedding, rows: prefix))
    let transformer = Transformer(base, softPrompt: prompt)
    let sequences = try fixture.sequences()
    let virtual = TokenBatch(sequences: sequences, virtualTokens: prefix.count)
    let real = TokenBatch(sequences: sequences.map { prefix + $0 })
    let a = try InvarianceTests.states(transformer, virtual)
    let b = try InvarianceTests.states(transformer, real)
    #expect(virtual.segments[0].rows == 0..<4 && virtual.longest == real.longest)
    for i in sequences.indices {
      InvarianceTests.expectClose(
        a[rows: virtual.segments[i + 1].rows], b[rows: real.segments[i].rows.dropFirst(4).indices],
        "\(model), prompt \(i)")
    }
  }

  @Test func noVirtualTokensIsTheSameBatch() {
    let sequences = [[1, 2], [3]]
    let (a, b) = (TokenBatch(sequences: sequences), TokenBatch(sequences: sequences, virtualTokens: 0))
    #expect(a.tokens == b.tokens && a.segments == b.segments)
  }

  @Test func virtualTokensCountInTheContextAndNeedASoftPrompt() throws {
    let checkpoint = try Checkpoint(directory: ModelFixture(name: "gpt2-tanh-gelu").directory)
    let width = checkpoint.spec.width
    let prompt = SoftPrompt(vectors: Matrix(rows: 2, columns: width, repeating: 0.1))
    let base = try Parameters(checkpoint)
    let plan = CapturePlan(sites: [.init(site: .resid, layers: [0])], readings: [.rows([2])])
    let long = Array(repeating: 1, count: checkpoint.spec.context - 1)
    #expect(throws: ForwardError.tooLong(tokens: long.count + 2, context: checkpoint.spec.context)) {
      try Transformer(base, softPrompt: prompt).forward(
        TokenBatch(sequences: [long], virtualTokens: 2), capturing: plan)
    }
    #expect(throws: ForwardError.tokenOutsideVocabulary(token: -3, row: 2, vocabulary: checkpoint.spec.vocabulary)) {
      try Transformer(base, softPrompt: prompt).forward(
        TokenBatch(sequences: [[1]], virtualTokens: 3), capturing: plan)
    }
    #expect(throws: ForwardError.tokenOutsideVocabulary(token: -1, row: 0, vocabulary: checkpoint.spec.vocabulary)) {
      try Transformer(base).forward(TokenBatch(sequences: [[1]], virtualTokens: 2), capturing: plan)
    }
  }
}
