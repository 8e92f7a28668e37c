import Foundation
import MindstateModel
import MindstateNumerics
import MindstateStore
import MindstateTestSupport
import Testing

/// Greedy generation with the cache against `generate` of transformers and a loop over PEFT's models.
struct GenerationParityTests {
  @Test(arguments: GenerationFixture.all)
  func choosesTheTokensOfTheReference(fixture: GenerationFixture) throws {
    let expected = try fixture.expected()
    let prompts = try fixture.prompts(in: expected)
    #expect(prompts.count >= 2)
    let settings = GenerationSettings(maxNewTokens: GenerationFixture.newTokens)
    let results = try fixture.generator().generate(tokens: prompts.map(\.tokens), settings)
    for (prompt, result) in zip(prompts, results) {
      let tokens = try fixture.integers("tokens.\(prompt.number)", in: expected)
      #expect(result.tokens == tokens, "\(fixture.name), prompt \(prompt.number)")
      #expect(result.finish == .length && result.text.isEmpty)
      let logits = try #require(expected["logits.\(prompt.number)"])
      let rows = try expected.matrix(logits, rows: tokens.count, columns: logits.count / tokens.count)
      for (step, token) in tokens.enumerated() {
        #expect(abs(result.logProbabilities[step] - logSoftmax(rows.row(step), token)) < 2e-4, "step \(step)")
      }
    }
  }

  /// Every step's logits, by what the cached pass says of the whole vocabulary.
  @Test(arguments: GenerationFixture.all)
  func logitsOfEveryStepAgreeWithTheReference(fixture: GenerationFixture) throws {
    let expected = try fixture.expected()
    let prompts = try fixture.prompts(in: expected)
    var tokens: [[Int]] = []
    var logits: [Matrix] = []
    for prompt in prompts {
      let tensor = try #require(expected["logits.\(prompt.number)"])
      tokens.append(try fixture.integers("tokens.\(prompt.number)", in: expected))
      logits.append(
        try expected.matrix(
          tensor, rows: GenerationFixture.newTokens, columns: tensor.count / GenerationFixture.newTokens))
    }
    let ours = try fixture.generator().stepLogits(prompts.map(\.tokens), following: tokens)
    for (i, reference) in logits.enumerated() {
      let difference = Difference(reference: reference, ours: ours[i], width: reference.columns)
      #expect(difference.isWithinTolerance, "\(fixture.name), prompt \(prompts[i].number): \(difference)")
    }
  }

  @Test(arguments: GenerationFixture.models)
  func endsWhereTheReferenceEnds(fixture: GenerationFixture) throws {
    let expected = try fixture.expected()
    let prompts = try fixture.prompts(in: expected)
    let end = Set(try fixture.integers("end_tokens", in: expected))
    let results = try fixture.generator(endTokens: end).generate(
      tokens: prompts.map(\.tokens), GenerationSettings(maxNewTokens: GenerationFixture.newTokens))
    for (prompt, result) in zip(prompts, results) {
      let tokens = try fixture.integers("ended.\(prompt.number)", in: expected)
      #expect(result.tokens == tokens && result.logProbabilities.count == tokens.count)
      #expect(result.finish == (tokens.count < GenerationFixture.newTokens ? .end : .length))
    }
    #expect(results.contains { $0.finish == .end })
  }

  private func logSoftmax(_ logits: [Float], _ token: Int) -> Double {
    let top = logits.map(Double.init).max() ?? 0
    return Double(logits[token]) - top - log(logits.reduce(0) { $0 + exp(Double($1) - top) })
  }
}
