import ArgumentParser
import MindstateExperiments
import MindstateModel
import MindstateProbes
import MindstateStore

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Judge whether a condition is where another one is, or measure distances.",
    discussion: """
      Captures are named by their role; the order of files changes nothing. --question is X, the condition that is to \
      be judged; --target is Y, where it may be; --start is where displacements start and what gives mean and scale: \
      the base model with bare prompts. With rewordings of the target's wrapper (--paraphrase, 8 or more) and wrappers \
      of like length that ask for nothing (--irrelevant, 8 or more) each question gets a verdict by layer: s is 0 \
      where it is as near to the target as a rewording and 1 where it is as far as an irrelevant wrapper; *same* when \
      the upper bound of s lies below the margin, *different* when the lower bound lies above it, else *undecided*.

        mindstate compare --question tuned-bare.safetensors \\
          --target base-qa.safetensors --start base-bare.safetensors \\
          --paraphrase qa-*.safetensors --irrelevant other-*.safetensors \\
          --ceiling tuned2-bare.safetensors --output out

      A directory gets similarity.csv, contrasts.csv, verdicts.csv and, with --crossed, crossed.csv.

      Distances alone, of all pairs of some captures and without a verdict:

        mindstate compare --distances a.safetensors b.safetensors c.safetensors \\
          --start base-bare.safetensors --output distances.csv

      Each number has an interval, the same number with prompts re-paired at random, and its p-value.

      Metrics (--metrics default, all or some): \(Metric.allCases.map(\.rawValue).joined(separator: ", ")).
      """)

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("X, what is to be judged; several are judged one by one.", valueName: "files"))
  var question: [String] = []
  @Option(help: ArgumentHelp("Y, where the question may be.", valueName: "file"))
  var target: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Where displacements start, which gives mean and scale: base, bare.", valueName: "file"))
  var start: String?
  @Option(parsing: .upToNextOption, help: ArgumentHelp("Harmless rewordings of the target.", valueName: "files"))
  var paraphrase: [String] = []
  @Option(parsing: .upToNextOption, help: ArgumentHelp("Irrelevant wrappers of like length.", valueName: "files"))
  var irrelevant: [String] = []
  @Option(parsing: .upToNextOption, help: ArgumentHelp("Second fine-tunes like the question.", valueName: "files"))
  var ceiling: [String] = []
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "A second tuning and the wrapper it should belong to, as the question to the target.", valueName: "files"))
  var crossed: [String] = []
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Instead of a question: distances of all pairs of these.", valueName: "files"))
  var distances: [String] = []
  /// The order of files once told their roles, and this gave the start. Read for the error that shows the new call.
  @Argument(help: .hidden)
  var captures: [String] = []
  @Option(help: .hidden)
  var reference: String?
  @Option(help: ArgumentHelp("The s up to which two conditions count as the same.", valueName: "s"))
  var margin = 0.25
  @Option(help: ArgumentHelp("The distance verdicts rest on.", valueName: "metric"), transform: verdictMetric)
  var verdictMetric = VerdictMetric.cosineDistanceStandardised
  @Option(
    help: ArgumentHelp("Metrics, comma-separated; or all, or default.", valueName: "metrics"), transform: metricList)
  var metrics: [Metric] = Metric.defaults
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var draws: DrawOptions
  @Option(help: ArgumentHelp("A .csv file for similarity, or a directory for all tables.", valueName: "path"))
  var output: String?
  @OptionGroup var tables: TableOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var out: OutputOptions

  func validate() throws {
    if !captures.isEmpty || reference != nil { throw ValidationError(OrderedCall(self).error) }
    if distances.isEmpty {
      if question.isEmpty {
        throw ValidationError("name the capture to be judged with --question, or give --distances")
      }
      if target == nil { throw ValidationError("name the capture it is held against with --target") }
    } else if !question.isEmpty || target != nil || !(paraphrase + irrelevant + ceiling + crossed).isEmpty {
      throw ValidationError("--distances judges nothing: it goes with --start alone, without roles")
    } else if distances.count < 2 {
      throw ValidationError("--distances needs at least two captures")
    }
    if start == nil {
      throw ValidationError("name the start with --start: the capture that gives mean and scale, as base/bare")
    }
    if !(margin > 0 && margin < 1) { throw ValidationError("--margin must lie between 0 and 1, not \(margin)") }
    if !crossed.isEmpty && crossed.count != 2 {
      throw ValidationError("--crossed takes two captures, a tuning and a wrapper, not \(crossed.count)")
    }
  }

  func run() throws {
    var request =
      distances.isEmpty
      ? CompareRequest(questions: question, target: target ?? "", start: start ?? "")
      : CompareRequest(distances: distances, start: start ?? "")
    request.paraphrases = paraphrase
    request.irrelevant = irrelevant
    request.ceilings = ceiling
    if crossed.count == 2 { request.crossed = (tuning: crossed[0], wrapper: crossed[1]) }
    request.margin = margin
    request.verdictMetric = verdictMetric
    request.metrics = metrics
    request.sites = reading.chosenSites
    request.layers = reading.chosenLayers
    request.positions = reading.chosenPositions
    request.resamples = draws.resamples
    request.seed = draws.seed
    request.threads = threads.threads
    request.output = output
    request.texts = tables.texts
    try print(try request.run(), of: request)
  }

  private func print(_ results: ComparisonResults, of request: CompareRequest) throws {
    let table = results.similarity
    for sentence in table.emptiness where !out.quiet { StandardError.say("caveat: \(sentence)\n") }
    for caveat in table.caveats where !out.quiet { StandardError.say("caveat: \(caveat)\n") }
    if out.json {
      try StandardOutput.write(results.json(file: request.file).serialized() + "\n")
    } else if !out.quiet {
      if distances.isEmpty {
        let table = request.otherFiles(results).first { $0.hasSuffix("verdicts.csv") }
        let file = table ?? "verdicts.csv (with a directory as --output)"
        try StandardOutput.say(VerdictSummary(results, file: file).text + "\n")
      }
      if let summary = SimilaritySummary(table) { try StandardOutput.say(summary.text) }
      if let file = request.file { try StandardOutput.say("\n\(table.rows.count) rows in \(file)\n") }
      for file in request.otherFiles(results) { try StandardOutput.say("beside it \(file)\n") }
    }
  }

  private static func verdictMetric(_ text: String) throws -> VerdictMetric {
    guard let metric = VerdictMetric(rawValue: text) else {
      throw ValidationError(
        "\"\(text)\" carries no verdict; \(VerdictMetric.allCases.map(\.rawValue).joined(separator: ", ")) do")
    }
    return metric
  }

  /// `default`, `all`, or names.
  private static func metricList(_ text: String) throws -> [Metric] {
    if text == "default" { return Metric.defaults }
    if text == "all" { return Metric.allCases }
    return try List.values(text, what: "metric")
  }
}
