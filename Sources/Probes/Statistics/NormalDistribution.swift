#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The standard normal distribution: what bias correction of a bootstrap interval needs of it.
public enum NormalDistribution {
  /// The probability of a value up to `x`; accurate to a few ulp in the lower tail, too.
  public static func cdf(_ x: Double) -> Double { 0.5 * erfc(-x * 0.5.squareRoot()) }

  /// The value below which the share `p` lies; −∞ at 0 and +∞ at 1, and not a number outside 0...1.
  ///
  /// A start of about three digits (Abramowitz & Stegun 26.2.23), then Halley steps on `cdf`. The work is done in the
  /// lower tail, where `cdf` keeps its relative accuracy, and mirrored.
  public static func quantile(_ p: Double) -> Double {
    guard p >= 0 && p <= 1 else { return .nan }
    if p == 0 { return -.infinity }
    if p == 1 { return .infinity }
    if p > 0.5 { return -quantile(1 - p) }
    let t = (-2 * log(p)).squareRoot()
    let top = 2.515517 + t * (0.802853 + t * 0.010328)
    let bottom = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
    var x = top / bottom - t
    for _ in 0..<3 {
      let step = (cdf(x) - p) * (2 * Double.pi).squareRoot() * exp(x * x / 2)
      // At the last few subnormal numbers the density is beyond a double; the start must do there.
      if !step.isFinite { break }
      x -= step / (1 + x * step / 2)
    }
    return x
  }
}
