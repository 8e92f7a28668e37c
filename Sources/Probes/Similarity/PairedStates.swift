import MindstateNumerics

/// The states of two conditions at one place, one a prompt, and every metric's table of pairs.
struct PairedStates {
  let a: Matrix
  let b: Matrix
  private let scale: ReferenceScale
  /// Two metrics read it; made when the first of them does.
  private lazy var standardised = Result { [a, b, scale] () throws(Reason) in
    try CosineTable(a, b, in: scale.frame())
  }

  init(_ a: Matrix, _ b: Matrix, scale: ReferenceScale) {
    self.a = a
    self.b = b
    self.scale = scale
  }

  mutating func table(of metric: Metric) throws(Reason) -> PairTable {
    switch metric {
    case .cosineDistance: try CosineDistance.table(CosineTable(a, b))
    case .cosineDistanceStandardised: try CosineDistance.table(standardised.get())
    case .euclideanRelative:
      try EuclideanRelative.table(a, b, unit: scale.unit(), centre: scale.standardisation.mean)
    case .retrievalAt1: try RetrievalAtOne.table(standardised.get())
    default: throw .notPerPrompt
    }
  }

  /// Of `retrieval_at_1`.
  mutating func crowded(_ values: [Double]) -> [Double] {
    guard let cosines = try? standardised.get() else { return values }
    return Crowding(cosines).drawn(values)
  }
}
