import ArgumentParser
import MindstateExperiments
import MindstateModel
import MindstateProbes
import MindstateStore

struct TrajectoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trajectory",
    abstract: "Follow how states come near those of a target while the prompt is read.",
    usage: "mindstate trajectory <capture> --score <captures> ... [<options>]",
    discussion: """
      All captures hold the position prompt-all, and last for the step after the prompt. At each token a mean and a \
      covariance (Ledoit and Wolf's) of the target's train prompts are the measure: the distance is Mahalanobis's over \
      the root of the width, of prompts that are held out. The target's own held-out prompts are the line to compare \
      with.

        mindstate capture --model BASE --prompts PROMPTS --wrapper qa \\
          --position prompt-all,last --align nearest --output way-qa.safetensors
        mindstate capture --model TUNED --prompts PROMPTS \\
          --position prompt-all,last --align nearest --output way-tuned.safetensors
        mindstate trajectory way-qa.safetensors --score way-tuned.safetensors \\
          --output out
      """)

  @Argument(help: ArgumentHelp("Capture of the target.", valueName: "capture"))
  var target: String
  @Option(parsing: .upToNextOption, help: ArgumentHelp("Captures to follow.", valueName: "captures"))
  var score: [String]
  @Option(help: ArgumentHelp("Only these sites, comma-separated.", valueName: "sites"))
  var sites: String?
  @Option(help: ArgumentHelp("Only these layers, as 0,4-6.", valueName: "layers"), transform: List.layers)
  var layers = LayerSelection.all
  @OptionGroup var held: FoldOptions
  @OptionGroup var draws: DrawOptions
  @Option(help: ArgumentHelp("A .csv file, or a directory for trajectory.csv.", valueName: "path"))
  var output: String?
  @OptionGroup var tables: TableOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var out: OutputOptions

  func run() throws {
    var request = TrajectoryRequest(target: target, score: score)
    request.sites = sites.map(List.names)
    if case .listed(let chosen) = layers { request.layers = chosen }
    request.folds = held.folds
    request.resamples = draws.resamples
    request.seed = draws.seed
    request.threads = threads.threads
    request.output = output
    request.texts = tables.texts
    let table = try request.run()
    for sentence in table.emptiness where !out.quiet { StandardError.say("caveat: \(sentence)\n") }
    if out.json {
      let rows = JSON.array(table.rows.map { .object($0.json) })
      let file = request.file.map { JSON.string($0) } ?? .null
      try StandardOutput.write(JSON.object(JSONObject([("file", file), ("rows", rows)])).serialized() + "\n")
    } else if !out.quiet {
      try StandardOutput.say(table.summary)
      if let file = request.file { try StandardOutput.say("\n\(table.rows.count) rows in \(file)\n") }
    }
  }
}

extension TrajectoryTable {
  /// The last step of each condition, layers as columns.
  fileprivate var summary: String {
    let end = rows.map(\.tokensRead).max() ?? 0
    let last = rows.filter { $0.position == "last" }
    let shown = last.isEmpty ? rows.filter { $0.tokensRead == end } : last
    var text = "distance to \(rows.first?.target ?? "") at the end, by layer; all steps are in the table\n"
    for site in shown.map(\.site).distinct {
      let inside = shown.filter { $0.site == site }
      let layers = TextTable.shown(inside.map(\.layer).distinct.sorted())
      var table = TextTable(head: "\(site) at \(inside[0].position)", columns: layers.map(String.init))
      for condition in inside.map(\.condition).distinct {
        table.add(
          condition,
          layers.map { layer in inside.first { $0.condition == condition && $0.layer == layer }?.distance.value })
      }
      text += "\n" + table.text
    }
    return text
  }
}

extension TrajectoryRow {
  fileprivate var json: JSONObject {
    func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }
    return JSONObject([
      ("condition", .string(condition)), ("target", .string(target)), ("site", .string(site)),
      ("layer", .integer(layer)), ("position", .string(position)), ("tokens_read", .integer(tokensRead)),
      ("distance", number(distance.value)), ("ci_low", number(distance.interval?.lowerBound)),
      ("ci_high", number(distance.interval?.upperBound)), ("n", .integer(distance.n)),
      ("reason", distance.reason.map { .string($0.rawValue) } ?? .null),
    ])
  }
}
