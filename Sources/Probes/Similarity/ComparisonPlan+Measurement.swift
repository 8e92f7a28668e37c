import MindstateNumerics

extension ComparisonPlan {
  /// What the metrics of whole conditions need at one place.
  func measurement(
    _ a: Matrix, _ b: Matrix, of pair: Pair, at cell: Cell, scale: ReferenceScale, _ alignment: TokenAlignment
  ) throws(ComparisonError) -> Measurement {
    var result = Measurement(
      a: a, b: b, clusters: clusters, scale: scale, resamples: request.resamples, isRagged: alignment.offsets != nil,
      isLogits: cell.site == "logits")
    if result.isRagged { return result }
    if pair.a == reference || pair.b == reference {
      result.reference = .failure(.referenceIsCompared)
      return result
    }
    guard request.metrics.contains(where: \.startsAtReference) else { return result }
    let condition = conditions[reference]
    result.reference = .success(try states(of: condition, at: cell).gatheringRows(condition.order))
    if pair.role == .pair && request.metrics.contains(where: { $0.companions.contains(.displacementRecovered) }) {
      result.paraphraseSquare = try paraphraseSquare(at: cell)
    }
    return result
  }

  /// The mean over prompts and paraphrases of their squared distance to Y; nil without paraphrases.
  private func paraphraseSquare(at cell: Cell) throws(ComparisonError) -> Double? {
    var squares: [Double] = []
    for pair in pairs where pair.role == .paraphrase {
      guard let alignment = pair.alignments[cell.position], alignment.unaligned == 0, alignment.offsets == nil
      else { continue }
      let y = try states(of: conditions[pair.a], at: cell).gatheringRows(alignment.rowsA)
      let other = try states(of: conditions[pair.b], at: cell).gatheringRows(alignment.rowsB)
      squares.append(RowProducts(y, other).squaredDistances.mean)
    }
    return squares.isEmpty ? nil : squares.mean
  }
}
