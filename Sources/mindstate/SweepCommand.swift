import ArgumentParser
import MindstateExperiments
import MindstateStore

struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Ask a whole question from one file: captures, behaviour, statistics, verdicts.",
    discussion: """
      The file names models, adapters, soft prompts and wrappers, the conditions they make, and the role each has. \
      Every condition is captured once; all tables go to one run directory. Killed at any point and started again, it \
      ends with the same bytes; what is there and made from the same inputs is kept.

        mindstate sweep --example > sweep.yaml      a commented example
        mindstate sweep sweep.yaml --plan           tokens, time, memory, disk; nothing is done
        mindstate sweep sweep.yaml                  all of it

      On several machines with one file system, each makes a share of captures and texts; a last plain call finishes:
        mindstate sweep sweep.yaml --shard 1/4      or --shard auto under Slurm, Open MPI; auto/4 on Kubernetes
      """)

  @Argument(help: ArgumentHelp("The sweep: a YAML file.", valueName: "file"))
  var file: String?
  @Flag(help: "Print a commented example of a sweep file.")
  var example = false
  @Flag(help: "Print what would be done, and do nothing.")
  var plan = false
  @Option(
    name: .customLong("run"), help: ArgumentHelp("The run directory, in place of the file's output.", valueName: "dir"))
  var runDirectory: String?
  @Option(help: ArgumentHelp("Make share i of n of captures and texts; or auto, or auto/n.", valueName: "i/n"))
  var shard: String?
  @Option(help: ArgumentHelp("Use so many prompts, in place of the file's limit.", valueName: "n"))
  var limit: Int?
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var out: OutputOptions

  func validate() throws {
    if (file == nil) != example { throw ValidationError("give a sweep file, or --example for one") }
    if let limit, limit < 2 { throw ValidationError("--limit must be at least 2, not \(limit)") }
  }

  func run() throws {
    guard let file else { return try StandardOutput.write(SweepFile.example) }
    var request = SweepRequest(path: file)
    request.output = runDirectory
    request.threads = threads.threads
    request.limit = limit
    request.shard = try shard.map { try SweepShard(parsing: $0) }
    if plan {
      let estimate = try request.estimate()
      for notice in estimate.notices where !out.quiet { StandardError.write("mindstate: \(notice)\n") }
      return try StandardOutput.write(out.json ? estimate.json.serialized() + "\n" : estimate.text)
    }
    do { try print(try request.run(TerminalSweep.make(quiet: out.quiet))) } catch let error as IncompleteSweep {
      try print(error.summary)
      throw error
    }
  }

  private func print(_ summary: SweepSummary) throws {
    try StandardOutput.write(out.json ? summary.json.serialized() + "\n" : out.quiet ? "" : summary.text)
  }
}

/// A sweep's progress: on a terminal a bar below what is being made; elsewhere a line for each piece that is finished.
struct TerminalSweep: SweepReporter {
  private let isTerminal: Bool

  static func make(quiet: Bool) -> any SweepReporter {
    quiet ? SilentSweep() : TerminalSweep(isTerminal: StandardError.isTerminal)
  }

  func note(_ line: String) { StandardError.write("mindstate: \(line)\n") }

  func begins(_ step: SweepStep) -> any ProgressReporter {
    if isTerminal { StandardError.write(Self.line(step) + "\n") }
    return TerminalProgress.make(quiet: false)
  }

  func ends(_ step: SweepStep, seconds: Double) {
    StandardError.write((isTerminal ? "\u{1B}[1A\u{1B}[2K" : "") + Self.line(step) + ": \(Format.time(seconds))\n")
  }

  private static func line(_ step: SweepStep) -> String {
    "[\(step.index)/\(step.count)] \(step.stage) \(step.name)"
      + (step.isRedone ? " again, its inputs have changed" : "")
  }
}
