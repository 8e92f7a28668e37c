import MindstateNumerics
import MindstateProbes
import Testing

@Suite struct RePairingTests {
  @Test func agreesWithEveryPermutation() throws {
    let expected = try Expected.load(Expected.Statistics.self, "statistics").repairing
    var random = RandomStream(seed: 1, name: "five")
    let table = PairTable(prompts: 5, values: expected.table, closer: .smaller)
    let null = try #require(RePairing(draws: 40_000).null(of: table, random: &random))
    #expect(isClose(null.mean, expected.mean, 0.005))
    #expect(isClose(null.sd, expected.sd, 0.02))
    #expect(abs(null.p - Double(expected.reached) / Double(expected.permutations)) < 0.003, "\(null.p)")
  }

  /// Twenty-four pairings; each must come up about as often.
  @Test func drawsEveryPermutationAlike() {
    // 1, 10, 100, 1000 in the four rows: each pairing has a sum of its own.
    let weights = [1.0, 10, 100, 1000]
    let values = (0..<16).map { weights[$0 / 4] * Double($0 % 4) }
    var random = RandomStream(seed: 2, name: "four")
    let means = Permutations(of: 4, draws: 24_000, random: &random).means(of: values)
    let counts = Dictionary(means.map { ($0, 1) }, uniquingKeysWith: +)
    #expect(counts.count == 24)
    #expect(counts.values.allSatisfy { (850...1150).contains($0) }, "\(counts.values.sorted())")
  }

  @Test func isNeverZero() throws {
    var random = RandomStream(seed: 3, name: "x")
    let values = (0..<400).map { $0 % 21 == 0 ? 0.0 : 1.0 }
    let null = try #require(
      RePairing(draws: 99).null(of: PairTable(prompts: 20, values: values, closer: .smaller), random: &random))
    #expect(null.p == 0.01)
  }

  @Test func equalPairsGiveOne() throws {
    var random = RandomStream(seed: 3, name: "x")
    // As a matrix product leaves them: equal but for the last bits.
    let values = (0..<100).map { 0.3 + ($0 % 11 == 0 ? 1e-15 : 0) }
    let null = try #require(
      RePairing(draws: 50).null(of: PairTable(prompts: 10, values: values, closer: .smaller), random: &random))
    #expect(null.p == 1)
    #expect(null.sd < 1e-14)
  }

  @Test func onePromptHasNoNull() {
    var random = RandomStream(seed: 3, name: "x")
    #expect(RePairing().null(of: PairTable(prompts: 1, values: [1], closer: .smaller), random: &random) == nil)
  }

  /// Unrelated data: p is uniform.
  @Test(arguments: [PairTable.Closer.smaller, .larger])
  func falsePositivesKeepTheirRate(closer: PairTable.Closer) {
    let rejected = Workers().count(1000) { data in
      var random = RandomStream(seed: 6, name: "null \(data)")
      let table = PairTable(prompts: 15, values: (0..<225).map { _ in random.normal() }, closer: closer)
      return (RePairing(draws: 199).null(of: table, random: &random)?.p ?? 1) <= 0.05
    }
    #expect((0.03...0.07).contains(Double(rejected) / 1000), "\(rejected) of 1000")
  }
}

extension Workers {
  /// How many of 0 ..< count fulfil `condition`.
  func count(_ count: Int, where condition: @Sendable (Int) -> Bool) -> Int {
    results(count) { condition($0) }.count { $0 }
  }
}
