import MindstateProbes
import MindstateStore

/// The tables of a finished run, read for what is told at the end.
struct SummaryTables {
  private let run: SweepRun
  let verdicts: TableReader
  private let contrasts: TableReader
  private let modes: TableReader

  init(_ run: SweepRun) throws {
    self.run = run
    func table(_ name: String) throws -> TableReader {
      // A file that is no part of this sweep is somebody else's.
      try TableReader(run.plan.pieces.contains { $0.files.contains(name) } ? run.directory.path(name) : "")
    }
    verdicts = try table("verdicts.csv")
    contrasts = try table("contrasts.csv")
    modes = try table("modes.csv")
    behaviour = try Self.behaviour(run)
    let read = try run.readings().flatMap(\.names)
    positions = run.plan.positionNames.filter(read.contains)
  }

  private struct Behaviour { var correct: Double?, goesOn: Double?, empty: Double? }

  private let behaviour: [String: Behaviour]
  private let positions: [String]

  private static func behaviour(_ run: SweepRun) throws -> [String: Behaviour] {
    guard run.plan.file.newTokens != nil, !run.plan.textPieces.isEmpty else { return [:] }
    var shares: [String: Behaviour] = [:]
    for x in SweepPlan.distinct(run.plan.file.pairs.map(\.x)) {
      guard let condition = run.plan.condition(x) else { continue }
      let rows = try BehaviourRow.of(condition, run)
      func share(_ holds: (BehaviourRow) -> Bool) -> Double? {
        rows.isEmpty ? nil : Double(rows.count(where: holds)) / Double(rows.count)
      }
      shares[x] = Behaviour(
        correct: BehaviourRow.answerRate(rows), goesOn: share(\.goesOn), empty: share(\.isEmpty))
    }
    return shares
  }

  /// Every pair at every site and position.
  var pairs: [SweepSummary.Pair] {
    let file = run.plan.file
    return file.sites.flatMap { site in
      positions.flatMap { position in
        file.pairs.map { pair in
          var result = SweepSummary.Pair(x: pair.x, y: pair.y, site: site.rawValue, position: position)
          judge(&result)
          result.direction = direction(result)
          result.mode = mode(result)
          let said = behaviour[pair.x]
          (result.correct, result.goesOn, result.empty) = (said?.correct, said?.goesOn, said?.empty)
          return result
        }
      }
    }
  }

  private func rows(_ table: TableReader, _ pair: SweepSummary.Pair) -> [[String]] {
    table.rows.filter { row in
      table.text(row, "condition_a") == pair.x && table.text(row, "condition_b") == pair.y
        && table.text(row, "site") == pair.site && table.text(row, "position") == pair.position
    }
  }

  private func judge(_ pair: inout SweepSummary.Pair) {
    let own = rows(verdicts, pair).filter { verdicts.text($0, "role") == "pair" }
    for row in own {
      guard let verdict = verdicts.text(row, "verdict"), let layer = verdicts.text(row, "layer") else { continue }
      if let layer = Int(layer) {
        pair.layers.append((layer, isJudged(row) ? verdict : LayersTogether.notJudgedWords))
      } else {
        pair.verdict = verdict
        (pair.s, pair.low, pair.high) = (
          verdicts.number(row, "s"), verdicts.number(row, "s_low"), verdicts.number(row, "s_high")
        )
        pair.needed = verdicts.number(row, "n_needed").map { Int($0) }
      }
    }
    pair.layers.sort { $0.layer < $1.layer }
    let isJudged = pair.layers.contains { $0.verdict != LayersTogether.notJudgedWords }
    if pair.verdict != nil, !isJudged { pair.verdict = LayersTogether.notJudgedWords }
  }

  private func isJudged(_ row: [String]) -> Bool {
    let reasons = (verdicts.text(row, "reason") ?? "").split(separator: ";").compactMap { Reason(rawValue: String($0)) }
    return LayerVerdict.isJudged(hasValue: verdicts.number(row, "s") != nil, reasons)
  }

  private func direction(_ pair: SweepSummary.Pair) -> (low: Double, high: Double, above: Int, of: Int)? {
    let rows = rows(contrasts, pair).filter { contrasts.text($0, "metric") == "displacement_cosine_mean" }
    let values = rows.compactMap { contrasts.number($0, "value") }
    guard let low = values.min(), let high = values.max() else { return nil }
    return (low, high, rows.count { (contrasts.number($0, "ci_low") ?? -1) > 0 }, values.count)
  }

  private func mode(_ pair: SweepSummary.Pair) -> (name: String, share: Double)? {
    var names: [String] = []
    var shares: [String: [Double]] = [:]
    for row in modes.rows
    where modes.text(row, "scored_condition") == pair.x && modes.text(row, "site") == pair.site
      && modes.text(row, "position") == pair.position
    {
      guard let mode = modes.text(row, "mode"), let share = modes.number(row, "share") else { continue }
      if shares[mode] == nil { names.append(mode) }
      shares[mode, default: []].append(share)
    }
    let means = names.map { name in
      let list = shares[name] ?? []
      return (name: name, share: list.reduce(0, +) / Double(max(1, list.count)))
    }
    return means.max { $0.share < $1.share }
  }
}
