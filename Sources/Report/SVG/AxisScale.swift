#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A linear axis with round ticks.
struct AxisScale: Sendable {
  let ticks: [Double]
  private let low: Double
  private let high: Double
  private let from: Double
  private let to: Double

  /// - Parameters:
  ///   - values: what must fit; none, or all alike, gives an axis of width 1.
  ///   - pixels: where the first and the last tick are drawn; downwards for an axis that grows upwards.
  init(covering values: [Double], pixels: (from: Double, to: Double)) {
    var smallest = values.min() ?? 0
    var largest = values.max() ?? 1
    if largest <= smallest { (smallest, largest) = (smallest - 0.5, smallest + 0.5) }
    let step = Self.roundStep((largest - smallest) / 5)
    low = (smallest / step).rounded(.down) * step
    high = (largest / step).rounded(.up) * step
    ticks = (0...Int(((high - low) / step).rounded())).map { [low] in
      // Multiples of the step, not sums: 0.1 + 0.2 would be written 0.30000000000000004.
      (low / step + Double($0)).rounded() * step
    }
    (from, to) = pixels
  }

  func position(_ value: Double) -> Double { from + (value - low) / (high - low) * (to - from) }

  /// 1, 2 or 5 times a power of ten, at least `least`.
  private static func roundStep(_ least: Double) -> Double {
    let power = pow(10, log10(least).rounded(.down))
    return [1, 2, 5, 10].map { $0 * power }.first { $0 >= least * (1 - 1e-9) } ?? least
  }
}
