import MindstateNumerics

extension ComparisonPlan {
  struct Judgement: Sendable {
    var contrasts: ContrastTable?
    var verdicts: VerdictTable?
    var crossed: CrossedTable?
  }

  /// What one cell holds for all three tables.
  struct CellEvidence: Sendable {
    /// Y to each paraphrase and each irrelevant wrapper.
    var paraphrases: Result<[[Double]], Reason>
    var irrelevant: Result<[[Double]], Reason>
    /// By question, by ceiling.
    var questions: [Result<[Double], Reason>]
    var ceilings: [Result<[Double], Reason>]
    /// By question, then by metric.
    var contrasts: [[WrapperContrast]]
    /// Two by two.
    var crossed: [[Result<[Double], Reason>]]
  }

  /// Everything beyond the similarity table that the roles given allow.
  func judged(scales: [ReferenceScale], workers: Workers) throws(ComparisonError) -> Judgement {
    let hasControls = !request.paraphrases.isEmpty || !request.irrelevant.isEmpty
    if !hasControls && request.crossed == nil { return Judgement() }
    let pairs = try JudgedPairs(self)
    let evidence = try workers.results(cells.count) { index throws(ComparisonError) in
      try self.evidence(pairs, at: cells[index], scale: scales[index])
    }
    return Judgement(
      contrasts: request.irrelevant.isEmpty ? nil : contrasts(pairs, evidence),
      verdicts: hasControls ? verdicts(pairs, evidence, workers: workers) : nil,
      crossed: request.crossed == nil ? nil : crossed(pairs, evidence))
  }

  /// - Parameter contrasts: whether contrasts are wanted, too; they cost far more than distances.
  func evidence(
    _ pairs: JudgedPairs, at cell: Cell, scale: ReferenceScale, contrasts wanted: Bool = true
  ) throws(ComparisonError) -> CellEvidence {
    var states = CellStates(plan: self, cell: cell, scale: scale)
    func distances(_ pairs: [Pair]) throws(ComparisonError) -> [Result<[Double], Reason>] {
      var lists: [Result<[Double], Reason>] = []
      for pair in pairs { lists.append(try states.distances(pair, request.verdictMetric)) }
      return lists
    }
    var evidence = CellEvidence(
      paraphrases: Result(try distances(pairs.paraphrases)), irrelevant: Result(try distances(pairs.irrelevant)),
      questions: try distances(pairs.questions), ceilings: try distances(pairs.ceilings), contrasts: [], crossed: [])
    for row in pairs.crossed { evidence.crossed.append(try distances(row)) }
    if wanted, !pairs.irrelevant.isEmpty {
      for (question, controls) in zip(pairs.questions, pairs.controls) {
        evidence.contrasts.append(try contrasts(question, controls, in: &states))
      }
    }
    return evidence
  }

  /// The cells of each site and position, in the order of the cells: what bounds are simultaneous over.
  var families: [[Int]] {
    var families: [[Int]] = []
    for index in cells.indices {
      let place = families.firstIndex {
        cells[$0[0]].site == cells[index].site && cells[$0[0]].position == cells[index].position
      }
      if let place { families[place].append(index) } else { families.append([index]) }
    }
    return families
  }
}
