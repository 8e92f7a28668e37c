import ArgumentParser
import MindstateReport
import MindstateStore

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Make a run directory readable: one HTML page, the answer first.",
    discussion: """
      Reads the tables that a sweep wrote and writes report.html, which needs neither network nor script, and every \
      plot as plots/NAME.svg beside its numbers, plots/NAME.csv. What has no table is left out. It can be made again \
      at any time; nothing else in the directory is touched.

        mindstate report out/run
      """)

  @Argument(help: ArgumentHelp("Directory that `mindstate sweep` wrote.", valueName: "run"))
  var directory: String
  @OptionGroup var tables: TableOptions
  @OptionGroup var out: OutputOptions

  func run() throws {
    let report = try Report(directory: directory, texts: tables.texts)
    try report.write()
    let page = "\(directory)/\(Report.file)"
    if out.json {
      let plots = report.plots.map { JSON.string($0.path) }
      let json = JSON.object(JSONObject([("report", .string(page)), ("plots", .array(plots))]))
      try StandardOutput.write(json.serialized() + "\n")
    } else if !out.quiet {
      try StandardOutput.say("\(page), and \(report.plots.count / 2) plots in \(directory)/plots\n")
    }
  }
}
