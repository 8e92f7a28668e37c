import MindstateProbes
import MindstateReport
import MindstateStore

/// `verdicts.csv` and `contrasts.csv`: s with its bounds, the self-test, and whether tuning and prompting move the
/// state in one direction.
struct VerdictPiece: SweepPiece {
  var stage: String { "tables" }
  var name: String { "verdicts" }
  var files: [String] { ["verdicts.csv", "contrasts.csv"] }

  func key(_ run: SweepRun) throws -> String {
    let file = run.plan.file
    var parts = [
      name, run.plan.positionNames.joined(separator: ","), file.verdictMetric, "\(file.margin)", "\(file.seed)",
    ]
    for roles in try run.pairRoles() {
      for names in roles.all { parts.append("\(names)") }
      parts += try run.captureKeys(roles.all.flatMap(\.self))
    }
    return digest(parts)
  }

  func make(_ run: SweepRun, progress: any ProgressReporter) throws -> [SweepContent] {
    let groups = PairRoles.grouped(try run.pairRoles())
    var verdicts = VerdictTable(rows: [], selfTests: [])
    var contrasts = ContrastTable(rows: [])
    var seen: Set<[String]> = []
    for (index, group) in groups.enumerated() {
      progress.report(done: index, total: groups.count, what: "groups of pairs")
      for reading in try run.readings() {
        let results = try run.comparison(group, reading).judgement(workers: run.plan.workers)
        // The self-test of one Y comes out the same in every group.
        verdicts.rows += (results.verdicts?.rows ?? []).filter { row in
          let place = [row.site, row.layer.map(String.init) ?? "all", row.position, row.role.rawValue]
          return seen.insert([row.conditionA, row.conditionB] + place).inserted
        }
        contrasts.rows += results.contrasts?.rows ?? []
      }
    }
    let q = BenjaminiHochberg.adjusted(contrasts.rows.map(\.result.p))
    for (index, value) in q.enumerated() { contrasts.rows[index].qValue = value }
    return [.bytes(verdicts.csv), .bytes(contrasts.csv)]
  }
}

/// `crossed.csv`: two tunings against two wrappers.
struct CrossedPiece: SweepPiece {
  let crossed: SweepFile.Crossed

  var stage: String { "tables" }
  var name: String { "crossed" }
  var files: [String] { ["crossed.csv"] }

  private func names(_ run: SweepRun) -> [String] { crossed.tunings + crossed.wrappers + [run.plan.file.start] }

  func key(_ run: SweepRun) throws -> String {
    let positions = run.plan.positionNames.joined(separator: ",")
    return digest([name, positions, run.plan.file.verdictMetric] + names(run) + (try run.captureKeys(names(run))))
  }

  func make(_ run: SweepRun, progress: any ProgressReporter) throws -> [SweepContent] {
    var table = CrossedTable(rows: [])
    for comparison in try comparisons(run) {
      table.rows += try comparison.judgement(workers: run.plan.workers).crossed?.rows ?? []
    }
    return [.bytes(table.csv)]
  }

  func check(_ run: SweepRun) throws { for comparison in try comparisons(run) { try comparison.check() } }

  private func comparisons(_ run: SweepRun) throws -> [Comparison] {
    let roles = PairRoles(
      captures: [crossed.tunings[0], crossed.wrappers[0]], start: run.plan.file.start, paraphrases: [],
      irrelevant: [], ceilings: [], others: [crossed.tunings[1], crossed.wrappers[1]])
    return try run.readings().map { reading in
      var comparison = try run.comparison(roles, reading)
      comparison.crossed = .init(
        tuning: try run.states(crossed.tunings[1], reading), wrapper: try run.states(crossed.wrappers[1], reading))
      return comparison
    }
  }
}
