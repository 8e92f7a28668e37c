extension Displacements {
  /// What is measured from the products between clusters.
  package enum MeanMetric: Sendable {
    /// ⟨Δ̄t, Δ̄w⟩ / ⟨Δ̄t, Δ̄t⟩: how far b's mean displacement goes along a's, in units of its length. 1: as far; 0: not at
    /// all; negative: the other way. Linear in w.
    case projection
    /// √(⟨Δ̄w, Δ̄w⟩ − ⟨Δ̄t, Δ̄w⟩²/⟨Δ̄t, Δ̄t⟩) / √⟨Δ̄t, Δ̄t⟩: the rest of it. From 0; a square that comes out negative is 0.
    case orthogonal
    /// ⟨Δ̄t, Δ̄w⟩ / √(⟨Δ̄t, Δ̄t⟩⟨Δ̄w, Δ̄w⟩): 1 in one direction, 0 in unrelated ones. Symmetric. Since noise is taken out of
    /// the denominator, it can leave −1 … 1. It shares −reference: only the contrast with irrelevant wrappers says
    /// "tuning and prompting move the state the same way".
    case cosine
  }

  /// Value and delete-a-cluster jackknife interval.
  ///
  /// - Throws: `noCommonDisplacement` where a product of a mean displacement with itself is not above 0.
  package func estimate(of metric: MeanMetric) throws(Reason) -> Estimate {
    if clusters.count < 2 { throw clusters.index.count < 2 ? .nBelow2 : .clustersBelow2 }
    let value = try raw(metric, without: nil)
    var estimate = Estimate(value: scaled(value, metric), n: clusters.index.count, clusters: clusters.count)
    var without: [Double?] = []
    for cluster in 0..<clusters.count { without.append(try? raw(metric, without: cluster)) }
    do throws(Reason) {
      let interval = try DeletedGroups.interval(around: value, without: without)
      let high = metric == .orthogonal ? Self.rootLimit(value, interval.upperBound) : interval.upperBound
      estimate.interval = scaled(interval.lowerBound, metric)...high
      estimate.method = .jackknifeCluster
    } catch { estimate.reason = error }
    return estimate
  }

  /// The cosine by cluster: the value plus what each cluster adds to it (jackknife), so that their mean is about the
  /// value; for contrasts.
  package func cosineByCluster() throws(Reason) -> [Double] {
    if clusters.count < 3 { throw .clustersBelow2 }
    let value = try raw(.cosine, without: nil)
    var without: [Double] = []
    for cluster in 0..<clusters.count { without.append(try raw(.cosine, without: cluster)) }
    let centre = without.mean
    return without.map { value + Double(clusters.count - 1) * (centre - $0) }
  }

  /// The orthogonal part is kept squared until limits are known: near 0 its root is no smooth function.
  private func raw(_ metric: MeanMetric, without cluster: Int?) throws(Reason) -> Double {
    guard let t = tt.mean(without: cluster), let w = ww.mean(without: cluster), let both = tw.mean(without: cluster)
    else { throw .clustersBelow2 }
    if t <= 0 { throw .noCommonDisplacement }
    switch metric {
    case .projection: return both / t
    case .orthogonal: return (w - both * both / t) / t
    case .cosine:
      if w <= 0 { throw .noCommonDisplacement }
      return both / (t * w).squareRoot()
    }
  }

  /// The upper limit of a root. A small square comes with a small error, so √(square + reach) lies too low too often; the
  /// reach counts on the scale of the root, √ + reach/2√, as far down as that is one (at 0 both are √reach). The lower
  /// limit stays that of the square, so that no rest is seen where there is none.
  private static func rootLimit(_ square: Double, _ limit: Double) -> Double {
    let (root, reach) = (max(0, square).squareRoot(), limit - square)
    if square <= 0 || reach <= 0 { return max(0, limit).squareRoot() }
    return root + reach / (2 * max(root, reach.squareRoot() / 2))
  }

  private func scaled(_ value: Double, _ metric: MeanMetric) -> Double {
    switch metric {
    case .orthogonal: max(0, value).squareRoot()
    case .projection, .cosine: value
    }
  }

  /// `displacement_cosine_specific`, by prompt: the cosine of the two displacements with both mean displacements
  /// removed, −1 … 1. Symmetric. Unrelated conditions share −reference and give about 0.5 here: read the contrast.
  package func specificCosines() throws(Reason) -> [Double] {
    if squares.count < 2 { throw .nBelow2 }
    var cosines: [Double] = []
    for (i, dot) in ownDots.enumerated() {
      let norms = (ownSquares[i] * ownSquaresW[i]).squareRoot()
      if norms == 0 { throw .zeroNorm }
      cosines.append(min(1, max(-1, dot / norms)))
    }
    return cosines
  }

  /// Which part of the recovered displacement.
  package enum Part: Sendable { case whole, meanShift, perPrompt }

  /// `displacement_recovered` = 1 − Σ‖w − t‖² / Σ‖t‖²: the share of a's displacement that b's makes up for, 1 all of it.
  ///
  /// It is 2s − s² − r² of projection s and orthogonal part r, where all prompts move alike: right direction and twice
  /// as far is 0, half-way 0.75, and far off negative without limit; so it is printed with both. The two parts add up to
  /// it: what is recovered of the shift of the mean, and of the displacements around it, both over the same Σ‖t‖².
  /// Interval: delta method on both sums (`ClusterRatio`).
  ///
  /// - Parameter floor: the mean squared distance of paraphrases; a tuned model that moved less has no value,
  ///   `tuning_did_not_move`. Not asked where nil.
  package func recovered(_ part: Part = .whole, floor: Double? = nil) throws(Reason) -> Estimate {
    let below = squares.mean
    if squares.isEmpty || below == 0 || floor.map({ below < $0 }) == true { throw .tuningDidNotMove }
    let gained = squares.indices.map { i in
      switch part {
      case .whole: squares[i] - gaps[i]
      case .perPrompt: ownSquares[i] - ownGaps[i]
      case .meanShift: (squares[i] - ownSquares[i]) - (gaps[i] - ownGaps[i])
      }
    }
    var estimate = Estimate(
      value: ClusterRatio.value(gained, squares), n: squares.count, clusters: clusters.count)
    do throws(Reason) {
      estimate.interval = try ClusterRatio.interval(gained, squares, in: clusters)
      estimate.method = .deltaCluster
    } catch { estimate.reason = squares.count < 2 ? .nBelow2 : error }
    return estimate
  }
}
