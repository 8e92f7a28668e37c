public import ArgumentParser
import MindstateExperiments
import MindstateModel
public import MindstateProbes
import MindstateStore

struct ProbeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe",
    abstract: "Read a label of the prompts from their states with linear probes.",
    discussion: """
      A probe is fitted in each capture and tested, on prompts that it has not seen, in every capture: how much of a \
      label do the states hold, and does what was learnt in one condition hold in another? Labels are those of the \
      prompt file. Folds are of prompts, never split a group, and are the same in all captures; mean, scale and penalty \
      come from train prompts only.

        mindstate probe base-bare.safetensors base-qa.safetensors \\
          --target topic --control group --output out

      A high accuracy alone says little: read it beside the majority baseline, and beside the control task (--control), \
      in which each type, say each template, gets a random label. A probe that learns these as well has memorised types; \
      selectivity is the difference. Transfer that fails between conditions and is regained once their mean displacement \
      is removed was lost to a shift alone.

      A label of numbers, some not whole or more than 10 different ones, is a quantity and is read by ridge regression: \
      r2 against the train prompts' mean, spearman within folds, mae. --numbers and --classes say otherwise.

      Measures: \(ProbeMeasure.allCases.map(\.rawValue).joined(separator: ", ")).
      """)

  @Argument(help: ArgumentHelp("Captures over the same prompts, one or more.", valueName: "captures"))
  var captures: [String]
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Labels to read, comma-separated (\\, is a comma in a name): strings, booleans or numbers.", valueName: "labels"))
  var target: String
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Those of them that are quantities, whatever their values.", valueName: "labels"))
  var numbers: String?
  @Option(
    parsing: .unconditional, help: ArgumentHelp("Those of them that are classes, though numbers.", valueName: "labels"))
  var classes: String?
  @Option(
    help: ArgumentHelp(
      "Probes, comma-separated: \(ProbeKind.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "probes"),
    transform: probeList)
  var probe: [ProbeKind] = [.logistic]
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Label whose values are the types of the control task, or group.", valueName: "label"))
  var control: String?
  @OptionGroup var held: FoldOptions
  @Option(help: "Weigh classes alike in the fit.")
  var balance = ClassBalance.none
  @Option(
    help: ArgumentHelp("Measures, comma-separated; all by default.", valueName: "measures"), transform: measureList)
  var metrics: [ProbeMeasure] = ProbeMeasure.allCases
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var draws: DrawOptions
  @Option(help: ArgumentHelp("A .csv file, or a directory for probes.csv and directions.csv.", valueName: "path"))
  var output: String?
  @Option(help: ArgumentHelp("A safetensors file for the directions that were found.", valueName: "file"))
  var directions: String?
  @OptionGroup var tables: TableOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var out: OutputOptions

  func validate() throws {
    if captures.isEmpty { throw ValidationError("probe needs at least one capture") }
  }

  func run() throws {
    var request = ProbeRequest(captures: captures, targets: Self.labels(target))
    request.numbers = Self.labels(numbers)
    request.classes = Self.labels(classes)
    request.probes = probe
    request.control = control
    request.folds = held.folds
    request.balance = balance
    request.measures = metrics
    request.sites = reading.chosenSites
    request.layers = reading.chosenLayers
    request.positions = reading.chosenPositions
    request.resamples = draws.resamples
    request.seed = draws.seed
    request.threads = threads.threads
    request.output = output
    request.texts = tables.texts
    request.directions = directions
    let table = try request.run()
    for sentence in table.emptiness where !out.quiet { StandardError.say("caveat: \(sentence)\n") }
    for caveat in table.caveats where !out.quiet { StandardError.say("caveat: \(caveat)\n") }
    if out.json {
      try StandardOutput.write(table.json(files: request.files).serialized() + "\n")
    } else if !out.quiet {
      try StandardOutput.say(ProbeSummary(table).text)
      for file in request.files { try StandardOutput.say("wrote \(file)\n") }
    }
  }

  private static func labels(_ text: String?) -> [String] { text.map(List.names) ?? [] }

  private static func probeList(_ text: String) throws -> [ProbeKind] {
    try List.values(text, what: "probe")
  }

  private static func measureList(_ text: String) throws -> [ProbeMeasure] {
    try List.values(text, what: "measure")
  }
}

extension ClassBalance: ExpressibleByArgument {}

extension ProbeTable {
  /// The table for a machine: its rows under the column names of probes.csv, and the caveats.
  fileprivate func json(files: [String]) -> JSON {
    .object(
      JSONObject([
        ("files", .array(files.map { .string($0) })),
        ("caveats", .array(caveats.map { .string($0.description) })),
        ("rows", .array(rows.map { .object($0.json) })),
      ]))
  }
}

extension ProbeRow {
  fileprivate var json: JSONObject {
    func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }
    return JSONObject([
      ("train_condition", .string(trainCondition)), ("test_condition", .string(testCondition)),
      ("target", .string(target)), ("probe", .string(probe.rawValue)), ("site", .string(site)),
      ("layer", .integer(layer)), ("position", .string(position)), ("metric", .string(measure.rawValue)),
      ("value", number(value)), ("ci_low", number(interval?.lowerBound)), ("ci_high", number(interval?.upperBound)),
      ("control_value", number(control)), ("selectivity", number(selectivity)),
      ("regularisation", number(regularisation)), ("n_train", .integer(trainPrompts)),
      ("n_test", .integer(testPrompts)), ("reason", reason.map { .string($0.rawValue) } ?? .null),
      ("ci_method", intervalMethod.map { .string($0) } ?? .null), ("spread", number(spread)),
    ])
  }
}
