package import MindstateNumerics

/// Verdicts, and the distance of each prompt that they rest on.
package struct JudgedDistances: Sendable {
  package var verdicts: VerdictTable
  /// Prompt ids, in the order of the distances.
  package var prompts: [String]
  package var clusters: Int
  /// X–Y at each place; absent where there is no value.
  package var cells: [Cell]
  package var caveats: [Caveat]

  package struct Cell: Sendable {
    package var site: String
    package var layer: Int
    package var position: String
    /// By prompt.
    package var distances: [Double]
  }
}

extension Comparison {
  /// The verdicts on X and Y alone, without similarity table and contrasts: for assertions, which need no more.
  ///
  /// Cost: one distance a prompt, wrapper and layer, and the joint level of each series of layers.
  package func judgedDistances(workers: Workers = Workers()) throws(ComparisonError) -> JudgedDistances {
    let plan = try ComparisonPlan(self)
    let scales = try plan.referenceScales(workers: workers)
    let pairs = try JudgedPairs(plan)
    let inspection = try Inspection(plan, workers: workers)
    let evidence = try workers.results(plan.cells.count) { index throws(ComparisonError) in
      try plan.evidence(pairs, at: plan.cells[index], scale: scales[index], contrasts: false)
    }
    var cells: [JudgedDistances.Cell] = []
    for (cell, found) in zip(plan.cells, evidence) {
      guard case .success(let distances) = found.questions[0] else { continue }
      cells.append(.init(site: cell.site, layer: cell.layer, position: cell.position, distances: distances))
    }
    return JudgedDistances(
      verdicts: plan.verdicts(pairs, evidence, workers: workers), prompts: plan.promptIDs,
      clusters: plan.clusters.count, cells: cells, caveats: plan.caveats + inspection.caveats(of: plan))
  }
}
