package import MindstateNumerics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `entropy_…`: −Σ p·log₂ p of the softmax of a prompt's logits, in bits: 0 where one token is certain, log₂ of the
/// vocabulary at most. Unchanged by adding a number to all logits. Cost: prompts × vocabulary.
package enum NextTokenEntropy {
  /// - Parameter logits: [prompts, vocabulary].
  package static func perPrompt(_ logits: Matrix) -> [Double] {
    (0..<logits.rows).map { r in
      let row = logits.row(r)
      let top = Double(row.max() ?? 0)
      var (sum, weighted) = (0.0, 0.0)
      for value in row {
        let x = Double(value) - top
        let e = exp(x)
        sum += e
        weighted += e * x
      }
      // −Σ p·ln p = ln Σe^x − Σ x·e^x / Σe^x
      return max(0, (log(sum) - weighted / sum) / log(2))
    }
  }
}
