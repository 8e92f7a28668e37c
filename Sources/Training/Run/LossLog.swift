/// What every step so far came to.
package struct LossLog: Sendable, Equatable {
  package struct Row: Sendable, Equatable {
    /// Counted from 1.
    package var step: Int
    /// Tokens that went through the model up to here.
    package var tokens: Int
    package var loss: Double
    package var learningRate: Double
    /// Norm of all gradients together, before clipping.
    package var gradientNorm: Double
    package var tokensPerSecond: Double
  }

  package internal(set) var rows: [Row] = []

  package init(rows: [Row] = []) { self.rows = rows }

  /// The log as CSV of RFC 4180. The last column alone differs from run to run.
  package var csv: String {
    var text = "step,tokens,loss,learning_rate,gradient_norm,tokens_per_second\r\n"
    for row in rows {
      text += "\(row.step),\(row.tokens),\(row.loss),\(row.learningRate),\(row.gradientNorm),"
      text += "\(row.tokensPerSecond.rounded())\r\n"
    }
    return text
  }
}

extension LossLog {
  /// Numbers a row.
  package static let width = 6

  /// The log as whole numbers, floats by their bits, so that it comes back exactly.
  package var words: [Int] {
    rows.flatMap { row in
      [row.step, row.tokens]
        + [row.loss, row.learningRate, row.gradientNorm, row.tokensPerSecond].map { Int(bits: $0) }
    }
  }

  /// - Precondition: as many words as a whole number of rows has.
  package init(words: [Int]) {
    precondition(words.count % Self.width == 0)
    rows = stride(from: 0, to: words.count, by: Self.width).map { at in
      Row(
        step: words[at], tokens: words[at + 1], loss: Double(bits: words[at + 2]),
        learningRate: Double(bits: words[at + 3]), gradientNorm: Double(bits: words[at + 4]),
        tokensPerSecond: Double(bits: words[at + 5]))
    }
  }
}

extension Int {
  /// The bits of a float.
  init(bits value: Double) { self = Int(truncatingIfNeeded: value.bitPattern) }
}

extension Double {
  init(bits value: Int) { self = Double(bitPattern: UInt64(truncatingIfNeeded: value)) }
}
