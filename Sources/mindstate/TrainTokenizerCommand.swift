import ArgumentParser
import MindstateStore
import MindstateTraining

struct TrainTokenizerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train-tokenizer",
    abstract: "Train a byte-level BPE tokenizer on a text corpus.",
    usage: "mindstate train-tokenizer --corpus <file> --output <dir> [<options>]",
    discussion: """
      The corpus is one text file, its documents closed by a line with only the first special token. Ids and merges \
      are those of the Hugging Face tokenizers library's BpeTrainer, and transformers opens the directory.

        mindstate train-tokenizer --corpus corpus.txt --vocabulary 1024 \\
          --output tokenizer
      """)

  @Option(help: ArgumentHelp("Text file in UTF-8.", valueName: "file"))
  var corpus: String
  @Option(help: ArgumentHelp("Tokens there will be, special ones included.", valueName: "n"))
  var vocabulary = 1024
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("A token with an id of its own, repeatable; the first ends a text.", valueName: "token"))
  var special = ["<|end|>"]
  @Option(help: ArgumentHelp("Tokens the model will take at most, noted for transformers.", valueName: "n"))
  var context = 256
  @Option(help: ArgumentHelp("Directory to write into; made where missing.", valueName: "dir"))
  var output: String
  @OptionGroup var options: OutputOptions

  func validate() throws {
    if context < 1 { throw ValidationError("--context must be at least 1, not \(context)") }
  }

  func run() throws {
    let request = TokenizerTrainingRequest(
      corpus: corpus, vocabulary: vocabulary, specialTokens: special, maximumLength: context)
    let progress = TerminalProgress.make(quiet: options.quiet || options.json)
    let read = try request.run(writingTo: output) { done in
      progress.report(done: done, total: vocabulary, what: "tokens")
    }
    progress.finish()
    if options.json {
      let fields = JSONObject([
        ("tokens", .integer(vocabulary)), ("documents", .integer(read.documents)), ("bytes", .integer(read.bytes)),
        ("output", .string(output)),
      ])
      try StandardOutput.write(JSON.object(fields).serialized() + "\n")
    } else if !options.quiet {
      let size = "\(Format.count(read.documents)) documents, \(Format.bytes(read.bytes))"
      try StandardOutput.say("\(Format.count(vocabulary)) tokens from \(size) in \(output)\n")
    }
  }
}
