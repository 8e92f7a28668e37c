#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How the learning rate changes: up in a line over the first steps, then down along half a cosine to a floor.
public struct LearningRate: Sendable, Equatable {
  public var peak: Double
  /// Steps of the way up.
  public var warmup: Int
  /// Share of `peak` that is left at the last step.
  public var floor: Double

  public init(peak: Double, warmup: Int = 0, floor: Double = 0.1) {
    self.peak = peak
    self.warmup = warmup
    self.floor = floor
  }

  /// The rate of step `step` of `total`, counted from 1: `peak` first at step `warmup`, `floor · peak` at `total`.
  package func rate(step: Int, of total: Int) -> Double {
    if step < warmup { return peak * Double(step) / Double(warmup) }
    let length = max(1, total - max(1, warmup))
    let share = min(1, Double(step - max(1, warmup)) / Double(length))
    return peak * (floor + (1 - floor) * 0.5 * (1 + cos(Double.pi * share)))
  }
}
