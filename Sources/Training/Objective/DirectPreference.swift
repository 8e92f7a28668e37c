#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Direct preference optimisation (arXiv 2305.18290, equation 7): for a pair of answers
///
///     loss = −log σ(β ((log π(chosen) − log ref(chosen)) − (log π(rejected) − log ref(rejected))))
///
/// mean over pairs, log π of an answer being the sum over its tokens; `ref` is the model that training began with.
public struct DirectPreference: Sendable, Equatable {
  public var beta = 0.1
  /// Adds this times the mean −log p of the chosen answers' tokens (arXiv 2404.19733; TRL calls it `rpo_alpha`), which
  /// keeps them from becoming less likely together with the rejected ones.
  public var chosenWeight = 0.0

  public init() {}

  /// Loss and weights of one pair.
  ///
  /// - Parameters:
  ///   - chosen, rejected: log p of each token.
  ///   - reference: log p of both answers under the reference.
  ///   - pairWeight: 1 / pairs a step. `tokenWeight`: 1 / chosen tokens a step.
  package func weighted(
    chosen: ArraySlice<Float>, rejected: ArraySlice<Float>, reference: (chosen: Double, rejected: Double),
    pairWeight: Double, tokenWeight: Double
  ) -> Weighted {
    let margin = beta * ((chosen.sum - reference.chosen) - (rejected.sum - reference.rejected))
    // −log σ(z) = log(1 + e^−z) without overflow; its slope is −σ(−z).
    let loss = max(0, -margin) + log1p(exp(-abs(margin)))
    let slope = pairWeight * beta / (1 + exp(margin))
    let extra = chosenWeight * tokenWeight
    return Weighted(
      loss: pairWeight * loss - extra * chosen.sum,
      weights: [Float](repeating: Float(slope + extra), count: chosen.count)
        + [Float](repeating: Float(-slope), count: rejected.count))
  }
}
