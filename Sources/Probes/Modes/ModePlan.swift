import MindstateNumerics

/// A mode question whose captures have been checked against each other.
struct ModePlan: Sendable {
  let question: ModeQuestion
  /// All captures: those of the modes, mode by mode, then those that are only scored.
  let comparison: ComparisonPlan
  /// The mode of each fitted capture.
  let modeOfFitted: [Int]

  init(_ question: ModeQuestion) throws(ModeError) {
    self.question = question
    if question.modes.count < 2 { throw .fewerThanTwoModes(question.modes.count) }
    var names: Set<[UInt8]> = []
    for mode in question.modes {
      if mode.conditions.isEmpty { throw .modeWithoutConditions(mode.name) }
      if !names.insert(Array(mode.name.utf8)).inserted { throw .repeatedMode(mode.name) }
    }
    modeOfFitted = question.modes.enumerated().flatMap { index, mode in mode.conditions.map { _ in index } }
    var request = Comparison(question.modes.flatMap(\.conditions) + question.scored)
    request.sites = question.sites
    request.layers = question.layers
    request.positions = question.positions
    do { comparison = try ComparisonPlan(request) } catch { throw .captures(error) }
    for cell in comparison.cells where comparison.conditions[0].reading(at: cell.position)?.isRagged == true {
      throw .raggedPosition(cell.position)
    }
  }

  var cells: [ComparisonPlan.Cell] { comparison.cells }
  var caveats: [Caveat] { comparison.caveats }
  private var prompts: Int { comparison.promptIDs.count }

  /// All rows of one cell: every condition in every mode.
  func rows(at cell: ComparisonPlan.Cell) throws(ModeError) -> [ModeRow] {
    var states: [Matrix] = []
    for condition in comparison.conditions {
      do { states.append(try comparison.states(of: condition, at: cell).gatheringRows(condition.order)) } catch {
        throw .captures(error)
      }
    }
    do throws(ProbeError) {
      return try rows(at: cell, states, FittedModes(self, Array(states.prefix(modeOfFitted.count)), at: cell))
    } catch .noSpread {
      return missingRows(at: cell, .noSpread)
    } catch { throw .probe(error, place: "\(cell.site) layer \(cell.layer) at \(cell.position)") }
  }

  private func rows(
    at cell: ComparisonPlan.Cell, _ states: [Matrix], _ probe: FittedModes
  ) throws(ProbeError) -> [ModeRow] {
    var rows: [ModeRow] = []
    for (index, condition) in comparison.conditions.enumerated() {
      let logits = try index < modeOfFitted.count ? probe.outOfFold(fitted: index) : probe.logits(of: states[index])
      let chosen = FittedProbe.classes(of: logits)
      for mode in question.modes.indices {
        var row = row(mode, of: index, at: cell)
        let name = [condition.name, cell.site, String(cell.layer), cell.position, row.mode].joined(separator: "\u{1f}")
        row.share = estimate(of: chosen.map { $0 == mode ? 1 : 0 }, "share\u{1f}\(name)")
        let odds = (0..<logits.rows).map { logits.logOdds(row: $0, of: mode) }
        row.logOdds = estimate(of: odds, "log-odds\u{1f}\(name)")
        row.fitAccuracy = probe.accuracy
        row.controlAccuracy = probe.controlAccuracy
        row.calibrationError = probe.calibrationError
        rows.append(row)
      }
    }
    return rows
  }

  /// Where there is nothing to fit, as at layer 0 of one token: all states are the same.
  private func missingRows(at cell: ComparisonPlan.Cell, _ reason: Reason) -> [ModeRow] {
    comparison.conditions.indices.flatMap { index in
      question.modes.indices.map { mode in
        var row = row(mode, of: index, at: cell)
        row.share.reason = reason
        row.logOdds.reason = reason
        return row
      }
    }
  }

  /// A row without numbers.
  private func row(_ mode: Int, of condition: Int, at cell: ComparisonPlan.Cell) -> ModeRow {
    let missing = Estimate(value: nil, n: prompts, clusters: comparison.clusters.count)
    return ModeRow(
      modes: question.modes.map(\.name), scoredCondition: comparison.conditions[condition].name, site: cell.site,
      layer: cell.layer, position: cell.position, mode: question.modes[mode].name, share: missing, logOdds: missing,
      tokenMatch: tokenMatch(of: condition, at: cell), n: prompts, seed: question.seed)
  }

  private func estimate(of values: [Double], _ name: String) -> Estimate {
    var random = RandomStream(seed: question.seed, name: "modes bootstrap\u{1f}\(name)")
    let interval = ClusterBootstrap(resamples: question.resamples)
      .interval(of: values, in: comparison.clusters, random: &random)
    return Estimate(
      value: values.mean, interval: interval, n: values.count, clusters: comparison.clusters.count,
      reason: interval == nil ? .clustersBelow2 : nil)
  }

  /// Whether the capture at `index` was read at the tokens of the first fitted one.
  private func tokenMatch(of index: Int, at cell: ComparisonPlan.Cell) -> Bool? {
    if index == 0 { return comparison.conditions[0].reading(at: cell.position)?.tokenIDs == nil ? nil : true }
    return comparison.pairs.first { $0.a == 0 && $0.b == index }?.alignments[cell.position]?.matches
  }
}

extension DoubleMatrix {
  /// ln p/(1 − p) of column `mode` under the softmax of row `row`.
  fileprivate func logOdds(row: Int, of mode: Int) -> Double {
    let logits = self.row(row)
    let others = logits.indices.filter { $0 != mode }.map { logits[$0] }
    return logits[mode] - others.logSumExp
  }
}
