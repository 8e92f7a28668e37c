package import MindstateNumerics

/// `mean_cosine_whitened` = Δ̄tᵀΣ⁻¹Δ̄w / √(Δ̄tᵀΣ⁻¹Δ̄t · Δ̄wᵀΣ⁻¹Δ̄w) between the mean displacements of a and b from the
/// reference, Σ being the covariance of the reference's prompts, shrunk (`ShrunkCovariance`).
///
/// A dimension in which prompts differ much counts little: the cosine of the two as seen by a linear discriminant. 1: one
/// direction, 0: unrelated. As in `displacement_cosine_mean`, products are between prompts of different clusters, so that
/// noise, which Σ⁻¹ makes large, does not count; the value can leave −1 … 1. (`probe_cosine` has Σ, not Σ⁻¹.) It shares
/// −reference: only the contrast says "the same way". Unchanged by an isotropic scale, a rotation and a shift of all
/// three; symmetric. Interval: delete-a-cluster jackknife at fixed Σ. Cost: n·d² + d³/3; none above 4,096 dimensions.
package enum WhitenedCosine {
  package static func estimate(
    _ a: Matrix, _ b: Matrix, from reference: Matrix, clusters: Clusters
  ) throws(Reason) -> Estimate {
    if a.columns > 4096 { throw .widthAbove4096 }
    if a.rows < 2 { throw .nBelow2 }
    guard let covariance = ShrunkCovariance(of: reference) else { throw .referenceWithoutSpread }
    let start = DoubleMatrix(reference)
    let (t, w) = (DoubleMatrix(a).minus(start), DoubleMatrix(b).minus(start))
    return try Displacements(covariance.whitened(t), covariance.whitened(w), clusters: clusters).estimate(of: .cosine)
  }
}
