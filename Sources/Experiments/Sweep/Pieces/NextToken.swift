#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Distributions of the next token, from logits.
package enum NextToken {
  /// KL(p ‖ q) = Σ p (log p − log q) in nats; not negative but for rounding, 0 for equal logits.
  package static func divergence(_ p: [Float], _ q: [Float]) -> Double {
    let (a, b) = (logProbabilities(p), logProbabilities(q))
    return zip(a, b).reduce(0) { $0 + exp($1.0) * ($1.0 - $1.1) }
  }

  private static func logProbabilities(_ logits: [Float]) -> [Double] {
    let largest = Double(logits.max() ?? 0)
    let sum = logits.reduce(0) { $0 + exp(Double($1) - largest) }
    let shift = largest + log(sum)
    return logits.map { Double($0) - shift }
  }
}
