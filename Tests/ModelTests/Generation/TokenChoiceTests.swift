import Foundation
import MindstateModel
import MindstateStore
import MindstateTestSupport
import Testing

/// One token from logits: the likeliest, or a draw with the right chances.
struct TokenChoiceTests {
  private static func draws(_ logits: [Float], _ settings: GenerationSettings, _ count: Int = 40_000) -> [Int] {
    var choice = TokenChoice(settings, name: "draws")
    var counts = Array(repeating: 0, count: logits.count)
    for _ in 0..<count { counts[choice.next(logits)] += 1 }
    return counts
  }

  @Test func zeroTemperatureTakesTheLowestIdAmongTheLikeliest() {
    var choice = TokenChoice(GenerationSettings(), name: "greedy")
    #expect(choice.next([1, 3, -2, 3, 3]) == 1)
    #expect(choice.next([-5, -5]) == 0)
    #expect(choice.next([-9]) == 0)
  }

  /// Chances of one draw that transformers' warpers leave, for several temperatures and p.
  @Test func drawsHaveTheChancesOfTheReferenceAndNeverLeaveItsNucleus() throws {
    let cases = try JSON(parsing: TextFile.read(Fixture.path("generation/top_p.json"))).arrayValue ?? []
    #expect(cases.count == 15)
    for item in cases {
      let logits = (item["logits"]?.arrayValue ?? []).compactMap { $0.doubleValue.map { Float($0) } }
      let chances = (item["probabilities"]?.arrayValue ?? []).compactMap(\.doubleValue)
      let settings = GenerationSettings(
        temperature: item["temperature"]?.doubleValue ?? 0, topP: item["top_p"]?.doubleValue ?? 0, seed: 4)
      let counts = Self.draws(logits, settings)
      let kept = TokenizerCase.ints(item["kept"])
      #expect(counts.indices.filter { counts[$0] > 0 } == kept, "\(settings)")
      // Chi-squared with at most 8 degrees of freedom: 26.1 is its 99.9 % point.
      let statistic = kept.reduce(0.0) { sum, token in
        let mean = 40_000 * chances[token]
        return sum + (Double(counts[token]) - mean) * (Double(counts[token]) - mean) / mean
      }
      #expect(statistic < 26.1, "\(settings): \(statistic)")
    }
  }

  @Test func withoutTopPEveryTokenHasItsSoftmaxChance() {
    let logits: [Float] = [0, 1, 2, -1, 0.5]
    let counts = Self.draws(logits, GenerationSettings(temperature: 1, seed: 9))
    let weights = logits.map { exp(Double($0)) }
    let total = weights.reduce(0, +)
    let statistic = zip(counts, weights).reduce(0.0) { sum, pair in
      let mean = 40_000 * pair.1 / total
      return sum + (Double(pair.0) - mean) * (Double(pair.0) - mean) / mean
    }
    #expect(statistic < 18.5)  // 99.9 % point with 4 degrees of freedom
  }

  @Test func extremesStayInTheVocabulary() {
    let logits: [Float] = [3e38, -3e38, 0]
    for (temperature, topP) in [(1e-300, 1.0), (1e300, 1.0), (1e-300, 1e-300), (1.0, 1 - 1e-16), (1e300, 0.999)] {
      let counts = Self.draws(logits, GenerationSettings(temperature: temperature, topP: topP), 200)
      #expect(counts.reduce(0, +) == 200)
    }
    #expect(Self.draws(logits, GenerationSettings(temperature: 5, topP: 1e-9), 50) == [50, 0, 0])
  }

  @Test func seedAndPromptMakeTheDraws() {
    let logits = Array(repeating: Float(0), count: 1000)
    func sequence(_ seed: UInt64, _ name: String) -> [Int] {
      var choice = TokenChoice(GenerationSettings(temperature: 1, seed: seed), name: name)
      return (0..<20).map { _ in choice.next(logits) }
    }
    #expect(sequence(1, "a") == sequence(1, "a"))
    #expect(sequence(1, "a") != sequence(2, "a") && sequence(1, "a") != sequence(1, "b"))
  }
}
