import MindstateProbes
import MindstateReport
import MindstateStore

/// `probes.csv`, `directions.csv` and `directions.safetensors`: labels read from the states, within conditions and from
/// one to the other.
struct ProbesPiece: SweepPiece {
  let probes: [SweepFile.Probe]

  var stage: String { "tables" }
  var name: String { "probes" }
  var files: [String] { ["probes.csv", "directions.csv", "directions.safetensors"] }

  func key(_ run: SweepRun) throws -> String {
    let file = run.plan.file
    let positions = run.plan.singlePositions.joined(separator: ",")
    return digest(
      [name, positions, "\(file.resamples)", "\(file.seed)"]
        + probes.map { "\($0.targets) \($0.probes) \($0.conditions) \($0.control ?? "-") \($0.numbers) \($0.classes)" }
        + (try run.captureKeys(probes.flatMap(\.conditions))))
  }

  func make(_ run: SweepRun, progress: any ProgressReporter) throws -> [SweepContent] {
    var table = ProbeTable(rows: [])
    for (index, probe) in probes.enumerated() {
      progress.report(done: index, total: probes.count, what: "probes")
      for sweep in try sweeps(probe, run) {
        let result = try sweep.run(workers: run.plan.workers)
        table.rows += result.rows
        table.directions += result.directions
        table.cosines += result.cosines
      }
    }
    let directions = table.directions
    return [.bytes(table.csv), .bytes(table.directionsCSV), .file { try ProbeDirection.write(directions, to: $0) }]
  }

  func check(_ run: SweepRun) throws {
    for probe in probes { for sweep in try sweeps(probe, run) { try sweep.check() } }
  }

  private func sweeps(_ probe: SweepFile.Probe, _ run: SweepRun) throws -> [ProbeSweep] {
    try run.readings().filter { !$0.singleNames.isEmpty }.map { reading in
      var sweep = ProbeSweep(try probe.conditions.map { try run.states($0, reading) }, targets: probe.targets)
      sweep.probes = probe.probes.compactMap(ProbeKind.init(rawValue:))
      sweep.control = probe.control
      sweep.numbers = probe.numbers
      sweep.classes = probe.classes
      sweep.positions = reading.singleNames
      sweep.resamples = run.plan.file.resamples
      sweep.seed = run.plan.file.seed
      return sweep
    }
  }
}
