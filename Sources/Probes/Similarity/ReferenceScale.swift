public import MindstateNumerics

/// What the reference condition lends to a comparison at one site, layer and position: mean and sd of each dimension,
/// and how far apart different prompts are.
public struct ReferenceScale: Sendable {
  public let standardisation: Standardisation
  /// Mean Euclidean distance between different prompts; nil with fewer than two.
  public let meanDistance: Double?
  /// Prompts of the reference.
  public let prompts: Int
  /// What each prompt adds to `meanDistance`, to first order; they sum to 0. Empty without it.
  private let influences: [Double]

  /// One state a prompt: `states` is [prompts, width].
  public init(of states: Matrix) { self.init(of: states, offsets: nil) }

  /// - Parameter offsets: Where each prompt's tokens start and end in `states`; nil: one row a prompt. With several
  ///   tokens a prompt, mean and sd are over all of them, and two prompts are as far apart as their tokens of equal
  ///   index are on average, as in the numerator of `euclidean_relative`.
  package init(of states: Matrix, offsets: [Int]?) {
    standardisation = Standardisation(of: states)
    prompts = offsets.map { $0.count - 1 } ?? states.rows
    let found = Distances.meanBetweenPrompts(
      states, offsets: offsets ?? Array(0...states.rows), centre: standardisation.mean)
    meanDistance = found?.mean
    influences = found?.influences ?? []
  }

  /// The frame in which the cosine is not ruled by a few dimensions.
  func frame() throws(Reason) -> Standardisation {
    if prompts < 2 { throw .nBelow2 }
    if standardisation.isConstant { throw .referenceWithoutSpread }
    return standardisation
  }

  /// The length that `euclidean_relative` counts in.
  func unit() throws(Reason) -> Double {
    guard let meanDistance else { throw .nBelow2 }
    if standardisation.isConstant || meanDistance == 0 { throw .referenceWithoutSpread }
    return meanDistance
  }

  /// The unit without some prompts, to first order.
  func unit(without prompts: [Int]) throws(Reason) -> Double {
    let unit = try unit()
    let left = Double(influences.count - prompts.count)
    return left > 0 ? unit - prompts.reduce(0) { $0 + influences[$1] } / left : unit
  }

  /// Values in the unit, with what each prompt does to the unit: their mean is that of `values`, and varies as it does
  /// when other prompts are drawn. At a fixed unit intervals are too narrow, or too wide where values rise and fall with
  /// the unit.
  package func withInfluence(on values: [Double]) -> [Double] {
    guard let meanDistance, influences.count == values.count, meanDistance > 0 else { return values }
    let ratio = values.mean / meanDistance
    return zip(values, influences).map { $0 - ratio * $1 }
  }
}
