import MindstateNumerics
import Testing

/// Only what holds on a busy machine; the figures themselves are for a quiet one.
@Suite struct SgemmCeilingTests {
  @Test(arguments: [1, 2, 3]) func isAPossibleRate(threads: Int) {
    let rate = SgemmCeiling.measure(m: 7, n: 64, k: 32, seconds: 0.01, threads: threads)
    #expect(rate > 0.001 && rate < 100_000)
  }

  @Test func doesOneProductEvenWithoutTime() {
    #expect(SgemmCeiling.rowsApart(m: 1, n: 1, k: 1, seconds: 0, threads: 1) > 0)
    #expect(SgemmCeiling.together(m: 1, n: 1, k: 1, seconds: 0, threads: 1) > 0)
  }
}
