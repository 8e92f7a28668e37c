import ArgumentParser
import MindstateExperiments
import MindstateModel
import MindstateStore

struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Continue prompts under a condition: model, adapter, soft prompt, wrapper.",
    discussion: """
      The likeliest token is taken at each step unless --temperature is above 0. A text ends with the model's end token \
      (eos_token_id), before a --stop text, after --max-new-tokens, or where the context is full. Stop texts are looked \
      for in the text, across tokens; special tokens are no part of it, but --stop '<|eot|>' finds one, too. What a prompt gets does not depend on the other \
      prompts.

      One prompt, to look at:
        mindstate generate --model BASE --wrapper qa --prompt "What is 3 plus 4?"

      Many prompts under two wrappers, and with a soft prompt:
        mindstate generate --model BASE --prompts PROMPTS \\
          --wrapper bare --wrapper qa --output texts.jsonl
        mindstate generate --model data/lab/models/base \\
          --soft-prompt data/lab/soft-prompts/k16 \\
          --prompts data/lab/prompts/novel.jsonl --stop "Q:" --output soft.jsonl

      A model's own answers, to be forced on another:
        mindstate generate --model TUNED --prompts PROMPTS \\
          --first-line --output answers.jsonl
        mindstate capture --model BASE --prompts PROMPTS --wrapper qa \\
          --answers answers.jsonl --position answer-end --output own.safetensors

      With --prompts one JSON object a line is written: id, text, condition, finish (end, stop, length, context), \
      new_tokens. An output file is written whole at the end. After Ctrl-C, or an error on the way, what is finished is \
      kept in OUTPUT.partial, and OUTPUT is as it was.
      """)

  @OptionGroup var model: ModelOptions
  @Option(help: ArgumentHelp("JSONL file of prompts.", valueName: "file"))
  var prompts: String?
  @Option(help: ArgumentHelp("Use so many of them, those of a sweep with that limit.", valueName: "n"))
  var limit: Int?
  @Option(parsing: .unconditional, help: ArgumentHelp("One prompt, in place of a file.", valueName: "text"))
  var prompt: String?
  @Option(
    help: ArgumentHelp(
      "Name of a wrapper, a path to one, or chat; repeatable. bare by default, raw for tokens.",
      valueName: "name"))
  var wrapper: [String] = []
  @Option(help: ArgumentHelp("Tokens a continuation has at most.", valueName: "n"))
  var maxNewTokens = 48
  @Option(help: ArgumentHelp("Above 0: tokens are drawn, the flatter the higher.", valueName: "x"))
  var temperature = 0.0
  @Option(help: ArgumentHelp("Draw from the likeliest tokens that together have this probability.", valueName: "p"))
  var topP = 1.0
  @Option(help: ArgumentHelp("Seed of the draws.", valueName: "n"))
  var seed: UInt64 = 0
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("A text that ends the continuation; repeatable.", valueName: "text"))
  var stop: [String] = []
  @Flag(help: "A text is its first line that shows anything: an answer for capture --answers. It may be empty.")
  var firstLine = false
  @Flag(help: "Write log_probabilities, too: of each token under the model, before temperature and top-p.")
  var logProbabilities = false
  @Option(help: ArgumentHelp("JSONL file to write; standard output by default.", valueName: "file"))
  var output: String?
  @Flag(help: "Feed text without the tokens (BOS) that the tokenizer adds.")
  var noSpecialTokens = false
  @OptionGroup var chat: ConversationOptions
  @OptionGroup var threads: ThreadOptions
  @Flag(help: "Show no progress.")
  var quiet = false

  func validate() throws {
    if (prompts == nil) == (prompt == nil) { throw ValidationError("give one of --prompts and --prompt") }
    do { try settings.check() } catch { throw ValidationError("--\(error)") }
    try chat.check(wrappers: wrapper, noSpecialTokens: noSpecialTokens)
    if prompt?.isEmpty == true { throw ValidationError("--prompt has no text") }
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1, not \(limit)") }
  }

  private var settings: GenerationSettings {
    GenerationSettings(
      maxNewTokens: maxNewTokens, temperature: temperature, topP: topP, seed: seed, stops: stop,
      firstLine: firstLine)
  }

  func run() throws {
    if let output { try AtomicFile.check(output) }
    InputNotes.say(wrappers: wrapper, quiet: quiet)
    let set =
      try prompts.map { try PromptSet.read($0, allowingDuplicates: true).sample(limit) }
      ?? PromptSet(source: "--prompt", prompts: [Prompt(id: "prompt", content: .text(prompt ?? ""))])
    var results: [GenerateRequest.Result] = []
    let (failure, signal) = Interruption.stopping { stop -> (any Error)? in
      let progress = TerminalProgress.make(quiet: quiet)
      do { _ = try request.run(set, stop: stop, progress: progress) { results.append($0) } } catch { return error }
      return nil
    }
    if firstLine { noteEmpty(results) }
    guard let failure else { return try write(results, to: output) }
    let kept = results.reduce(0) { $0 + $1.generations.count }
    if kept > 0 {
      let partial = output.map { $0 + ".partial" }
      try write(results, to: partial)
      StandardError.say("mindstate: \(kept) finished continuations were kept in \(partial ?? "standard output")\n")
    }
    if failure is CancellationError, let signal { throw ExitCode(128 + signal) }
    throw failure
  }

  private func noteEmpty(_ results: [GenerateRequest.Result]) {
    let texts = results.flatMap(\.generations).map(\.text)
    let empty = texts.count(where: AnswerScorer.isEmpty)
    if empty == 0 { return }
    StandardError.say("mindstate: \(empty) of \(texts.count) texts are empty: the model shows nothing there\n")
  }

  private var request: GenerateRequest {
    var request = GenerateRequest(model: model.model)
    request.adapter = model.adapter
    request.softPrompt = model.softPrompt
    if !wrapper.isEmpty { request.wrappers = wrapper }
    request.chat = chat.request
    request.settings = settings
    request.addSpecialTokens = !noSpecialTokens
    request.threads = threads.threads
    return request
  }

  /// Text for one prompt on a terminal, else a line of JSON for each continuation.
  private func write(_ results: [GenerateRequest.Result], to output: String?) throws {
    if prompt != nil && output == nil {
      let named = wrapper.count > 1
      for result in results { try StandardOutput.write(readable(result, named: named)) }
      return
    }
    let lines = results.flatMap { result in
      result.generations.map { generation in
        JSON.object(generation.line(condition: result.condition, logProbabilities: logProbabilities)).serialized()
          + "\n"
      }
    }
    guard let output else { return try StandardOutput.write(lines.joined()) }
    try AtomicFile.write(to: output) { file in for line in lines { try file.write(line) } }
  }

  private func readable(_ result: GenerateRequest.Result, named: Bool) -> String {
    (named ? "\(result.condition):\n" : "") + result.generations.map { $0.text + "\n" }.joined()
  }
}
