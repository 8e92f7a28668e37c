import MindstateNumerics

/// One look at every state before anything is computed: refuses NaN and infinity, and notes what a reader of the
/// table should know.
struct Inspection: Sendable {
  /// Of one condition in one cell.
  private struct Finding: Sendable {
    /// A hash of each prompt's states, in the common order.
    var hashes: [UInt64]
    var outliers: Int
    var rows: Int
  }

  /// By condition, then by cell.
  private let findings: [[Finding]]

  init(_ plan: ComparisonPlan, workers: Workers) throws(ComparisonError) {
    let count = plan.cells.count
    let flat = try workers.results(plan.conditions.count * count) { index throws(ComparisonError) in
      let (condition, cell) = index.quotientAndRemainder(dividingBy: count)
      return try Self.inspect(plan.conditions[condition], at: plan.cells[cell], of: plan)
    }
    findings = plan.conditions.indices.map { Array(flat[$0 * count..<($0 + 1) * count]) }
  }

  private static func inspect(
    _ condition: ComparisonPlan.Condition, at cell: ComparisonPlan.Cell, of plan: ComparisonPlan
  ) throws(ComparisonError) -> Finding {
    let states = try plan.states(of: condition, at: cell)
    guard let reading = condition.reading(at: cell.position) else { return Finding(hashes: [], outliers: 0, rows: 0) }
    var squares: [Double] = []
    var hashes: [UInt64] = []
    for (prompt, place) in condition.order.enumerated() {
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      for row in reading.rows(ofPrompt: place) {
        let square = states.row(row).digest(into: &hash)
        if !square.isFinite {
          throw .notFinite(
            condition: condition.name, prompt: plan.promptIDs[prompt], site: cell.site, layer: cell.layer,
            position: cell.position)
        }
        squares.append(square)
      }
      hashes.append(hash)
    }
    return Finding(hashes: hashes, outliers: outliers(in: squares), rows: squares.count)
  }

  /// Rows over 8 times as long as the median.
  private static func outliers(in squares: [Double]) -> Int {
    guard squares.count > 2 else { return 0 }
    let median = squares.sorted()[squares.count / 2]
    return median > 0 ? squares.count { $0 > 64 * median } : 0
  }

  func caveats(of plan: ComparisonPlan) -> [Caveat] {
    plan.conditions.indices.flatMap { outlierNorms(of: $0, in: plan) + identicalPrompts(of: $0, in: plan) }
      + plan.pairs.filter { pair in
        !plan.cells.isEmpty && zip(findings[pair.a], findings[pair.b]).allSatisfy { $0.hashes == $1.hashes }
      }.map {
        .identicalConditions(conditionA: plan.conditions[$0.a].name, conditionB: plan.conditions[$0.b].name)
      }
  }

  /// One caveat a site and position, with the layer that has most.
  private func outlierNorms(of condition: Int, in plan: ComparisonPlan) -> [Caveat] {
    var worst: [(cell: ComparisonPlan.Cell, finding: Finding)] = []
    for (cell, finding) in zip(plan.cells, findings[condition]) where finding.outliers > 0 {
      let known = worst.firstIndex { $0.cell.site == cell.site && $0.cell.position == cell.position }
      if let known, worst[known].finding.outliers >= finding.outliers { continue }
      if let known { worst[known] = (cell, finding) } else { worst.append((cell, finding)) }
    }
    return worst.map { cell, finding in
      .outlierNorms(
        condition: plan.conditions[condition].name, site: cell.site, position: cell.position, rows: finding.outliers,
        of: finding.rows)
    }
  }

  private func identicalPrompts(of condition: Int, in plan: ComparisonPlan) -> [Caveat] {
    var seen: Set<[UInt64]> = []
    let copies = plan.promptIDs.indices.filter { prompt in
      !plan.cells.isEmpty && !seen.insert(findings[condition].map { $0.hashes[prompt] }).inserted
    }
    if copies.isEmpty { return [] }
    return [
      .identicalPrompts(condition: plan.conditions[condition].name, prompts: copies.map { plan.promptIDs[$0] })
    ]
  }
}

extension Array<Float> {
  /// The sum of squares; the bits are mixed into `hash` (FNV-1a, a float at a time).
  fileprivate func digest(into hash: inout UInt64) -> Double {
    var sum = 0.0
    for value in self {
      sum += Double(value) * Double(value)
      hash = (hash ^ UInt64(value.bitPattern)) &* 0x0000_0100_0000_01b3
    }
    return sum
  }
}
