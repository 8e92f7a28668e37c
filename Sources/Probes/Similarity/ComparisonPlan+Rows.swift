import MindstateNumerics
import MindstateStore

extension ComparisonPlan {
  /// What the reference lends to each cell.
  func referenceScales(workers: Workers) throws(ComparisonError) -> [ReferenceScale] {
    try workers.results(cells.count) { index throws(ComparisonError) in
      let condition = conditions[reference]
      let states = try states(of: condition, at: cells[index])
      guard let layout = condition.reading(at: cells[index].position), layout.isRagged else {
        return ReferenceScale(of: states.gatheringRows(condition.order))
      }
      let ranges = condition.order.map { layout.rows(ofPrompt: $0) }
      let offsets = ranges.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
      return ReferenceScale(of: states.gatheringRows(ranges.flatMap { Array($0) }), offsets: offsets)
    }
  }

  /// Every metric of every pair in every cell, pair by pair.
  func rows(scales: [ReferenceScale], workers: Workers) throws(ComparisonError) -> [SimilarityRow] {
    let orders = rePairingOrders
    let rows = try workers.results(pairs.count * cells.count) { index throws(ComparisonError) in
      let (pair, cell) = index.quotientAndRemainder(dividingBy: cells.count)
      return try self.rows(of: pairs[pair], at: cells[cell], scale: scales[cell], orders)
    }
    return rows.flatMap { $0 }
  }

  /// All rows of one condition in one cell, in the capture's own order.
  func states(of condition: Condition, at cell: Cell) throws(ComparisonError) -> Matrix {
    let reading = condition.reading(at: cell.position)
    guard let site = reading?.sites.first(where: { $0.site == cell.site }) else { return Matrix(rows: 0, columns: 0) }
    let states: Matrix
    do {
      states = try condition.states.states(cell.site, cell.position, site.layers.firstIndex(of: cell.layer) ?? 0)
    } catch { throw readingError(error, condition, cell) }
    let rows = reading?.rowCount(prompts: promptIDs.count) ?? 0
    if states.rows == rows && states.columns == site.width { return states }
    throw .malformed(
      condition: condition.name, position: cell.position,
      why: "states of \(cell.site) are [\(states.rows), \(states.columns)] instead of [\(rows), \(site.width)]")
  }

  private func readingError(_ error: any Error, _ condition: Condition, _ cell: Cell) -> ComparisonError {
    if let error = error as? CaptureError, case .notFinite(_, _, _, let prompt) = error.problem {
      return .notFinite(
        condition: condition.name, prompt: prompt, site: cell.site, layer: cell.layer, position: cell.position)
    }
    return .unreadable(
      condition: condition.name, site: cell.site, layer: cell.layer, position: cell.position, why: "\(error)")
  }

  /// One set of re-pairings for all rows: each row's p is as good as with its own.
  private var rePairingOrders: Permutations {
    let isAsked = request.metrics.contains(where: Metric.paired.contains)
    var random = RandomStream(seed: request.seed, name: "compare re-pairing")
    return Permutations(of: promptIDs.count, draws: isAsked ? request.resamples : 0, random: &random)
  }

  private func rows(
    of pair: Pair, at cell: Cell, scale: ReferenceScale, _ orders: Permutations
  ) throws(ComparisonError) -> [SimilarityRow] {
    guard let alignment = pair.alignments[cell.position] else { return [] }
    let missing = Estimate(value: nil, n: promptIDs.count, clusters: clusters.count, reason: .tokensNotAligned)
    if alignment.unaligned > 0 {
      return request.metrics.map { row($0, missing, of: pair, at: cell, alignment) }
    }
    let a = try states(of: conditions[pair.a], at: cell).gatheringRows(alignment.rowsA)
    let b = try states(of: conditions[pair.b], at: cell).gatheringRows(alignment.rowsB)
    var paired = PairedStates(a, b, scale: scale)
    var whole = try measurement(a, b, of: pair, at: cell, scale: scale, alignment)
    let start = try frameStates(of: alignment, at: cell)
    var rows: [SimilarityRow] = []
    for metric in request.metrics {
      let random = Streams(self, pair, cell, metric)
      var estimate = missing
      do throws(Reason) {
        if !Metric.paired.contains(metric) {
          estimate = try whole.estimate(of: metric) { random.stream($0) }
        } else if let offsets = alignment.offsets {
          let values = try perPrompt(metric, a, b, scale: scale, offsets: offsets)
          estimate = self.estimate(
            of: values, drawing: metric == .euclideanRelative ? scale.withInfluence(on: values) : values, random)
          estimate.reason = estimate.reason ?? .raggedPosition
        } else {
          let table = try paired.table(of: metric)
          let drawn = withInfluence(on: table.perPrompt, metric, &paired, scale: scale, reference: start)
          estimate = self.estimate(of: table, drawing: drawn, random, orders)
        }
      } catch { estimate.reason = error }
      rows.append(row(metric, estimate, of: pair, at: cell, alignment))
    }
    return rows
  }

  /// Each prompt's mean over its tokens.
  private func perPrompt(
    _ metric: Metric, _ a: Matrix, _ b: Matrix, scale: ReferenceScale, offsets: [Int]
  ) throws(Reason) -> [Double] {
    if metric == .retrievalAt1 { throw .raggedPosition }
    let values = try metric.perPrompt(a, b, scale: scale)
    return zip(offsets, offsets.dropFirst()).map { Array(values[$0..<$1]).mean }
  }

  private func estimate(
    of table: PairTable, drawing drawn: [Double], _ random: Streams, _ orders: Permutations
  ) -> Estimate {
    var estimate = estimate(of: table.perPrompt, drawing: drawn, random)
    estimate.null = RePairing(draws: request.resamples).null(of: table, under: orders)
    return estimate
  }

  /// Value and interval, without null.
  ///
  /// - Parameter drawn: values of the same mean that vary as it does.
  private func estimate(of values: [Double], drawing drawn: [Double], _ random: Streams) -> Estimate {
    var stream = random.stream("bootstrap")
    let interval = ClusterBootstrap(resamples: request.resamples)
      .interval(of: drawn, in: clusters, random: &stream)
    let reason: Reason? = values.count < 2 ? .nBelow2 : interval == nil ? .clustersBelow2 : nil
    return Estimate(
      value: values.mean, interval: interval, n: values.count, clusters: clusters.count, reason: reason)
  }

  private func row(
    _ metric: Metric, _ estimate: Estimate, of pair: Pair, at cell: Cell, _ alignment: TokenAlignment
  ) -> SimilarityRow {
    SimilarityRow(
      conditionA: conditions[pair.a].name, conditionB: conditions[pair.b].name, role: pair.role,
      reference: metric.usesReference ? conditions[reference].name : nil, site: cell.site, layer: cell.layer,
      position: cell.position, tokenMatch: alignment.matches, metric: metric, estimate: estimate,
      resamples: request.resamples, seed: request.seed)
  }

  /// The random streams of one row, named by what the row is about: another row more or less changes none.
  private struct Streams {
    let seed: UInt64
    let row: String

    init(_ plan: ComparisonPlan, _ pair: Pair, _ cell: Cell, _ metric: Metric) {
      seed = plan.request.seed
      row = [
        plan.conditions[pair.a].name, plan.conditions[pair.b].name, cell.site, String(cell.layer), cell.position,
        metric.rawValue,
      ].joined(separator: "\u{1f}")
    }

    func stream(_ use: String) -> RandomStream { RandomStream(seed: seed, name: "compare \(use)\u{1f}\(row)") }
  }
}
