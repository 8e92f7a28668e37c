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
  public init(of states: Matrix) {
    var mean: [Double] = []
    var deviation: [Double?] = []
    states.forEachColumnBlock { _, block in
      let centre = block.columnMeans
      mean += centre
      deviation += zip(block.columnVariances(around: centre), centre).map {
        Self.deviation(variance: $0, mean: $1, rows: Double(states.rows))
      }
    }
    self.mean = mean
    scale = deviation.map { $0 ?? 1 }
    constantDimensions = deviation.count { $0 == nil }
  }

  /// Subtracts `mean` only.
  init(centredOn mean: [Double]) {
    self.mean = mean
    scale = [Double](repeating: 1, count: mean.count)
    constantDimensions = 0
  }

  /// nil where the dimension is constant: by the bound on rounding of the 64-bit sums, or of the 32-bit states.
  private static func deviation(variance: Double, mean: Double, rows: Double) -> Double? {
    let rounding = rows * mean * Double.ulpOfOne
    let sd = variance.squareRoot()
    let isConstant = variance <= rows * Double.ulpOfOne * variance + rounding * rounding
    return isConstant || sd <= 0x1p-24 * abs(mean) ? nil : sd
  }

  /// Whether the reference does not vary at all.
  public var isConstant: Bool { constantDimensions == scale.count }

  /// The dimensions `columns` of states in units of the reference's spread around its mean.
  func applied(to block: DoubleMatrix, columns: Range<Int>) -> DoubleMatrix {
    precondition(block.columns == columns.count && columns.upperBound <= mean.count)
    var result = block
    for r in 0..<block.rows {
      for (c, dimension) in columns.enumerated() {
        let i = r * block.columns + c
        result.elements[i] = (block.elements[i] - mean[dimension]) / scale[dimension]
      }
    }
    return result
  }
}

extension DoubleMatrix {
  /// All 0 for a matrix without rows.
  fileprivate var columnMeans: [Double] {
    var sums = [Double](repeating: 0, count: columns)
    for r in 0..<rows {
      for c in 0..<columns { sums[c] += elements[r * columns + c] }
    }
    return sums.map { $0 / Double(max(1, rows)) }
  }

  fileprivate func columnVariances(around centre: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: columns)
    for r in 0..<rows {
      for c in 0..<columns {
        let delta = elements[r * columns + c] - centre[c]
        sums[c] += delta * delta
      }
    }
    return sums.map { $0 / Double(max(1, rows)) }
  }
}
