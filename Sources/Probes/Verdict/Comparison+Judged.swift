public import MindstateNumerics

extension Comparison {
  /// `results` without the similarity table, which is empty but for its caveats: for whoever has that from elsewhere.
  public func judgement(workers: Workers = Workers()) throws(ComparisonError) -> ComparisonResults {
    let plan = try ComparisonPlan(self)
    let judged = try plan.judged(scales: plan.referenceScales(workers: workers), workers: workers)
    return ComparisonResults(
      similarity: SimilarityTable(rows: [], caveats: plan.caveats), contrasts: judged.contrasts,
      verdicts: judged.verdicts, crossed: judged.crossed)
  }
}
