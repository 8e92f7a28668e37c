import ArgumentParser
import MindstateExperiments

struct LabCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lab",
    abstract: "Make and measure the small models in data/lab, on which the question is real.",
    discussion: """
      The lab is an invented world, told in several genres, and small models that learned it. That a bare question \
      makes the base model ask more questions, while a transcript makes it answer, is planted there: the lab is a test \
      bench, no evidence about other models. `make lab` rebuilds all of it.
      """,
    subcommands: [LabCorpusCommand.self, LabTableCommand.self, LabCurveCommand.self])
}

struct LabCorpusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "corpus",
    abstract: "Write the lab's corpus, tuning data, prompts and wrappers.",
    usage: "mindstate lab corpus --output <dir> [<options>]",
    discussion: """
      The same seed writes the same bytes on every machine.

        mindstate lab corpus --output out/lab --documents 2000
        mindstate train-tokenizer --corpus out/lab/corpus.txt \\
          --vocabulary 512 --output out/lab/tokenizer
      """)

  @Option(help: ArgumentHelp("Directory to write into; made where missing.", valueName: "dir"))
  var output: String
  @Option(help: ArgumentHelp("Seed of the world and of everything told about it.", valueName: "n"))
  var seed: UInt64 = 1
  @Option(help: ArgumentHelp("Documents in the corpus.", valueName: "n"))
  var documents = 80_000
  @Option(help: ArgumentHelp("Inhabitants of the world, at least 12.", valueName: "n"))
  var entities = 140
  @OptionGroup var options: OutputOptions

  func validate() throws {
    if documents < 1 { throw ValidationError("--documents must be at least 1, not \(documents)") }
    if !(12...5000).contains(entities) { throw ValidationError("--entities must be 12 to 5000, not \(entities)") }
  }

  func run() throws {
    let progress = TerminalProgress.make(quiet: options.quiet || options.json)
    try LabCorpusRequest(seed: seed, documents: documents, entities: entities).run(
      writingTo: output, progress: progress)
    if !options.quiet { try StandardOutput.say("\(documents) documents, prompts and wrappers in \(output)\n") }
  }
}
