import MindstateProbes
import Testing

@Suite struct NormalDistributionTests {
  let expected: Expected.Statistics.Normal

  init() throws { expected = try Expected.load(Expected.Statistics.self, "statistics").normal }

  @Test func cdfAgreesWithScipy() {
    for (x, cdf) in zip(expected.x, expected.cdf) {
      #expect(isClose(NormalDistribution.cdf(x), cdf, 1e-13), "at \(x)")
    }
  }

  @Test func quantileAgreesWithScipy() {
    for (p, x) in zip(expected.p, expected.quantile) {
      #expect(isClose(NormalDistribution.quantile(p), x, 1e-12, floor: 1e-3), "at \(p)")
    }
  }

  @Test func quantileEndsAtInfinity() {
    #expect(NormalDistribution.quantile(0) == -.infinity)
    #expect(NormalDistribution.quantile(1) == .infinity)
    #expect(NormalDistribution.quantile(1.1).isNaN)
    #expect(NormalDistribution.quantile(.nan).isNaN)
    #expect(NormalDistribution.quantile(.leastNonzeroMagnitude).isFinite)
  }
}
