#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How much wider the interval of a cross-validated measure is than that of finished scores.
///
/// Held-out scores of different folds depend on each other: prompt i helps to fit the probe that scores j, and j the one
/// that scores i. What the labels do not tell is then a sum over pairs (i, j) of y_i·y_j·k(x_i, x_j) in which each pair
/// stands twice, so its variance is twice what the scores vary by, for any number of folds (Bengio & Grandvalet 2004:
/// the covariance between folds cannot be estimated from the scores). With signal the part of single prompts, which
/// nothing doubles, outgrows that of pairs, as the directions of the folds become more signal than noise. So the variance
/// is that of finished scores times 1 + share. The share is 1 up to z = |AUC − ½| / SE of z₀ = √2·1.96, where the doubled
/// interval of the area reaches ½; beyond, it is √(ν·z₀/z) with ν the share of noise in these directions
/// (`DirectionNoise`). Of the two, ν is too large where a probe knows its train prompts by heart, and z₀/z too small with
/// many dimensions and too large with few; their geometric mean is a rule that simulation bears out, no theorem. z₀/z alone
/// stands where directions are not at hand, and for losses (log-loss, Brier score, R², mean error), which depend on how
/// long the weights are, too. No probe is fitted again. How often the interval holds what the procedure gives on average
/// is counted without signal and with (`make calibrate`, `ProbeCoverageTests`).
package struct FoldDependence: Sendable, Equatable {
  /// Variance through shared train prompts over that of finished scores: 0 … 1.
  package let share: Double

  /// No prompt was scored by a probe that another prompt helped to fit.
  package static let none = FoldDependence(share: 0)
  /// As large as it can be.
  package static let full = FoldDependence(share: 1)

  private init(share: Double) { self.share = share }

  /// - Parameter area: nil where there is none: the dependence may then be full.
  package init(_ area: MeanArea?, noise: Double? = nil) {
    self.init(distance: area.map { $0.value - 0.5 }, standardError: area?.standardError, noise: noise)
  }

  /// From another statistic of finished scores.
  ///
  /// - Parameters:
  ///   - distance: from what it is without signal.
  ///   - noise: the share of noise in the folds' directions, where it is known.
  package init(distance: Double?, standardError: Double?, noise: Double? = nil) {
    guard let distance, let standardError else {
      self = .full
      return
    }
    let bound = Self.reach * standardError
    let byDistance = abs(distance) > bound ? bound / abs(distance) : 1
    share = byDistance == 1 ? 1 : noise.map { ($0 * byDistance).squareRoot() } ?? byDistance
  }

  /// z₀.
  private static let reach = 1.959964 * 2.0.squareRoot()

  /// Of the interval's half-widths.
  package var stretch: Double { (1 + share).squareRoot() }

  /// `interval` of finished scores, which holds `value`, with each limit moved away from it; never out of `range`.
  package func widened(
    _ interval: ClosedRange<Double>, around value: Double, in range: ClosedRange<Double>
  ) -> ClosedRange<Double> {
    let low = value - stretch * (value - interval.lowerBound)
    let high = value + stretch * (interval.upperBound - value)
    return min(max(low, range.lowerBound), value)...max(min(high, range.upperBound), value)
  }

  package static func larger(_ a: FoldDependence, _ b: FoldDependence) -> FoldDependence { a.share < b.share ? b : a }

  /// As written in the column `ci_method` after the name of the method.
  package static let suffix = "_folds"
}

/// The area under the ROC curve, each class against the rest, and what it is without each cluster.
package struct MeanArea: Sendable {
  package let value: Double
  /// nil for a cluster without which a class has no pair.
  package let without: [Double?]

  /// nil where no fold holds two classes.
  package init?(_ scored: ScoredPrompts, clusters: Clusters) {
    let areas = scored.areas
    if areas.isEmpty { return nil }
    let without = areas.map { $0.withoutEach(of: clusters) }
    value = areas.map(\.value).mean
    self.without = (0..<clusters.count).map { cluster in
      let values = without.compactMap { $0[cluster] }
      return values.count == areas.count ? values.mean : nil
    }
  }

  /// Of finished scores; nil where it rests on one cluster.
  package var standardError: Double? {
    let values = without.compactMap { $0 }
    return values.count == without.count && values.count > 1 ? ClusterJackknife.standardError(values) : nil
  }
}
