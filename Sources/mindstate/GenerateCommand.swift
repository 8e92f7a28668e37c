import ArgumentParser
import MindstateExperiments
import MindstateModel
import MindstateStore

struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Continue prompts under a condition: model, adapter, soft prompt, wrapper.",
    discussion: """
      The likeliest token is taken at each step unless --temperature is above 0. A text ends with the model's end token, \
      before a --stop text, after --max-new-tokens, or where the context is full. What a prompt gets does not depend on \
      the other prompts.

        mindstate generate --model data/lab/models/base --wrapper qa --prompt "What is 3 plus 4?"
        mindstate generate --model base --prompts novel.jsonl --wrapper bare --wrapper qa --output texts.jsonl
        mindstate generate --model tuned --prompts P.jsonl --wrapper bare --first-line --output answers.jsonl
        mindstate capture  --model base  --prompts P.jsonl --wrapper qa --answers answers.jsonl --position answer-end …

      With --prompts one JSON object a line is written: id, text, condition, finish (end, stop, length, context), \
      new_tokens, log_probabilities. An output file is written whole at the end.
      """)

  @Option(help: ArgumentHelp("Checkpoint directory.", valueName: "dir"))
  var model: String
  @Option(help: ArgumentHelp("Adapter (LoRA) directory in PEFT's layout.", valueName: "dir"))
  var adapter: String?
  @Option(help: ArgumentHelp("Soft prompt directory in PEFT's layout.", valueName: "dir"))
  var softPrompt: String?
  @Option(help: ArgumentHelp("JSONL file of prompts.", valueName: "file"))
  var prompts: String?
  @Option(help: ArgumentHelp("One prompt, in place of a file.", valueName: "text"))
  var prompt: String?
  @Option(
    help: ArgumentHelp("Name of a wrapper, a path to one, or chat; repeatable. raw by default.", valueName: "name"))
  var wrapper: [String] = []
  @Option(help: ArgumentHelp("Tokens a continuation has at most.", valueName: "n"))
  var maxNewTokens = 48
  @Option(help: ArgumentHelp("Above 0: tokens are drawn, the flatter the higher.", valueName: "x"))
  var temperature = 0.0
  @Option(help: ArgumentHelp("Draw from the likeliest tokens that together have this probability.", valueName: "p"))
  var topP = 1.0
  @Option(help: ArgumentHelp("Seed of the draws.", valueName: "n"))
  var seed: UInt64 = 0
  @Option(help: ArgumentHelp("A text that ends the continuation; repeatable.", valueName: "text"))
  var stop: [String] = []
  @Flag(help: "Keep the first line of each text only.")
  var firstLine = false
  @Option(help: ArgumentHelp("JSONL file to write; standard output by default.", valueName: "file"))
  var output: String?
  @OptionGroup var chat: ChatOptions
  @OptionGroup var threads: ThreadOptions
  @Flag(help: "Show no progress.")
  var quiet = false

  func validate() throws {
    if (prompts == nil) == (prompt == nil) { throw ValidationError("give one of --prompts and --prompt") }
    do { try settings.check() } catch { throw ValidationError(error.description) }
  }

  private var settings: GenerationSettings {
    GenerationSettings(
      maxNewTokens: maxNewTokens, temperature: temperature, topP: topP, seed: seed, stops: stop)
  }

  func run() throws {
    if let output { try AtomicFile.check(output) }
    var request = GenerateRequest(model: model)
    request.adapter = adapter
    request.softPrompt = softPrompt
    if !wrapper.isEmpty { request.wrappers = wrapper }
    request.chat = chat.request
    request.settings = settings
    request.firstLine = firstLine
    request.threads = threads.threads
    let set =
      try prompts.map { try PromptSet.read($0) }
      ?? PromptSet(source: "--prompt", prompts: [Prompt(id: "prompt", content: .text(prompt ?? ""))])
    let results = try request.run(set, progress: TerminalProgress.make(quiet: quiet))
    if prompt != nil && output == nil {
      for result in results { try StandardOutput.write(readable(result, named: results.count > 1)) }
      return
    }
    let lines = results.flatMap { result in
      result.generations.map { JSON.object($0.line(condition: result.condition)).serialized() + "\n" }
    }
    guard let output else { return try StandardOutput.write(lines.joined()) }
    try AtomicFile.write(to: output) { file in for line in lines { try file.write(line) } }
  }

  private func readable(_ result: GenerateRequest.Result, named: Bool) -> String {
    (named ? "\(result.condition):\n" : "") + result.generations.map { $0.text + "\n" }.joined()
  }
}
