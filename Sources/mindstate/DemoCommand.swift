import ArgumentParser
import MindstateExperiments
import MindstateReport
import MindstateStore

struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Answer the whole question on the small models that come with mindstate, and make a report of it.",
    discussion: """
      Runs the lab's sweep (data/lab/sweep.yaml of the checkout, or share/mindstate of an installation) and the report: \
      a minute or two on two cores. Stopped and called again it goes on where it was.

        mindstate demo
        mindstate demo --output out/first
      """)

  @Option(help: ArgumentHelp("The run directory.", valueName: "dir"))
  var output = "out/demo"
  @Option(
    help: ArgumentHelp("Use so many prompts, in place of the sweep's limit.", valueName: "n", visibility: .hidden))
  var limit: Int?
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var out: OutputOptions

  func validate() throws {
    if let limit, limit < 2 { throw ValidationError("--limit must be at least 2, not \(limit)") }
  }

  func run() throws {
    var request = try DemoRequest(output: output)
    request.threads = threads.threads
    request.limit = limit
    let isPlain = !out.quiet && !out.json
    if isPlain { try StandardOutput.say(Self.opening(request)) }
    let result = try request.run(TerminalSweep.make(quiet: out.quiet))
    let report = try Report(directory: result.summary.directory)
    try report.write()
    let page = "\(result.summary.directory)/\(Report.file)"
    if out.json { try StandardOutput.write(result.json(report: page).serialized() + "\n") }
    if isPlain { try StandardOutput.say(result.text(report: page, sweep: request.sweepFile)) }
    if let incomplete = result.incomplete { throw incomplete }
  }

  private static func opening(_ request: DemoRequest) -> String {
    """
    Asking the models of \(request.lab) one question under each condition and comparing their states: \
    a minute or two, into \(request.output).

    """
  }
}

extension DemoResult {
  fileprivate func json(report: String) -> JSON {
    .object(
      JSONObject([
        ("report", .string(report)), ("sentences", .array(sentences.map { .string($0) })), ("sweep", summary.json),
      ]))
  }

  fileprivate func text(report: String, sweep: String) -> String {
    var text = "\n" + (saying?.text ?? "") + "\(question)\n\n" + summary.text + "\n"
    for sentence in sentences { text += "- \(sentence)\n" }
    return text + """

      The lab is a test bench: the phenomenon is planted in its corpus. It is no evidence about other models.

      The report, for a browser:  \(report)
      What made it:               \(sweep)
      With models of your own:    mindstate sweep --example > sweep.yaml

      """
  }
}

extension DemoResult.Saying {
  /// A line or two of each, as a person would see them.
  fileprivate var text: String {
    let width = (replies.map { DisplayWidth.columns($0.condition) }.max() ?? 0) + 2
    var text = "Asked \"\(prompt)\"\n"
    for (condition, reply) in replies {
      let lines = reply.split(whereSeparator: \.isNewline).prefix(2)
      let said = lines.isEmpty ? "(nothing)" : lines.joined(separator: " / ")
      let room = max(20, Terminal.width - width - 2)
      text += "  " + DisplayWidth.padded(condition, to: width) + DisplayWidth.cut(said, to: room) + "\n"
    }
    return text + "\n"
  }
}
