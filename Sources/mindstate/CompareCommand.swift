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
      its p-value. Distances alone do not say "same": read them beside those of paraphrases (--paraphrase) and of \
      irrelevant wrappers (--irrelevant), which are compared with the second capture.

        mindstate compare base-bare.safetensors base-qa.safetensors tuned-bare.safetensors --output out

      Metrics: \(Metric.allCases.map(\.rawValue).joined(separator: ", ")).
      """)

  @Argument(help: ArgumentHelp("Captures over the same prompts, two or more.", valueName: "captures"))
  var captures: [String]
  @Option(
    help: ArgumentHelp(
      "Condition (or capture) that gives mean and scale; the first by default.", valueName: "condition"))
  var reference: String?
  @Option(parsing: .upToNextOption, help: ArgumentHelp("Harmless rewordings of the second.", valueName: "files"))
  var paraphrase: [String] = []
  @Option(parsing: .upToNextOption, help: ArgumentHelp("Irrelevant wrappers of like length.", valueName: "files"))
  var irrelevant: [String] = []
  @Option(parsing: .upToNextOption, help: ArgumentHelp("Second fine-tunes like the first.", valueName: "files"))
  var ceiling: [String] = []
  @Option(help: ArgumentHelp("Metrics, comma-separated; all by default.", valueName: "metrics"), transform: metricList)
  var metrics: [Metric] = Metric.allCases
  @Option(help: ArgumentHelp("Only these sites, comma-separated.", valueName: "sites"))
  var sites: String?
  @Option(help: ArgumentHelp("Only these layers, as 0,4-6.", valueName: "layers"), transform: List.layers)
  var layers = LayerSelection.all
  @Option(help: ArgumentHelp("Only these positions, comma-separated.", valueName: "positions"))
  var positions: String?
  @Option(help: "Draws of each bootstrap and each null.")
  var resamples = 2000
  @Option(help: "Seed of all draws.")
  var seed: UInt64 = 0
  @Option(help: ArgumentHelp("A .csv file, or a directory for similarity.csv.", valueName: "path"))
  var output: String?
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var out: OutputOptions

  func validate() throws {
    if captures.count < 2 { throw ValidationError("compare needs at least two captures") }
    if resamples < 1 { throw ValidationError("--resamples must be at least 1, not \(resamples)") }
  }

  func run() throws {
    var request = CompareRequest(captures: captures)
    request.paraphrases = paraphrase
    request.irrelevant = irrelevant
    request.ceilings = ceiling
    request.reference = reference
    request.metrics = metrics
    request.sites = sites?.split(separator: ",").map(String.init)
    if case .listed(let chosen) = layers { request.layers = chosen }
    request.positions = positions?.split(separator: ",").map(String.init)
    request.resamples = resamples
    request.seed = seed
    request.threads = threads.threads
    request.output = output
    let table = try request.run()
    for caveat in table.caveats where !out.quiet { StandardError.write("caveat: \(caveat)\n") }
    if out.json {
      try StandardOutput.write(table.json(file: request.file).serialized() + "\n")
    } else if !out.quiet {
      if let summary = SimilaritySummary(table) { try StandardOutput.write(summary.text) }
      if let file = request.file { try StandardOutput.write("\n\(table.rows.count) rows in \(file)\n") }
    }
  }

  private static func metricList(_ text: String) throws -> [Metric] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let metric = Metric(rawValue: String(part)) else {
        throw ValidationError(
          "\"\(part)\" is no metric; there are \(Metric.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      return metric
    }
  }
}

extension SimilarityTable {
  /// The table for a machine: its rows under the column names of similarity.csv, and the caveats.
  fileprivate func json(file: String?) -> JSON {
    .object(
      JSONObject([
        ("file", file.map { .string($0) } ?? .null),
        ("caveats", .array(caveats.map { .string($0.description) })),
        ("rows", .array(rows.map { .object($0.json) })),
      ]))
  }
}

extension SimilarityRow {
  fileprivate var json: JSONObject {
    func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }
    return JSONObject([
      ("condition_a", .string(conditionA)), ("condition_b", .string(conditionB)), ("role", .string(role.rawValue)),
      ("site", .string(site)), ("layer", .integer(layer)), ("position", .string(position)),
      ("token_match", tokenMatch.map { .bool($0) } ?? .null), ("metric", .string(metric.rawValue)),
      ("value", number(estimate.value)), ("ci_low", number(estimate.interval?.lowerBound)),
      ("ci_high", number(estimate.interval?.upperBound)), ("p_value", number(estimate.null?.p)),
      ("q_value", number(qValue)), ("n", .integer(estimate.n)),
      ("reason", estimate.reason.map { .string($0.rawValue) } ?? .null),
    ])
  }
}
