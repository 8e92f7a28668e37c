import MindstateNumerics

extension ComparisonPlan {
  /// One series of layers that is judged together.
  private struct Series: Sendable {
    var pair: Pair
    var family: [Int]
    /// By cell of the family.
    var distances: [Result<LayerDistances, Reason>]
    var isSelfTest = false
  }

  func verdicts(_ pairs: JudgedPairs, _ evidence: [CellEvidence], workers: Workers) -> VerdictTable {
    let series = families.flatMap { family in
      self.questions(pairs, evidence, family) + selfTests(pairs, evidence, family)
    }
    let judged = workers.results(series.count) { judge(series[$0], pairs) }
    let tests = selfTests(series, judged)
    let rows = zip(series, judged).flatMap { self.rows(of: $0, $1, tests: tests) }
    return VerdictTable(rows: rows.withCeilings(named: conditions[0].name).pairsFirst, selfTests: tests)
  }

  private func questions(_ pairs: JudgedPairs, _ evidence: [CellEvidence], _ family: [Int]) -> [Series] {
    func series(_ pair: Pair, _ own: (CellEvidence) -> Result<[Double], Reason>) -> Series {
      Series(
        pair: pair, family: family,
        distances: family.map { cell in
          let found = evidence[cell]
          return Result { () throws(Reason) in
            LayerDistances(
              pair: try own(found).get(), paraphrases: try found.paraphrases.get(),
              irrelevant: try found.irrelevant.get())
          }
        })
    }
    return pairs.questions.enumerated().map { index, pair in series(pair) { $0.questions[index] } }
      + pairs.ceilings.enumerated().map { index, pair in series(pair) { $0.ceilings[index] } }
  }

  /// Each wrapper in the place of X. With two of its kind the other one is alone, and with one there is none: then
  /// there is nothing to try it against.
  private func selfTests(_ pairs: JudgedPairs, _ evidence: [CellEvidence], _ family: [Int]) -> [Series] {
    if pairs.paraphrases.count < 2 || pairs.irrelevant.count < 2 { return [] }
    func series(_ pair: Pair, _ trying: @escaping (LayerDistances) -> LayerDistances) -> Series {
      Series(
        pair: pair, family: family,
        distances: family.map { cell in
          Result { () throws(Reason) in
            trying(
              LayerDistances(
                pair: [], paraphrases: try evidence[cell].paraphrases.get(),
                irrelevant: try evidence[cell].irrelevant.get()))
          }
        }, isSelfTest: true)
    }
    return pairs.paraphrases.enumerated().map { index, pair in series(pair) { $0.trying(paraphrase: index) } }
      + pairs.irrelevant.enumerated().map { index, pair in series(pair) { $0.trying(irrelevant: index) } }
  }

  private func judge(_ series: Series, _ pairs: JudgedPairs) -> PairVerdict {
    let place = cells[series.family[0]]
    let tokens = JudgedPairs.tokenReason([series.pair] + pairs.paraphrases + pairs.irrelevant, at: place.position)
    let name = [conditions[series.pair.a].name, conditions[series.pair.b].name, place.site, place.position]
    var random = RandomStream(seed: request.seed, name: "verdict\u{1f}" + name.joined(separator: "\u{1f}"))
    let known = series.distances.compactMap { try? $0.get() }
    var judged = request.rule.verdicts(known, clusters: clusters, random: &random)
    var next = judged.layers.makeIterator()
    judged.layers = series.distances.map { distances in
      switch distances {
      case .success: return next.next() ?? blank(pairs, .nBelow2)
      case .failure(let reason): return blank(pairs, reason)
      }
    }
    if known.isEmpty, let first = judged.layers.first { judged.all = first }
    if let tokens {
      for index in judged.layers.indices { judged.layers[index].withhold(tokens) }
      judged.all.withhold(tokens)
    }
    judged.nameWhatIsLeftOut()
    return judged
  }

  private func blank(_ pairs: JudgedPairs, _ reason: Reason) -> LayerVerdict {
    var blank = LayerVerdict(
      n: promptIDs.count, clusters: clusters.count, paraphrases: pairs.paraphrases.count,
      irrelevant: pairs.irrelevant.count)
    blank.reasons = [reason]
    return blank
  }

  private func selfTests(_ series: [Series], _ judged: [PairVerdict]) -> [SelfTest] {
    var tests: [SelfTest] = []
    for (one, verdict) in zip(series, judged) where one.isSelfTest {
      let place = cells[one.family[0]]
      if tests.last?.site != place.site || tests.last?.position != place.position {
        tests.append(SelfTest(site: place.site, position: place.position))
      }
      tests[tests.count - 1].add(
        conditions[one.pair.b].name, one.pair.role, of: conditions[one.pair.a].name,
        zip(one.family, verdict.layers).map { (layer: cells[$0].layer, result: $1) })
    }
    return tests
  }

  private func rows(of series: Series, _ verdict: PairVerdict, tests: [SelfTest]) -> [VerdictRow] {
    let place = cells[series.family[0]]
    let test = tests.first { $0.site == place.site && $0.position == place.position }
    let layers = zip(series.family.map { cells[$0].layer as Int? }, verdict.layers) + [(nil, verdict.all)]
    return layers.map { layer, result in
      VerdictRow(
        conditionA: conditions[series.pair.a].name, conditionB: conditions[series.pair.b].name, role: series.pair.role,
        site: place.site, layer: layer, position: place.position, metric: request.verdictMetric,
        margin: request.rule.margin, result: result, selfTestPassed: test?.passed)
    }
  }
}

extension LayerVerdict {
  /// Different tokens take the verdict away; unknown ones are only said.
  fileprivate mutating func withhold(_ reason: Reason) {
    reasons.append(reason)
    if reason == .tokensDiffer { verdict = .undecided }
  }
}

extension [VerdictRow] {
  /// Sets `ceiling` in the rows of X: the mean over ceilings of s at the same place.
  fileprivate func withCeilings(named x: String) -> [VerdictRow] {
    let ceilings = filter { $0.role == .ceiling }
    return map { row in
      guard row.role == .pair && row.conditionA == x else { return row }
      let values = ceilings.filter {
        $0.site == row.site && $0.layer == row.layer && $0.position == row.position
      }.compactMap(\.result.s)
      var row = row
      row.hasCeiling = !ceilings.isEmpty
      row.ceiling = values.isEmpty ? nil : values.mean
      return row
    }
  }

  /// Pairs, ceilings, then the self-test.
  fileprivate var pairsFirst: [VerdictRow] {
    let order: [Role] = [.pair, .ceiling, .paraphrase, .irrelevant]
    return order.flatMap { role in filter { $0.role == role } }
  }
}
