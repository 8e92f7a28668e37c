public import MindstateNumerics

/// What the reference condition lends to a comparison at one site, layer and position: mean and sd of each dimension,
/// and how far apart different prompts are.
public struct ReferenceScale: Sendable {
  public let standardisation: Standardisation
  /// Mean Euclidean distance between different prompts; nil with fewer than two.
  public let meanDistance: Double?
  /// Prompts of the reference.
  public let prompts: Int

  /// One state a prompt: `states` is [prompts, width].
  public init(of states: Matrix) { self.init(of: states, offsets: nil) }

  /// - Parameter offsets: Where each prompt's tokens start and end in `states`; nil: one row a prompt. With several
  ///   tokens a prompt, mean and sd are over all of them, and two prompts are as far apart as their tokens of equal
  ///   index are on average, as in the numerator of `euclidean_relative`.
  package init(of states: Matrix, offsets: [Int]?) {
    standardisation = Standardisation(of: states)
    prompts = offsets.map { $0.count - 1 } ?? states.rows
    meanDistance = Distances.meanBetweenPrompts(
      states, offsets: offsets ?? Array(0...states.rows), centre: standardisation.mean)
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
}
