import MindstateNumerics

/// The deviations of train rows from their class's mean, and their covariance: Σ_k π_k·Σ_k, each Σ_k shrunk on its own.
///
/// What is summed is never a matrix for each class: rows are weighted by what the shrinkage of their class leaves, and
/// one product of all rows gives the sum; the shrinkages' share lies on the diagonal. Ledoit and Wolf's shrinkage needs
/// of a class only ‖Σ_k‖, which the smaller of its two Gram matrices tells.
struct WithinClasses {
  /// Sorted by class.
  let rows: ScaledRows
  /// [classes, width]
  let means: DoubleMatrix
  /// Of the train rows.
  let shares: [Double]
  private let members: [Range<Int>]
  /// [rows, width]
  private let deviations: DoubleMatrix
  /// Variances of each class by dimension, [classes][width], n in the divisor.
  private let variances: [[Double]]

  /// - Parameter rows: sorted by class, at least one of each.
  init(_ rows: ScaledRows) {
    self.rows = rows
    let counts = rows.counts.map { Int($0) }
    var members: [Range<Int>] = []
    for count in counts { members.append((members.last?.upperBound ?? 0)..<(members.last?.upperBound ?? 0) + count) }
    var deviations = rows.states
    var means: [Double] = []
    for range in members {
      let mean = deviations.columnSums(rows: range).map { $0 / Double(max(1, range.count)) }
      deviations.subtract(mean, fromRows: range)
      means += mean
    }
    variances = members.map { range in
      deviations.columnSums(rows: range, squared: true).map { $0 / Double(max(1, range.count)) }
    }
    self.means = DoubleMatrix(rows: counts.count, columns: rows.states.columns, means)
    shares = counts.map { Double($0) / Double(max(1, rows.labels.count)) }
    self.members = members
    self.deviations = deviations
  }

  /// The sum of the shrunk covariances, and the mean of the shrinkages by the classes' shares.
  ///
  /// - Parameter shrinkage: 0 … 1: (1 − s)·S + s·tr(S)/d·I. nil takes for each class Ledoit and Wolf's (2004) on rows
  ///   over their sd, whose covariance then gets the scale back, as scikit-learn's `shrinkage="auto"` of LDA.
  func covariance(shrinkage: Double?) -> (DoubleMatrix, Double) {
    let width = deviations.columns
    var (factors, used) = ([Double](), 0.0)
    var added = [Double](repeating: 0, count: width)
    for (k, share) in shares.enumerated() {
      // What shrinkage adds: a multiple of the identity, or of the squared scale.
      let scale = shrinkage == nil ? variances[k].map { $0 > 0 ? $0 : 1 } : [Double](repeating: 1, count: width)
      let mean = zip(variances[k], scale).reduce(0) { $0 + $1.0 / $1.1 } / Double(max(1, width))
      let own = shrinkage ?? ledoitWolf(k, scale: scale)
      for c in 0..<width { added[c] += share * own * mean * scale[c] }
      factors.append(max(0, share * (1 - own) / Double(max(1, members[k].count))).squareRoot())
      used += share * own
    }
    var covariance = used >= Self.enoughFor32Bits ? gram32(factors) : gram64(factors)
    for c in 0..<width { covariance[c, c] += added[c] }
    return (covariance, used)
  }

  /// The shrinkage from which on 32 bits do for what is shrunk: no direction has less than this share of the mean
  /// variance, beside which the rounding of a sum, 1e-6 of it, is nothing.
  private static let enoughFor32Bits = 0.05

  /// Σ of the outer products of the deviations times their class's factor.
  private func gram32(_ factors: [Double]) -> DoubleMatrix {
    let width = deviations.columns
    let pieces = zip(members, factors).map { deviations.scaled(rows: $0, by: [Double](repeating: $1, count: width)) }
    return DoubleMatrix(Matrix(stacking: pieces).gram)
  }

  private func gram64(_ factors: [Double]) -> DoubleMatrix {
    var weighted = deviations
    for (range, factor) in zip(members, factors) { weighted.scale(rows: range, by: factor) }
    return weighted.gram
  }

  /// - Parameter scale: squared.
  private func ledoitWolf(_ k: Int, scale: [Double]) -> Double {
    let scaled = deviations.scaled(rows: members[k], by: scale.map { 1 / $0.squareRoot() })
    let n = Double(max(1, scaled.rows))
    let fourth = (0..<scaled.rows).reduce(0) { sum, row in
      let square = scaled.squaredNorm(row)
      return sum + square * square
    }
    let gram = scaled.rows < scaled.columns ? scaled.outerGram : scaled.gram
    let trace = zip(variances[k], scale).reduce(0) { $0 + $1.0 / $1.1 }
    return LedoitWolf.shrinkage(
      width: scaled.columns, trace: trace, squaredNorm: gram.squaredNorm / (n * n), fourth: fourth, rows: n)
  }
}
