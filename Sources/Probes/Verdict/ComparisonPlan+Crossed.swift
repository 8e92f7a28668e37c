extension ComparisonPlan {
  func crossed(_ pairs: JudgedPairs, _ evidence: [CellEvidence]) -> CrossedTable {
    var rows = zip(cells, evidence).flatMap { crossedRows(pairs, $1.crossed, at: $0) }
    for (index, q) in BenjaminiHochberg.adjusted(rows.map(\.p)).enumerated() { rows[index].qValue = q }
    return CrossedTable(rows: rows)
  }

  private func crossedRows(
    _ pairs: JudgedPairs, _ found: [[Result<[Double], Reason>]], at cell: Cell
  ) -> [CrossedRow] {
    let tokens = JudgedPairs.tokenReason(pairs.crossed.flatMap { $0 }, at: cell.position)
    let distances = Result { () throws(Reason) in
      if tokens == .tokensDiffer { throw .tokensDiffer }
      return CrossedDistances([try Result(found[0]).get(), try Result(found[1]).get()])
    }
    let parts: [(part: CrossedRow.Part, tuning: Int, wrapper: Int)] = [
      (.cell, 0, 0), (.cell, 0, 1), (.cell, 1, 0), (.cell, 1, 1), (.ownMinusOther, 0, 0), (.ownMinusOther, 1, 1),
      (.diagonalMinusOffDiagonal, 0, 0),
    ]
    return parts.map { part, tuning, wrapper in
      var row = CrossedRow(
        part: part, site: cell.site, layer: cell.layer, position: cell.position, metric: request.verdictMetric,
        estimate: Estimate(value: nil, n: promptIDs.count, clusters: clusters.count))
      if part != .diagonalMinusOffDiagonal { row.tuning = conditions[pairs.crossed[tuning][0].a].name }
      if part == .cell { row.wrapper = conditions[pairs.crossed[tuning][wrapper].b].name }
      switch distances {
      case .failure(let reason): row.estimate.reason = reason
      case .success(let distances):
        let (estimate, p) = CrossedDistances.estimate(
          distances.perPrompt(part, tuning: tuning, wrapper: wrapper), clusters: clusters)
        row.estimate = estimate
        row.p = part == .cell ? nil : p
      }
      return row
    }
  }
}
