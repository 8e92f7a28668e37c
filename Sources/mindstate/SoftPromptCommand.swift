import ArgumentParser
import MindstateExperiments

struct SoftPromptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "soft-prompt",
    abstract: "Learn vectors to stand before every prompt, the model frozen.",
    discussion: """
      What no text may say, a few vectors before the prompt can (prompt tuning, arXiv 2104.08691): they are learned so \
      that the unchanged model gives the answers of the data. PEFT opens the result as a prompt-tuning adapter.

        mindstate soft-prompt --model data/lab/models/base \\
          --instructions data/lab/tuning/instruct.jsonl --tokens 16 \\
          --from-text "Answer the question." --steps 20 --output soft-prompt

      Stopping and going on, the order of the data and loss.csv are as in `mindstate train`.
      """)

  @Option(help: ArgumentHelp("Checkpoint directory.", valueName: "dir"))
  var model: String
  @Option(help: ArgumentHelp("Vectors to learn.", valueName: "k"))
  var tokens = 16
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Begin with this text's embeddings; random by default.", valueName: "text"))
  var fromText: String?
  @OptionGroup var chat: ChatOptions
  @OptionGroup var options: TrainOptions

  func validate() throws {
    if tokens < 1 { throw ValidationError("--tokens must be at least 1, not \(tokens)") }
    if options.corpus == nil && options.instructions == nil {
      throw ValidationError("give one of --corpus and --instructions")
    }
    try chat.check(wrappers: [options.wrapper])
  }

  func run() throws {
    let source: TrainRequest.Source =
      options.corpus.map { .corpus($0) } ?? .instructions(options.instructions ?? "")
    var request = TrainRequest(start: .checkpoint(model), source: source)
    options.apply(to: &request)
    request.chat = chat.request
    request.method = .softPrompt(tokens: tokens, text: fromText)
    try options.run(request)
  }
}
