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
    let place = "\(cell.site) layer \(cell.layer) at \(cell.position)"
    do throws(ProbeError) {
      let probe = try FittedModes(self, Array(states.prefix(modeOfFitted.count)), at: cell)
      var rows: [ModeRow] = []
      for (index, condition) in comparison.conditions.enumerated() {
        let logits = try index < modeOfFitted.count ? probe.outOfFold(fitted: index) : probe.logits(of: states[index])
        for mode in question.modes.indices {
          rows.append(row(mode, of: condition.name, logits, at: cell, probe, tokenMatch(of: index, at: cell)))
        }
      }
      return rows
    } catch { throw .probe(error, place: place) }
  }

  private func row(
    _ mode: Int, of condition: String, _ logits: DoubleMatrix, at cell: ComparisonPlan.Cell, _ probe: FittedModes,
    _ tokenMatch: Bool?
  ) -> ModeRow {
    let chosen = FittedProbe.classes(of: logits)
    let name = [condition, cell.site, String(cell.layer), cell.position, question.modes[mode].name]
      .joined(separator: "\u{1f}")
    return ModeRow(
      modes: question.modes.map(\.name), scoredCondition: condition, site: cell.site, layer: cell.layer,
      position: cell.position, mode: question.modes[mode].name,
      share: estimate(of: chosen.map { $0 == mode ? 1 : 0 }, "share\u{1f}\(name)"),
      logOdds: estimate(of: (0..<logits.rows).map { logits.logOdds(row: $0, of: mode) }, "log-odds\u{1f}\(name)"),
      tokenMatch: tokenMatch, fitAccuracy: probe.accuracy, controlAccuracy: probe.controlAccuracy,
      calibrationError: probe.calibrationError, n: prompts, seed: question.seed)
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
