import MindstateNumerics

extension ComparisonPlan {
  /// Every metric of (X, Y) minus its mean over (X, irrelevant wrappers), in one cell.
  func contrasts(
    _ question: Pair, _ controls: [Pair], in states: inout CellStates
  ) throws(ComparisonError) -> [WrapperContrast] {
    var contrasts: [WrapperContrast] = []
    let displacements = try displacements([question.a, question.b] + controls.map(\.b), in: &states)
    for metric in ContrastMetric.allCases {
      if let reason = JudgedPairs.tokenReason([question] + controls, at: states.cell.position), reason == .tokensDiffer
      {
        contrasts.append(WrapperContrast(n: promptIDs.count, controls: controls.count, reason: reason))
        continue
      }
      if let distance = metric.distance {
        var lists: [Result<[Double], Reason>] = []
        for pair in [question] + controls { lists.append(try states.distances(pair, distance)) }
        contrasts.append(contrast(Result(lists), clusters, controls: controls.count))
      } else {
        let values = Result { () throws(Reason) in
          try agreement(metric, displacements.get())
        }
        let units = metric == .displacementCosineMean ? Clusters(independent: clusters.count) : clusters
        contrasts.append(contrast(values, units, controls: controls.count))
      }
    }
    return contrasts
  }

  private func contrast(
    _ lists: Result<[[Double]], Reason>, _ units: Clusters, controls: Int
  ) -> WrapperContrast {
    switch lists {
    case .failure(let reason): return WrapperContrast(n: promptIDs.count, controls: controls, reason: reason)
    case .success(let lists):
      var contrast = WrapperContrast(pair: lists[0], controls: Array(lists.dropFirst()), clusters: units)
      contrast.n = promptIDs.count
      return contrast
    }
  }

  /// X's displacement first, then those of Y and the controls.
  private func displacements(
    _ conditions: [Int], in states: inout CellStates
  ) throws(ComparisonError) -> Result<[DoubleMatrix], Reason> {
    if conditions.contains(reference) { return .failure(.referenceIsCompared) }
    let start = try states.aligned(reference)
    var list: [Result<Matrix, Reason>] = []
    for condition in conditions { list.append(try states.aligned(condition)) }
    return Result { () throws(Reason) in
      let start = try start.get()
      var displacements: [DoubleMatrix] = []
      for states in list { displacements.append(DisplacementAgreement.displacement(try states.get(), from: start)) }
      return displacements
    }
  }

  private func agreement(_ metric: ContrastMetric, _ displacements: [DoubleMatrix]) throws(Reason) -> [[Double]] {
    var lists: [[Double]] = []
    for wrapper in displacements.dropFirst() {
      lists.append(
        metric == .displacementCosineMean
          ? try DisplacementAgreement.mean(displacements[0], wrapper, clusters: clusters)
          : try DisplacementAgreement.specific(displacements[0], wrapper))
    }
    return lists
  }

  func contrasts(_ pairs: JudgedPairs, _ evidence: [CellEvidence]) -> ContrastTable {
    var rows: [ContrastRow] = []
    for (question, pair) in pairs.questions.enumerated() {
      for (cell, found) in zip(cells, evidence) {
        for (metric, result) in zip(ContrastMetric.allCases, found.contrasts[question]) {
          rows.append(
            ContrastRow(
              conditionA: conditions[pair.a].name, conditionB: conditions[pair.b].name, control: .irrelevant,
              site: cell.site, layer: cell.layer, position: cell.position, metric: metric, result: result))
        }
      }
    }
    for (index, q) in BenjaminiHochberg.adjusted(rows.map(\.result.p)).enumerated() { rows[index].qValue = q }
    return ContrastTable(rows: rows)
  }
}

extension ContrastMetric {
  fileprivate var distance: VerdictMetric? {
    switch self {
    case .cosineDistance: .cosineDistance
    case .cosineDistanceStandardised: .cosineDistanceStandardised
    case .displacementCosineMean, .displacementCosineSpecific: nil
    }
  }
}
