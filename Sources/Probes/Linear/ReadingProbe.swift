public import MindstateNumerics

/// A reading vector (linear artificial tomography; Zou et al. 2023, arXiv 2310.01405, section 3.1): the direction in
/// which pairs of prompts differ most.
///
/// Prompts of class 1 are paired with prompts of class 0 in random order; the direction is the first right singular
/// vector of the differences, not centred (the paper gives pairs random signs, so their mean is 0 and the second moment
/// is this one). The labels give its sign, and the threshold half-way between the class means along it. Length 1 in
/// standardised units. Cost: pairs·width·min(pairs, width).
public struct ReadingProbe: LinearProbe {
  public var standardised: Bool
  public var seed: UInt64

  public init(standardised: Bool = true, seed: UInt64 = 0) {
    self.standardised = standardised
    self.seed = seed
  }

  public func fitted(_ states: Matrix, labels: [Int], classes: Int) throws(ProbeError) -> FittedProbe {
    try fittedAlone(states, labels: labels, classes: classes, penalty: nil)
  }

  /// The first principal direction of differences, length 1; its sign is not defined.
  package static func direction(of differences: DoubleMatrix) throws(ProbeError) -> [Double] {
    let wide = differences.columns > differences.rows
    guard let eigen = SymmetricEigen(wide ? differences.outerGram : differences.gram), let top = eigen.values.last
    else {
      throw .decompositionFailed(.reading)
    }
    guard top > 0 else { throw .noSpread }
    let vector = DoubleMatrix(rows: eigen.vectors.columns, columns: 1, eigen.vectors.row(eigen.values.count - 1))
    let direction = wide ? differences.transposedTimes(vector).elements : vector.elements
    let length = Vector.dot(direction, direction).squareRoot()
    return direction.map { $0 / length }
  }
}

extension ReadingProbe: SplitFitter {
  func fitted(
    _ set: TrainingSet, trains: [[Int]], penalties: [[Double?]]
  ) throws(ProbeError) -> [[FittedProbe]] {
    guard set.classes == 2 else { throw .twoClassesOnly(.reading, classes: set.classes) }
    var result: [[FittedProbe]] = []
    for (train, penalties) in zip(trains, penalties) {
      let probe = try fitted(ScaledRows(set, rows: train, standardised: standardised))
      result.append(penalties.map { _ in probe })
    }
    return result
  }

  private func fitted(_ rows: ScaledRows) throws(ProbeError) -> FittedProbe {
    var random = RandomStream(seed: seed, name: "pairs of a reading vector")
    let order = random.permutation(of: rows.labels.count)
    let pairs = zip(order.filter { rows.labels[$0] == 1 }, order.filter { rows.labels[$0] == 0 })
    let elements = pairs.flatMap { pair in zip(rows.states.row(pair.0), rows.states.row(pair.1)).map(-) }
    let count = elements.count / max(1, rows.states.columns)
    var direction = try Self.direction(of: DoubleMatrix(rows: count, columns: rows.states.columns, elements))
    let means = rows.classMeans
    if Vector.dot(direction, means.row(1)) < Vector.dot(direction, means.row(0)) { direction = direction.map { -$0 } }
    let middle = (Vector.dot(direction, means.row(1)) + Vector.dot(direction, means.row(0))) / 2
    return rows.probe(
      .reading, scores: DoubleMatrix(rows: 1, columns: direction.count, direction), biases: [-middle])
  }
}
