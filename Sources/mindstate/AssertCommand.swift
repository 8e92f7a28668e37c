import ArgumentParser
import MindstateExperiments
import MindstateStore

struct AssertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assert",
    abstract: "Check claims about states, for scripts and CI: an exit code, and JUnit XML.",
    usage: "mindstate assert [<file>] [--example] [--junit <file>] [<options>]",
    discussion: """
      The file names conditions as a sweep does, and claims about them: same, different, mode, transfer. 0: all hold; \
      1: one does not, or could not be looked at; 64: wrong usage. What is undecided does not hold, and says how many \
      prompts would decide.

      A commented example with every key; then the check:

        mindstate assert --example > states.yaml
        mindstate assert states.yaml
        mindstate assert states.yaml --junit report.xml --quiet

      The smallest file:

        prompts: prompts.jsonl
        conditions:
          tuned/bare: {model: models/tuned}
          base/bare: {model: models/base}
          base/qa: {model: models/base, wrapper: qa.txt}
        roles:
          start: base/bare
          paraphrases: wrappers/paraphrases
          irrelevant: wrappers/irrelevant
        assertions:
          - same: {question: tuned/bare, target: base/qa}
            layers: 4-6

      Over layers, those that cannot be judged are named and left out: same holds when it holds at every other one, \
      different when it holds at one. mode and transfer hold when they do at every layer they are read at. In Swift the same claims are functions of the library \
      StateTesting: expectSameState, expectDifferentState, expectMode, expectTransfers.
      """)

  @Argument(help: ArgumentHelp("The claims: a YAML file.", valueName: "file"))
  var file: String?
  @Flag(help: "Print a commented example of an assertion file.")
  var example = false
  @Option(help: ArgumentHelp("Write the results as JUnit XML, too.", valueName: "file"))
  var junit: String?
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var out: OutputOptions

  func validate() throws {
    if (file == nil) != example { throw ValidationError("give an assertion file, or --example for one") }
  }

  func run() throws {
    guard let file else { return try StandardOutput.write(AssertionFile.example) }
    var request = AssertRequest(path: file)
    request.threads = threads.threads
    request.junit = junit
    let report = try request.run { title, index, count in
      if !out.quiet { StandardError.draw(title: "[\(index)/\(count)] \(title)") }
    }
    for notice in report.notices where !out.quiet { StandardError.say("mindstate: \(notice)\n") }
    if out.json {
      try StandardOutput.write(report.json.serialized() + "\n")
    } else {
      try StandardOutput.say(report.text(quiet: out.quiet))
    }
    if !report.holds { throw ExitCode(1) }
  }
}

extension AssertReport {
  /// Line by line; quiet says only what does not hold.
  fileprivate func text(quiet: Bool) -> String {
    var lines: [String] = []
    for result in results where !quiet || !result.holds {
      lines.append("\(result.word): \(result.title)")
      lines += result.text.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }
      if let outcome = try? result.outcome.get(), outcome.holds { lines += outcome.notes.map { "  note: \($0)" } }
    }
    if !quiet { lines.append(summary) }
    return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
  }
}
