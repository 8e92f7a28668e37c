import MindstateNumerics

/// What prompts do to a mean of paired values beyond their own value: through the reference's mean, sd and unit, which are
/// estimates, too, and as neighbours of others.
extension ComparisonPlan {
  /// The reference's states where `withInfluence` needs them; nil where not.
  func frameStates(of alignment: TokenAlignment, at cell: Cell) throws(ComparisonError) -> Matrix? {
    guard alignment.offsets == nil, request.metrics.contains(.cosineDistanceStandardised) else { return nil }
    let condition = conditions[reference]
    return try states(of: condition, at: cell).gatheringRows(condition.order)
  }

  /// Per-prompt values of the same mean that vary as it does when other prompts are drawn.
  func withInfluence(
    on values: [Double], _ metric: Metric, _ paired: inout PairedStates, scale: ReferenceScale, reference: Matrix?
  ) -> [Double] {
    switch metric {
    case .euclideanRelative: return scale.withInfluence(on: values)
    case .cosineDistanceStandardised:
      guard let reference else { return values }
      return FrameInfluence.added(
        to: values, paired.a, paired.b, reference: reference, frame: scale.standardisation)
    case .retrievalAt1: return paired.crowded(values)
    default: return values
    }
  }
}
