#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Student's t distribution with any positive number of degrees of freedom, as Satterthwaite's are.
public enum StudentT {
  /// P(T > x), accurate in the upper tail. Infinite degrees of freedom give the normal distribution.
  public static func upperTail(_ x: Double, degreesOfFreedom df: Double) -> Double {
    if x < 0 { return 1 - upperTail(-x, degreesOfFreedom: df) }
    guard df < 1e10 else { return NormalDistribution.cdf(-x) }
    return 0.5 * IncompleteBeta.value(a: df / 2, b: 0.5, x: df / (df + x * x), complement: x * x / (df + x * x))
  }

  /// P(|T| > |x|): the p-value of a two-sided test.
  public static func twoSided(_ x: Double, degreesOfFreedom df: Double) -> Double {
    min(1, 2 * upperTail(abs(x), degreesOfFreedom: df))
  }

  /// The value above which the share `tail` lies; infinite at 0, and not a number outside 0...1 or for df ≤ 0.
  ///
  /// Newton steps on the logarithm of the tail from the normal quantile, which lies below the wanted value; kept inside
  /// a bracket that each step narrows.
  public static func quantile(upperTail tail: Double, degreesOfFreedom df: Double) -> Double {
    guard tail >= 0 && tail <= 1 && df > 0 else { return .nan }
    if tail == 0 { return .infinity }
    if tail == 0.5 { return 0 }
    if tail > 0.5 { return -quantile(upperTail: 1 - tail, degreesOfFreedom: df) }
    var low = max(0, -NormalDistribution.quantile(tail))
    if df >= 1e10 { return low }
    var high = max(1, 2 * low)
    while upperTail(high, degreesOfFreedom: df) > tail && high < 1e300 { (low, high) = (high, high * 4) }
    var x = low
    for _ in 0..<100 {
      let p = upperTail(x, degreesOfFreedom: df)
      if p > tail { low = x } else { high = x }
      let next = x + log(p / tail) * p / density(x, degreesOfFreedom: df)
      let step = next > low && next < high ? next : (low + high) / 2
      if abs(step - x) <= 1e-15 * abs(x) || step == x { return step }
      x = step
    }
    return x
  }

  private static func density(_ x: Double, degreesOfFreedom df: Double) -> Double {
    exp(-IncompleteBeta.logBeta(df / 2, 0.5) - 0.5 * log(df) - (df + 1) / 2 * log1p(x * x / df))
  }
}

/// The regularised incomplete beta function, by its continued fraction (DLMF 8.17.22, modified Lentz).
enum IncompleteBeta {
  /// I_x(a, b). `complement` is 1 − x, given apart so that a small one keeps its digits.
  static func value(a: Double, b: Double, x: Double, complement: Double) -> Double {
    if x <= 0 { return 0 }
    if complement <= 0 { return 1 }
    // The fraction converges fast on one side of the mean only.
    if x > (a + 1) / (a + b + 2) { return 1 - fraction(a: b, b: a, x: complement, complement: x) }
    return fraction(a: a, b: b, x: x, complement: complement)
  }

  static func logBeta(_ a: Double, _ b: Double) -> Double {
    if b == 0.5 && a > 100 {
      // Γ(a)/Γ(a + 1/2) by its own series (DLMF 5.11.13): the difference of two large logarithms would lose digits.
      return 0.5 * log(.pi / a) + (1 - 1 / (24 * a * a)) / (8 * a)
    }
    if a == 0.5 && b > 100 { return logBeta(b, a) }
    return logGamma(a) + logGamma(b) - logGamma(a + b)
  }

  private static func fraction(a: Double, b: Double, x: Double, complement: Double) -> Double {
    let front = exp(a * log(x) + b * log(complement) - logBeta(a, b)) / a
    var c = 1.0
    var d = 1 / nonZero(1 - (a + b) * x / (a + 1))
    var h = d
    for m in 1..<500 {
      let i = Double(m)
      for term in [
        i * (b - i) * x / ((a + 2 * i - 1) * (a + 2 * i)),
        -(a + i) * (a + b + i) * x / ((a + 2 * i) * (a + 2 * i + 1)),
      ] {
        d = 1 / nonZero(1 + term * d)
        c = nonZero(1 + term / c)
        h *= c * d
      }
      if abs(c * d - 1) < 1e-16 { break }
    }
    return front * h
  }

  private static func nonZero(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }

  /// Stirling's series, after moving the argument above 12, where it is exact to a double.
  private static func logGamma(_ x: Double) -> Double {
    var (z, shift) = (x, 0.0)
    while z < 12 {
      shift += log(z)
      z += 1
    }
    let w = 1 / (z * z)
    let series = (1 / 12.0 - w * (1 / 360.0 - w * (1 / 1260.0 - w * (1 / 1680.0 - w / 1188)))) / z
    return (z - 0.5) * log(z) - z + 0.5 * log(2 * .pi) + series - shift
  }
}
