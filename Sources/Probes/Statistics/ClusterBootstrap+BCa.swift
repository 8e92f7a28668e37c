#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension ClusterBootstrap {
  /// The BCa limits of `estimate` from its bootstrap `distribution` (ascending) and its leave-one-out values.
  ///
  /// - Parameter reach: how many standard errors from the estimate the limits of a normal distribution would lie.
  package static func limits(
    around estimate: Double, distribution: [Double], jackknife: [Double], reach: Double
  ) -> ClosedRange<Double> {
    let bias = bias(of: estimate, in: distribution)
    let acceleration = acceleration(from: jackknife)
    let low = percentile(adjusted(-reach, bias, acceleration), of: distribution)
    let high = percentile(adjusted(reach, bias, acceleration), of: distribution)
    // With few clusters and strong skew both limits can fall on one side.
    return min(low, high, estimate)...max(low, high, estimate)
  }

  /// z₀: the normal quantile of the share of draws below the estimate, ties counted half. Kept finite: all draws on
  /// one side say only that the share is below half a draw.
  private static func bias(of estimate: Double, in distribution: [Double]) -> Double {
    var share = 0.0
    for mean in distribution { share += mean < estimate ? 1 : mean == estimate ? 0.5 : 0 }
    let draws = Double(distribution.count)
    return NormalDistribution.quantile(min(max(share, 0.5), draws - 0.5) / draws)
  }

  /// Σu³ / 6(Σu²)^{3/2} with u = mean of the leave-one-out values minus each; 0 if they are all equal.
  private static func acceleration(from jackknife: [Double]) -> Double {
    let centre = jackknife.mean
    var squares = 0.0
    var cubes = 0.0
    for value in jackknife {
      let u = centre - value
      squares += u * u
      cubes += u * u * u
    }
    let scale = 6 * pow(squares, 1.5)
    return scale > 0 ? cubes / scale : 0
  }

  /// The share of the distribution which stands for what lies below `point` in a normal one. Beyond the pole of the
  /// correction, where the formula would turn back, it is 0 or 1.
  private static func adjusted(_ point: Double, _ bias: Double, _ acceleration: Double) -> Double {
    let z = bias + point
    let divisor = 1 - acceleration * z
    if divisor <= 0 { return z > 0 ? 1 : 0 }
    return NormalDistribution.cdf(bias + z / divisor)
  }

  /// The value at `share` of the ascending `distribution`, linear between neighbours (as numpy's percentile).
  private static func percentile(_ share: Double, of distribution: [Double]) -> Double {
    let place = share * Double(distribution.count - 1)
    let below = min(Int(place), distribution.count - 1)
    let above = min(below + 1, distribution.count - 1)
    let weight = place - Double(below)
    return distribution[below] + weight * (distribution[above] - distribution[below])
  }
}
