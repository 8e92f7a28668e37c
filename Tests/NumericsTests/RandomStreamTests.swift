import MindstateNumerics
import Testing

struct RandomStreamTests {
  @Test func theSameSeedAndNameGiveTheSameNumbers() {
    var a = RandomStream(seed: 7, name: "bootstrap")
    var b = RandomStream(seed: 7, name: "bootstrap")
    for _ in 0..<100 { #expect(a.next() == b.next()) }
  }

  /// Fixed for good: a change would change every published interval.
  @Test func theNumbersNeverChange() {
    var stream = RandomStream(seed: 0, name: "fixed")
    #expect((0..<3).map { _ in stream.next() } == Self.fixed)
  }
  private static let fixed: [UInt64] = [0xb4cc43479ce013db, 0xf2f75d66297d4f7d, 0x2e3d7c3c3ea52803]

  @Test func namesAndSeedsGiveUnrelatedStreams() {
    var streams = [(0, "a"), (0, "b"), (1, "a")].map { RandomStream(seed: UInt64($0.0), name: $0.1) }
    let firsts = streams.indices.map { streams[$0].next() }
    #expect(Set(firsts).count == 3)
  }

  @Test func indicesAreUniform() {
    var stream = RandomStream(seed: 2, name: "uniform")
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[stream.index(below: 7)] += 1 }
    // Chi-squared with 6 degrees of freedom: 22.5 is its 99.9 % point.
    let statistic = counts.reduce(0.0) { $0 + (Double($1) - 10_000) * (Double($1) - 10_000) / 10_000 }
    #expect(statistic < 22.5)
  }

  @Test func permutationsHoldEveryIndexOnce() {
    var stream = RandomStream(seed: 5, name: "order")
    for count in [0, 1, 2, 50] { #expect(stream.permutation(of: count).sorted() == Array(0..<count)) }
  }

  @Test func workersCallEveryIndexOnce() {
    for threads in [1, 2, 5] {
      let marks = RowBuffer(rows: 100, columns: 1)
      Workers(threads: threads).forEach(100) { marks.write(Matrix(rows: 1, columns: 1, [Float($0)]), at: $0) }
      #expect(marks.matrix.elements == (0..<100).map(Float.init))
    }
    #expect(Workers.availableProcessors >= 1)
  }
}
