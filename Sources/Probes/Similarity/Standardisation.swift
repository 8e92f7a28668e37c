public import MindstateNumerics

/// Mean and standard deviation of each dimension under the reference condition.
///
/// In language models a few dimensions rule the raw cosine (Timkey & van Schijndel 2021); after subtracting the mean
/// and dividing by the sd all weigh alike. The sd has n in its divisor. A constant dimension keeps scale 1, as in
/// scikit-learn's StandardScaler; so does one whose sd lies below the rounding of its 32-bit values, which is noise.
public struct Standardisation: Sendable {
  public let mean: [Double]
  /// What centred values are divided by: the sd, or 1.
  public let scale: [Double]
  /// How many dimensions are constant, or nearly so.
  public let constantDimensions: Int

  /// - Parameter states: [prompts or tokens, width] of the reference condition. Without rows it changes nothing.
  public init(of states: Matrix) { self.init(of: DoubleMatrix(states)) }

  init(of states: DoubleMatrix) {
    let mean = states.columnMeans
    var variance = [Double](repeating: 0, count: states.columns)
    for r in 0..<states.rows {
      for c in 0..<states.columns {
        let delta = states.elements[r * states.columns + c] - mean[c]
        variance[c] += delta * delta
      }
    }
    let n = Double(max(1, states.rows))
    let deviation = zip(variance, mean).map { sum, mean -> Double? in
      let variance = sum / n
      let rounding = n * mean * Double.ulpOfOne
      let isConstant = variance <= n * Double.ulpOfOne * variance + rounding * rounding
      let sd = variance.squareRoot()
      return isConstant || sd <= 0x1p-24 * abs(mean) ? nil : sd
    }
    self.mean = mean
    scale = deviation.map { $0 ?? 1 }
    constantDimensions = deviation.count { $0 == nil }
  }

  /// Whether the reference does not vary at all.
  public var isConstant: Bool { constantDimensions == scale.count }

  /// `states` in units of the reference's spread around its mean.
  package func applied(to states: DoubleMatrix) -> DoubleMatrix {
    precondition(states.columns == mean.count, "states \(states.columns) wide, mean \(mean.count)")
    var result = states
    for r in 0..<states.rows {
      for c in 0..<states.columns {
        let i = r * states.columns + c
        result.elements[i] = (states.elements[i] - mean[c]) / scale[c]
      }
    }
    return result
  }
}

extension DoubleMatrix {
  /// All 0 for a matrix without rows.
  var columnMeans: [Double] {
    var sums = [Double](repeating: 0, count: columns)
    for r in 0..<rows {
      for c in 0..<columns { sums[c] += elements[r * columns + c] }
    }
    let n = Double(max(1, rows))
    return sums.map { $0 / n }
  }

  /// Every row minus `centre`.
  func centred(on centre: [Double]) -> DoubleMatrix {
    var result = self
    for r in 0..<rows {
      for c in 0..<columns { result.elements[r * columns + c] -= centre[c] }
    }
    return result
  }

  /// The product of row `r` with row `s` of `other`.
  func dot(_ r: Int, _ other: DoubleMatrix, _ s: Int) -> Double {
    var sum = 0.0
    for c in 0..<columns { sum += elements[r * columns + c] * other.elements[s * columns + c] }
    return sum
  }
}
