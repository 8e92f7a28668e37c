import ArgumentParser
import MindstateExperiments
import MindstateModel
import MindstateProbes
import MindstateStore

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Measure how near the states of two or more captures are.",
    discussion: """
      All pairs of the captures are compared, prompt by prompt, at every site, layer and position they hold. Each \
      number has a bootstrap interval over clusters of prompts, the same number with prompts re-paired at random, and \
      its p-value.

      Distances alone do not say "same". With rewordings of the second capture's wrapper (--paraphrase, 8 or more) and \
      wrappers of like length that ask for nothing (--irrelevant, 8 or more) every other capture gets a verdict \
      against the second: s is 0 where it is as near as a rewording and 1 where it is as far as an irrelevant wrapper; \
      *same* when the upper bound of s lies below the margin, *different* when the lower bound lies above it, else \
      *undecided*. --reference should then name a capture that is neither of them, as base-bare.

        mindstate compare tuned-bare.safetensors base-qa.safetensors \\
          base-bare.safetensors --reference base-bare \\
          --paraphrase qa-*.safetensors --irrelevant not-qa-*.safetensors \\
          --output out

      A directory gets similarity.csv, contrasts.csv, verdicts.csv and, with --crossed, crossed.csv.

      Metrics (--metrics default, all or some): \(Metric.allCases.map(\.rawValue).joined(separator: ", ")).
      """)

  @Argument(help: ArgumentHelp("Captures over the same prompts, two or more.", valueName: "captures"))
  var captures: [String]
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Condition (or capture) that gives mean and scale; the first by default.", valueName: "condition"))
  var reference: String?
  @Option(parsing: .upToNextOption, help: ArgumentHelp("Harmless rewordings of the second.", valueName: "files"))
  var paraphrase: [String] = []
  @Option(parsing: .upToNextOption, help: ArgumentHelp("Irrelevant wrappers of like length.", valueName: "files"))
  var irrelevant: [String] = []
  @Option(parsing: .upToNextOption, help: ArgumentHelp("Second fine-tunes like the first.", valueName: "files"))
  var ceiling: [String] = []
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "A second tuning and the wrapper it should belong to, as the first capture to the second.", valueName: "files"))
  var crossed: [String] = []
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
    if captures.count < 2 { throw ValidationError("compare needs at least two captures") }
    if !(margin > 0 && margin < 1) { throw ValidationError("--margin must lie between 0 and 1, not \(margin)") }
    if !crossed.isEmpty && crossed.count != 2 {
      throw ValidationError("--crossed takes two captures, a tuning and a wrapper, not \(crossed.count)")
    }
  }

  func run() throws {
    var request = CompareRequest(captures: captures)
    request.paraphrases = paraphrase
    request.irrelevant = irrelevant
    request.ceilings = ceiling
    if crossed.count == 2 { request.crossed = (tuning: crossed[0], wrapper: crossed[1]) }
    request.margin = margin
    request.verdictMetric = verdictMetric
    request.reference = reference
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
      try StandardOutput.say(VerdictSummary(results).text + "\n")
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
