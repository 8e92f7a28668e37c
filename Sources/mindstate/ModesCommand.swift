import ArgumentParser
import MindstateExperiments
import MindstateModel
import MindstateProbes
import MindstateStore

struct ModesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "modes",
    abstract: "Tell into which mode of the base model a condition puts it.",
    usage: "mindstate modes --fit <captures> ... [--score <captures> ...] [<options>]",
    discussion: """
      A probe learns to tell the states of the fitted captures apart, layer by layer, with whole clusters of prompts \
      held out; then it reads the scored captures, each prompt by the probe that never saw it. A capture is a mode; \
      several go by one name as NAME=FILE,FILE (\\, is a comma in a file's name, \\= an equals sign in the mode's).

        mindstate modes --fit base-bare.safetensors base-qa.safetensors \\
          irrelevant=not-qa-1.safetensors,not-qa-2.safetensors \\
          --score tuned-bare.safetensors --output out

      Beside every share stand fit_accuracy, how well the modes can be told apart at all, and control_accuracy, the \
      same with the modes of each prompt swapped, which should be near 1 / modes. Give the paraphrases to --score, \
      too: a probe that knows the mode, and not one wrapper, puts them where their wrapper is. A probe must choose \
      among the modes it was given, so a share near 1 does not say that the state is the same.
      """)

  @Option(parsing: .upToNextOption, help: ArgumentHelp("Captures of the modes, two or more.", valueName: "captures"))
  var fit: [String]
  @Option(parsing: .upToNextOption, help: ArgumentHelp("Captures to be placed among them.", valueName: "captures"))
  var score: [String] = []
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var held: FoldOptions
  @OptionGroup var draws: DrawOptions
  @Option(help: ArgumentHelp("A .csv file, or a directory for modes.csv.", valueName: "path"))
  var output: String?
  @OptionGroup var tables: TableOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var out: OutputOptions

  func validate() throws {
    if fit.count < 2 { throw ValidationError("modes needs at least two captures after --fit") }
  }

  func run() throws {
    var request = ModesRequest(fit: fit.map(ModesRequest.Mode.init(parsing:)), score: score)
    request.sites = reading.chosenSites
    request.layers = reading.chosenLayers
    request.positions = reading.chosenPositions
    request.folds = held.folds
    request.resamples = draws.resamples
    request.seed = draws.seed
    request.threads = threads.threads
    request.output = output
    request.texts = tables.texts
    let table = try request.run()
    for sentence in table.emptiness where !out.quiet { StandardError.say("caveat: \(sentence)\n") }
    for caveat in table.caveats where !out.quiet { StandardError.say("caveat: \(caveat)\n") }
    if out.json {
      try StandardOutput.write(table.json(file: request.file).serialized() + "\n")
    } else if !out.quiet {
      try StandardOutput.say(ModeSummary(table).text)
      if let file = request.file { try StandardOutput.say("\n\(table.rows.count) rows in \(file)\n") }
    }
  }
}

extension ModeTable {
  fileprivate func json(file: String?) -> JSON {
    .object(
      JSONObject([
        ("file", file.map { .string($0) } ?? .null),
        ("caveats", .array(caveats.map { .string($0.description) })),
        ("rows", .array(rows.map { .object($0.json) })),
      ]))
  }
}

extension ModeRow {
  fileprivate var json: JSONObject {
    func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }
    return JSONObject([
      ("scored_condition", .string(scoredCondition)), ("site", .string(site)), ("layer", .integer(layer)),
      ("position", .string(position)), ("mode", .string(mode)), ("share", number(share.value)),
      ("ci_low", number(share.interval?.lowerBound)), ("ci_high", number(share.interval?.upperBound)),
      ("log_odds", number(logOdds.value)), ("fit_accuracy", number(fitAccuracy)),
      ("control_accuracy", number(controlAccuracy)), ("calibration_error", number(calibrationError)),
      ("n", .integer(n)), ("reason", share.reason.map { .string($0.rawValue) } ?? .null),
    ])
  }
}
