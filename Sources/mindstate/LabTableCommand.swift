import ArgumentParser
import MindstateExperiments
import MindstateProbes
import MindstateReport
import MindstateStore

struct LabTableCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "table",
    abstract: "Measure the lab's models: what they answer, whether they go on asking, what they decline.",
    usage: "mindstate lab table [--only <names>] [--csv <file>] [<options>]",
    discussion: """
      Every version that is there continues the held-out prompts greedily, at most 48 tokens. A text is correct when \
      its first line holds the reference as whole words; it goes on when a later line asks another question. Shares \
      have Wilson's 95 % interval, and a requirement is met only when the whole interval meets it.

        mindstate lab table
        mindstate lab table --only base,instruct --csv table.csv

      For checkpoints on the way to instruct, as `make lab-histories` writes them:

        mindstate lab table --history out/lab-work/histories/order-1

      Exit code 1 when a requirement is not met.
      """)

  @Option(help: ArgumentHelp("Directory of the lab.", valueName: "dir"))
  var lab = "data/lab"
  @Option(help: ArgumentHelp("Versions to measure, as base,instruct,k16; all by default.", valueName: "names"))
  var only: String?
  @Option(help: ArgumentHelp("Directory with checkpoints step-N on the way to instruct; repeatable.", valueName: "dir"))
  var history: [String] = []
  @Option(help: ArgumentHelp("Write every share to this file, too.", valueName: "file"))
  var csv: String?
  @OptionGroup var tables: TableOptions
  @Flag(help: "Print Markdown, whatever the terminal's width.")
  var markdown = false
  @OptionGroup var threads: ThreadOptions
  @Flag(help: "Show no progress.")
  var quiet = false

  func run() throws {
    if let csv { try AtomicFile.check(csv) }
    var request = LabTableRequest(lab: lab)
    request.only = only.map(List.names)
    request.histories = history
    request.threads = threads.threads
    let table = try request.run(progress: TerminalProgress.make(quiet: quiet))
    if let csv { try AtomicFile.write(to: csv) { try $0.write(tables.texts.applied(to: table.csv)) } }
    if markdown {
      try StandardOutput.write(table.markdown)
    } else {
      let pieces = table.tables.map { lines in
        ColumnTable(lines.map { $0.map { $0.isEmpty ? ColumnTable.nothing : $0 } }).text
      }
      try StandardOutput.say(pieces.joined(separator: "\n"))
    }
    if table.requirements.contains(where: { !$0.isMet }) { throw ExitCode(1) }
  }
}
