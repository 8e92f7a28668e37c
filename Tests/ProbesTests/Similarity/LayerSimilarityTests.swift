import MindstateNumerics
import MindstateProbes
import Testing

@Suite struct LayerSimilarityTests {
  private func sets(_ count: Int, prompts: Int, width: Int, seed: UInt64 = 1) -> [Matrix] {
    var random = RandomStream(seed: seed, name: "sets")
    let shared = Matrix(rows: prompts, columns: width, normal: 1, &random)
    return (0..<count).map { layer in
      let own = Matrix(rows: prompts, columns: width, normal: 1, &random)
      let elements = zip(shared.elements, own.elements).map { 3 + $0 + Float(layer) * 0.4 * $1 }
      return Matrix(rows: prompts, columns: width, elements)
    }
  }

  /// Against the 64-bit Gram matrices of each pair, which numpy checks; more prompts than a block has rows.
  @Test func isEachPairsCKA() throws {
    for prompts in [4, 64, 65, 150] {
      let sets = sets(4, prompts: prompts, width: 11)
      let all = LayerSimilarity(sets)
      var random = RandomStream(seed: 1, name: "groups")
      let groups = DeletedGroups(Clusters(independent: prompts), atMost: 4, random: &random)
      for a in sets.indices {
        for b in sets.indices {
          let pair = GramPair(sets[a], sets[b], groups: groups)
          guard let value = try? pair.estimate(of: .cka, clusters: Clusters(independent: prompts)).value else {
            continue
          }
          #expect(isClose(all.ckaDebiased(a, b) ?? 9, value, 2e-5, floor: 1), "\(prompts) prompts, \(a) and \(b)")
        }
      }
    }
  }

  @Test func threadsChangeNothing() {
    let sets = sets(3, prompts: 200, width: 20)
    let one = LayerSimilarity(sets, workers: Workers(threads: 1))
    let three = LayerSimilarity(sets, workers: Workers(threads: 3))
    for a in sets.indices { for b in sets.indices { #expect(one.ckaDebiased(a, b) == three.ckaDebiased(a, b)) } }
  }

  @Test func constantSetsHaveNoValue() {
    let sets = sets(2, prompts: 30, width: 5) + [Matrix(rows: 30, columns: 5, repeating: 0.1)]
    let all = LayerSimilarity(sets)
    #expect(all.constant == [2])
    #expect(all.ckaDebiased(0, 2) == nil && all.ckaDebiased(2, 2) == nil)
    #expect(isClose(all.ckaDebiased(1, 1) ?? 0, 1, 1e-12))
  }
}
