import MindstateProbes
import MindstateReport
import MindstateStore

/// `similarity.csv`: every metric between X and Y of each pair, between Y and its controls, and between X and its
/// ceiling.
struct SimilarityPiece: SweepPiece {
  var stage: String { "tables" }
  var name: String { "similarity" }
  var files: [String] { ["similarity.csv", Self.caveats] }
  /// What the statistics say of themselves, for the manifest.
  static let caveats = "caveats.json"

  func key(_ run: SweepRun) throws -> String {
    let file = run.plan.file
    var parts = [
      name, run.plan.positionNames.joined(separator: ","), "\(file.metrics.chosen.map(\.rawValue))",
      "\(file.resamples)", "\(file.seed)",
    ]
    for roles in try run.pairRoles() {
      for names in roles.all { parts.append("\(names)") }
      parts += try run.captureKeys(roles.all.flatMap(\.self))
    }
    return digest(parts)
  }

  func check(_ run: SweepRun) throws {
    for roles in try run.pairRoles() {
      for reading in try run.readings() { try run.comparison(roles, reading).check() }
    }
  }

  func make(_ run: SweepRun, progress: any ProgressReporter) throws -> [SweepContent] {
    let all = try run.pairRoles()
    var table = SimilarityTable(rows: [], caveats: [])
    var seen: Set<[String]> = []
    var ys: Set<String> = []
    for (index, roles) in all.enumerated() {
      progress.report(done: index, total: all.count, what: "pairs")
      var roles = roles
      // Y against its controls is the same for every X.
      if !ys.insert(roles.captures[1]).inserted { (roles.paraphrases, roles.irrelevant) = ([], []) }
      for reading in try run.readings() {
        let result = try run.comparison(roles, reading).run(workers: run.plan.workers)
        table.caveats += result.caveats.filter { caveat in
          // Admission was checked here, which a comparison of captures cannot do.
          if case .paraphrasesNotAdmitted = caveat { false } else { !table.caveats.contains(caveat) }
        }
        table.rows += result.rows.filter { row in
          seen.insert([row.conditionA, row.conditionB, row.site, "\(row.layer)", row.position, row.metric.rawValue])
            .inserted
        }
      }
    }
    // One table, one family.
    let q = BenjaminiHochberg.adjusted(table.rows.map(\.estimate.null?.p))
    for (index, value) in q.enumerated() { table.rows[index].qValue = value }
    let caveats = JSON.array(table.caveats.map { .string($0.description) })
    return [.bytes(table.csv), .bytes(caveats.serializedBytes(pretty: true) + [UInt8(ascii: "\n")])]
  }
}
