import ArgumentParser
import MindstateNumerics
import MindstateProbes

/// Whether p-values and intervals mean what they say, on simulated data: for `make calibrate`, of no use in daily work.
struct CalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate", abstract: "Count errors of tests and intervals on simulated data.", shouldDisplay: false)

  @Argument(help: "Seeds; each gets its own rates, and several are judged by their mean.") var seeds: [UInt64]
  @Option(help: "Data sets of each rate.") var datasets = 2000
  @Option(parsing: .upToNextOption, help: "Prompts of a data set.") var prompts: [Int] = [20, 50, 200]
  @Option(parsing: .upToNextOption, help: "Procedures whose name holds one of these; without it all.") var only:
    [String] = []
  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if datasets < 1 { throw ValidationError("--datasets must be at least 1, not \(datasets)") }
    if let few = prompts.first(where: { $0 < 20 }) {
      throw ValidationError("--prompts must be at least 20, not \(few)")
    }
  }

  func run() throws {
    var calibration = Calibration(seeds: seeds)
    calibration.datasets = datasets
    calibration.prompts = prompts
    calibration.only = only.isEmpty ? nil : only
    try StandardOutput.write(
      "procedure,rate,seed,n,value,datasets,wanted,"
        + "truth,mean_value,above,below,mean_width,missing\r\n")
    let rows = calibration.rows(workers: Workers(threads: threads.threads)) { row in
      // A closed pipe ends the program at the next write that is checked.
      try? StandardOutput.write(Self.line(row, isJudged: seeds.count == 1))
    }
    for name in only where !rows.contains(where: { $0.procedure.contains(name) }) {
      throw ValidationError("--only \(name): no procedure has that in its name")
    }
    let judged = seeds.count == 1 ? rows : rows.overSeeds
    if seeds.count > 1 { for row in judged { try StandardOutput.write(Self.line(row, isJudged: true)) } }
    let wrong = judged.filter { !$0.isRight }
    if wrong.isEmpty { return }
    StandardError.say("mindstate: calibrate: \(wrong.count) rates at n = \(Calibration.judgedPrompts) out of range\n")
    throw ExitCode(1)
  }

  private static func line(_ row: CalibrationRow, isJudged: Bool) -> String {
    let range = row.wanted
    let mark = isJudged && !row.isRight ? " MISSED" : ""
    let wanted = !row.isJudged ? "reported" : "\(range.lowerBound)-\(range.upperBound)\(mark)"
    let found = row.intervals.map { found in
      [found.truth, found.meanValue, found.above, found.below, found.meanWidth].map(text) + ["\(found.missing)"]
    }
    let fields =
      [row.procedure, row.rate.rawValue, row.seed.map(String.init) ?? "all", "\(row.prompts)", text(row.value)]
      + ["\(row.datasets)", wanted] + (found ?? [String](repeating: "", count: 6))
    return fields.joined(separator: ",") + "\r\n"
  }

  /// Empty where no data set had an interval.
  private static func text(_ value: Double) -> String { value.isNaN ? "" : "\(value)" }
}
