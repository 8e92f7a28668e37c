public import MindstateNumerics

/// Nearest centroid, and the difference of means of two classes.
///
/// Score of class k: μ_k·x − ½‖μ_k‖², so the highest is the nearest mean (Euclidean, on standardised states if asked).
/// For two classes this is the direction μ₁ − μ₀ with its threshold half-way: the mass-mean probe of Marks and Tegmark
/// (arXiv 2310.06824, section 5), which is given for two classes only. Cost: one pass over the states.
public struct CentroidProbe: LinearProbe {
  let kind: ProbeKind
  public var standardised: Bool

  /// The class whose mean is nearest.
  public static func nearestCentroid(standardised: Bool = true) -> CentroidProbe {
    CentroidProbe(kind: .nearestCentroid, standardised: standardised)
  }

  /// Along the difference of the means of two classes.
  public static func massMean(standardised: Bool = false) -> CentroidProbe {
    CentroidProbe(kind: .massMean, standardised: standardised)
  }

  init(kind: ProbeKind, standardised: Bool) {
    self.kind = kind
    self.standardised = standardised
  }

  public func fitted(_ states: Matrix, labels: [Int], classes: Int) throws(ProbeError) -> FittedProbe {
    try fittedAlone(states, labels: labels, classes: classes, penalty: nil)
  }
}

extension CentroidProbe: SplitFitter {
  func fitted(
    _ set: TrainingSet, trains: [[Int]], penalties: [[Double?]]
  ) throws(ProbeError) -> [[FittedProbe]] {
    if kind == .massMean && set.classes != 2 { throw .twoClassesOnly(kind, classes: set.classes) }
    var result: [[FittedProbe]] = []
    for (train, penalties) in zip(trains, penalties) {
      let rows = ScaledRows(set, rows: train, standardised: standardised)
      let means = rows.classMeans
      let biases = (0..<set.classes).map { k in -0.5 * means.row(k).reduce(0) { $0 + $1 * $1 } }
      let probe = rows.probe(kind, scores: means, biases: biases)
      result.append(penalties.map { _ in probe })
    }
    return result
  }
}
