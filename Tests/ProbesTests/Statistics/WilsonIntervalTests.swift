import MindstateProbes
import Testing

@Suite struct WilsonIntervalTests {
  /// Bounds from statsmodels.stats.proportion.proportion_confint(k, n, method="wilson").
  @Test(arguments: [
    (0, 432, 0.0, 0.0088138903), (35, 35, 0.9010990077, 1.0), (7, 10, 0.3967781475, 0.8922087326),
    (1, 1, 0.2065493144, 1.0),
  ])
  func agreesWithStatsmodels(k: Int, n: Int, low: Double, high: Double) {
    let interval = WilsonInterval(k, of: n)
    #expect(abs(interval.low - low) < 1e-6 && abs(interval.high - high) < 1e-6, "\(interval)")
  }
}
