package import MindstateNumerics

extension GramPair {
  /// What is computed from two Gram matrices.
  package enum Metric: Sendable {
    /// `cka_debiased` = HSIC₁(K, L) / √(HSIC₁(K, K)·HSIC₁(L, L)) (Song et al. 2012, eq. 5; Kornblith et al. 2019, eq. 3).
    /// 1: equal up to rotation, shift and scale. 0: no common geometry; unlike the usual CKA it is there on average for
    /// unrelated states at any width. Not clamped, so it can be negative, and above 1 for few prompts. Symmetric.
    case cka
    /// `gram_distance` = ‖K/‖K‖ − L/‖L‖‖ of centred Gram matrices, √(2 − 2·biased CKA): 0 equal geometry, √2 none in
    /// common. For d ≫ n every pair is near: all prompts are equally far apart.
    case distance
    /// `effective_rank_…` = tr(Σ)² / tr(Σ²): the participation ratio, from 1 to min(n − 1, width). It grows with n.
    case effectiveRankA
    case effectiveRankB
    /// The one of a over that of b.
    case effectiveRankRatio
  }

  /// Value and interval by leaving out groups of clusters.
  package func estimate(of metric: Metric, clusters: Clusters) throws(Reason) -> Estimate {
    let value = try self.value(of: metric)
    var estimate = Estimate(value: value, n: groups.prompts, clusters: clusters.count)
    var without: [Double?] = []
    for group in groups.members.indices { without.append(try? self.value(of: metric, without: group)) }
    do throws(Reason) {
      estimate.interval = try DeletedGroups.interval(around: value, without: without, in: Self.range(of: metric))
      estimate.method = groups.method
    } catch { estimate.reason = error }
    return estimate
  }

  /// The re-pairing null; nil for a metric of one side only, or where there is no value.
  package func null(of metric: Metric, draws: Int, random: inout RandomStream) -> NullSummary? {
    guard let value = try? value(of: metric) else { return nil }
    switch metric {
    case .cka:
      let (x, y) = (unbiasedCentred(.a), unbiasedCentred(.b))
      let unit = (x.squares * y.squares).squareRoot()
      let sums = MatrixRePairing.sums(x, y, diagonal: false, draws: draws, random: &random)
      return NullSummary(of: sums.map { $0 / unit }, observed: value, closer: .larger)
    case .distance:
      let (x, y) = (centred(.a), centred(.b))
      let unit = (x.squares * y.squares).squareRoot()
      let sums = MatrixRePairing.sums(x, y, diagonal: true, draws: draws, random: &random)
      return NullSummary(
        of: sums.map { max(0, 2 - 2 * $0 / unit).squareRoot() }, observed: value, closer: .smaller)
    case .effectiveRankA, .effectiveRankB, .effectiveRankRatio: return nil
    }
  }

  package func value(of metric: Metric, without group: Int? = nil) throws(Reason) -> Double {
    switch metric {
    case .cka:
      guard let kl = unbiasedHSIC(.a, .b, without: group), let kk = unbiasedHSIC(.a, .a, without: group),
        let ll = unbiasedHSIC(.b, .b, without: group)
      else { throw .tooFewPrompts }
      if !isPositive(kk, .a) || !isPositive(ll, .b) { throw .selfTermNotPositive }
      return kl / (kk * ll).squareRoot()
    case .distance:
      let (kk, ll) = (centredProduct(.a, .a, without: group), centredProduct(.b, .b, without: group))
      if !isPositive(kk, .a) || !isPositive(ll, .b) { throw .noSpread }
      // What is left of equal geometries is rounding, whose root would look like a distance.
      let gap = 1 - centredProduct(.a, .b, without: group) / (kk * ll).squareRoot()
      return gap > 1e-13 ? (2 * gap).squareRoot() : 0
    case .effectiveRankA: return try effectiveRank(.a, without: group)
    case .effectiveRankB: return try effectiveRank(.b, without: group)
    case .effectiveRankRatio: return try effectiveRank(.a, without: group) / effectiveRank(.b, without: group)
    }
  }

  private func effectiveRank(_ side: Side, without group: Int?) throws(Reason) -> Double {
    let (trace, squares) = (centredTrace(side, without: group), centredProduct(side, side, without: group))
    if !isPositive(squares, side) { throw .noSpread }
    return trace * trace / squares
  }

  private func isPositive(_ value: Double, _ side: Side) -> Bool { value > 0 && !isConstant(side) }

  private static func range(of metric: Metric) -> ClosedRange<Double> {
    switch metric {
    case .cka: -.infinity ... .infinity
    case .distance: 0...2.0.squareRoot()
    case .effectiveRankA, .effectiveRankB: 1 ... .infinity
    case .effectiveRankRatio: 0 ... .infinity
    }
  }
}
