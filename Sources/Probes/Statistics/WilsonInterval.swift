/// The interval of a share by Wilson's score (Wilson 1927; Brown, Cai & DasGupta 2001, eq. 4): it stays within 0 … 1 and
/// has a width even where all or none succeeded.
public struct WilsonInterval: Sendable, Equatable {
  public let successes: Int
  public let count: Int
  public let low: Double
  public let high: Double

  /// The observed share.
  public var share: Double { Double(successes) / Double(count) }

  /// - Parameter level: coverage of the two-sided interval.
  /// - Precondition: 0 ≤ successes ≤ count, count > 0.
  public init(_ successes: Int, of count: Int, level: Double = 0.95) {
    precondition(count > 0 && successes >= 0 && successes <= count, "\(successes) of \(count)")
    self.successes = successes
    self.count = count
    let z = NormalDistribution.quantile(0.5 + level / 2)
    let n = Double(count)
    let p = Double(successes) / n
    let center = (p + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    low = successes == 0 ? 0 : center - half
    high = successes == count ? 1 : center + half
  }
}
