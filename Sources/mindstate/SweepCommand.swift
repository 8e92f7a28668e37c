import ArgumentParser
import MindstateExperiments
import MindstateStore

struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Ask a whole question from one file: captures, behaviour, statistics, verdicts.",
    usage: """
      mindstate sweep <file> [--plan] [--run <dir>] [<options>]
      mindstate sweep --example
      """,
    discussion: """
      The file names models, adapters, soft prompts and wrappers, the conditions they make, and the role each has. \
      Every condition is captured once; all tables go to one run directory. Killed at any point and started again, it \
      ends with the same bytes; what is there and made from the same inputs is kept.

      A commented example; what it would take in tokens, time, memory and disk; all of it:

        mindstate sweep --example > sweep.yaml
        mindstate sweep sweep.yaml --plan
        mindstate sweep sweep.yaml

      On several machines with one file system each makes a share of captures and texts, and a last plain call \
      finishes. --shard auto reads the share under Slurm and Open MPI, auto/4 on Kubernetes:

        mindstate sweep sweep.yaml --shard 1/4
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
  @OptionGroup var tables: TableOptions
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
    request.plainCSV = tables.isPlain
    request.shard = try shard.map { try SweepShard(parsing: $0) }
    if plan {
      let estimate = try request.estimate()
      for notice in estimate.notices where !out.quiet { StandardError.say("mindstate: \(notice)\n") }
      return out.json
        ? try StandardOutput.write(estimate.json.serialized() + "\n") : try StandardOutput.say(estimate.text)
    }
    do { try print(try request.run(TerminalSweep.make(quiet: out.quiet))) } catch let error as IncompleteSweep {
      try print(error.summary)
      throw error
    }
  }

  private func print(_ summary: SweepSummary) throws {
    try out.print(json: summary.json, words: summary.text)
  }
}

/// A sweep's progress: on a terminal one line for what is being made, and what took a second or more stays; elsewhere a
/// line for each piece that is finished.
struct TerminalSweep: SweepReporter {
  private let isTerminal: Bool

  static func make(quiet: Bool) -> any SweepReporter {
    quiet ? SilentSweep() : TerminalSweep(isTerminal: StandardError.isTerminal)
  }

  func note(_ line: String) { StandardError.say("mindstate: \(line)\n") }

  func begins(_ step: SweepStep) -> any ProgressReporter {
    StandardError.draw(title: Self.line(step))
    return TerminalProgress.make(quiet: false, title: Self.line(step))
  }

  func ends(_ step: SweepStep, seconds: Double) {
    StandardError.clearLine()
    if !isTerminal || seconds >= 1 { StandardError.say(Self.line(step) + ": \(Format.time(seconds))\n") }
  }

  private static func line(_ step: SweepStep) -> String {
    "[\(step.index)/\(step.count)] \(step.stage) \(step.name)"
      + (step.isRedone ? " again, its inputs have changed" : "")
  }
}
