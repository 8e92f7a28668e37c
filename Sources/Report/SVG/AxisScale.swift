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
  ///   - wholeNumbers: ticks for things that are counted, such as layers.
  init(covering values: [Double], pixels: (from: Double, to: Double), wholeNumbers: Bool = false) {
    var smallest = values.min() ?? 0
    var largest = values.max() ?? 1
    if largest <= smallest { (smallest, largest) = (smallest - 0.5, smallest + 0.5) }
    let step = Self.roundStep((largest - smallest) / 5, least: wholeNumbers ? 1 : 0)
    low = (smallest / step).rounded(.down) * step
    high = (largest / step).rounded(.up) * step
    ticks = (0...Int(((high - low) / step).rounded())).map { [low] in
      // Multiples of the step, not sums: 0.1 + 0.2 would be written 0.30000000000000004.
      (low / step + Double($0)).rounded() * step
    }
    (from, to) = pixels
  }

  /// Exactly from `low` to `high`, ticks inside; for an axis that shares its unit with another.
  init(exactly range: ClosedRange<Double>, pixels: (from: Double, to: Double)) {
    let step = Self.roundStep((range.upperBound - range.lowerBound) / 5, least: 0)
    (low, high) = (range.lowerBound, range.upperBound)
    let first = Int((low / step).rounded(.up))
    let last = Int((high / step).rounded(.down))
    ticks = first > last ? [] : (first...last).map { Double($0) * step }
    (from, to) = pixels
  }

  func position(_ value: Double) -> Double { from + (value - low) / (high - low) * (to - from) }

  /// 1, 2 or 5 times a power of ten, at least `wanted` and `least`.
  private static func roundStep(_ wanted: Double, least: Double) -> Double {
    let wanted = max(wanted, least)
    let power = pow(10, log10(wanted).rounded(.down))
    return [1, 2, 5, 10].map { $0 * power }.first { $0 >= wanted * (1 - 1e-9) } ?? wanted
  }
}
