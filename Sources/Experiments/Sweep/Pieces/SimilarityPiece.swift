import MindstateProbes
import MindstateReport
import MindstateStore

/// `similarity.csv`: every metric between X and Y of each pair, between Y and its controls, and between X and its
/// ceiling.
struct SimilarityPiece: SweepPiece {
  var stage: String { "tables" }
  var name: String { "similarity" }
  var files: [String] { ["similarity.csv"] }

  func key(_ run: SweepRun) throws -> String {
    let file = run.plan.file
    var parts = [name, run.plan.positionNames.joined(separator: ","), "\(file.metrics)", "\(file.resamples)", "\(file.seed)"]
    for roles in try run.pairRoles() {
      for names in roles.all { parts.append("\(names)") }
      parts += try run.captureKeys(roles.all.flatMap(\.self))
    }
    return digest(parts)
  }

  func make(_ run: SweepRun, progress: any ProgressReporter) throws -> [SweepContent] {
    let all = try run.pairRoles()
    var table = SimilarityTable(rows: [], caveats: [])
    var seen: Set<String> = []
    var ys: Set<String> = []
    for (index, roles) in all.enumerated() {
      progress.report(done: index, total: all.count, what: "pairs")
      var roles = roles
      // Y against its controls is the same for every X.
      if !ys.insert(roles.y).inserted { (roles.paraphrases, roles.irrelevant) = ([], []) }
      for row in try run.comparison(roles).run(workers: run.plan.workers).rows
      where seen.insert("\(row.conditionA)\n\(row.conditionB)\n\(row.site)\n\(row.layer)\n\(row.position)\n\(row.metric)").inserted {
        table.rows.append(row)
      }
    }
    // One table, one family.
    let q = BenjaminiHochberg.adjusted(table.rows.map(\.estimate.null?.p))
    for (index, value) in q.enumerated() { table.rows[index].qValue = value }
    return [.bytes(table.csv)]
  }
}

/// A pair of the question with the conditions it is judged by.
struct PairRoles: Sendable {
  var x: String
  var y: String
  var reference: String
  /// Admitted ones.
  var paraphrases: [String]
  var irrelevant: [String]
  var ceilings: [String]

  var all: [[String]] { [[x, y, reference], paraphrases, irrelevant, ceilings] }
}

extension SweepRun {
  /// The pairs of the question; only admitted paraphrases count.
  func pairRoles() throws -> [PairRoles] {
    let admission = try Admission.read(self)
    return plan.file.pairs.map { pair in
      let controls = plan.controls(of: pair.y)
      let admitted = admission.admitted(of: pair.y)
      return PairRoles(
        x: pair.x, y: pair.y, reference: plan.file.reference,
        paraphrases: controls.paraphrases.filter(admitted.contains).filter { $0 != pair.x },
        irrelevant: controls.irrelevant.filter { $0 != pair.x },
        ceilings: plan.file.ceilings.filter { $0.x == pair.x && $0.ceiling != pair.y }.map(\.ceiling))
    }
  }

  /// The request for one pair.
  func comparison(_ roles: PairRoles) throws -> Comparison {
    func states(_ names: [String]) throws -> [ConditionStates] { try names.map(self.states) }
    var comparison = Comparison(try states([roles.x, roles.y]))
    comparison.paraphrases = try states(roles.paraphrases)
    comparison.irrelevant = try states(roles.irrelevant)
    comparison.ceilings = try states(roles.ceilings)
    let given = [roles.x, roles.y] + roles.paraphrases + roles.irrelevant + roles.ceilings
    comparison.reference =
      given.contains(roles.reference)
      ? .named(roles.reference) : .capture(try states([roles.reference])[0])
    comparison.positions = plan.positionNames
    comparison.resamples = plan.file.resamples
    comparison.seed = plan.file.seed
    if case .named(let names) = plan.file.metrics { comparison.metrics = names.compactMap(Metric.init(rawValue:)) }
    return comparison
  }
}
