import ArgumentParser
import MindstateNumerics
import MindstateProbes

/// Whether p-values and intervals mean what they say, on simulated data: for `make calibrate`, of no use in daily work.
struct CalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate", abstract: "Count errors of tests and intervals on simulated data.", shouldDisplay: false)

  @Argument(help: "Seeds; each gets its own rates.") var seeds: [UInt64]
  @Option(help: "Data sets of each rate.") var datasets = 2000
  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if datasets < 1 { throw ValidationError("--datasets must be at least 1, not \(datasets)") }
  }

  func run() throws {
    var calibration = Calibration(seeds: seeds)
    calibration.datasets = datasets
    try StandardOutput.write("procedure,rate,seed,n,value,datasets,wanted\r\n")
    let rows = calibration.rows(workers: Workers(threads: threads.threads)) { row in
      // A closed pipe ends the program at the next write that is checked.
      try? StandardOutput.write(Self.line(row))
    }
    let wrong = rows.filter { !$0.isRight }
    if wrong.isEmpty { return }
    StandardError.write("mindstate: calibrate: \(wrong.count) rates at n = \(Calibration.judgedPrompts) out of range\n")
    throw ExitCode(1)
  }

  private static func line(_ row: CalibrationRow) -> String {
    let range = row.wanted
    let wanted = !row.isJudged ? "reported" : "\(range.lowerBound)-\(range.upperBound)\(row.isRight ? "" : " MISSED")"
    return "\(row.procedure),\(row.rate.rawValue),\(row.seed),\(row.prompts),\(row.value),\(row.datasets),\(wanted)\r\n"
  }
}
