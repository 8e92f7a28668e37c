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
    let rows = Double(max(1, states.rows))
    let mean = states.columnSums.map { $0 / rows }
    let deviation = zip(states.columnSquares(about: mean), mean).map {
      Self.deviation(variance: $0 / rows, mean: $1, rows: Double(states.rows))
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
    return block.standardised(subtracting: Array(mean[columns]), dividingBy: Array(scale[columns]))
  }

  /// All dimensions of the listed states.
  func applied(to states: Matrix, rows: some Collection<Int>) -> DoubleMatrix {
    states.standardised(rows: rows, subtracting: mean, dividingBy: scale)
  }

  /// All dimensions of all states.
  func applied(to states: Matrix) -> DoubleMatrix { applied(to: states, rows: 0..<states.rows) }
}
