import ArgumentParser
import MindstateExperiments
import MindstateModel
import MindstateNumerics
import MindstateStore

struct CaptureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "capture",
    abstract: "Run prompts through a model and keep its hidden states.",
    usage: """
      mindstate capture --model <dir> --prompts <file> --output <file>
        [<options>]
      """,
    discussion: """
      Writes one safetensors file: for each site a tensor [prompts, layers, width], with the token and the position \
      that every row was read at. numpy opens it with safetensors.numpy.load_file; what is stored in bf16 after \
      `import ml_dtypes`, for numpy has no such type of its own.

      Sites: resid is the residual stream before the final norm, level 0 entering block 0 and level l leaving block \
      l - 1. Also \(Site.allCases.map(\.rawValue).filter { $0 != "resid" }.joined(separator: ", ")).

      Positions: \(Position.help). The virtual tokens of a soft prompt are never read nor counted.

      Example, the main reading and the end of a forced answer in one pass:
        mindstate capture --model MODEL --prompts data/prompts/instructions.jsonl \\
          --wrapper qa --position last,answer-end --output qa.safetensors

      Without --wrapper it is bare, the prompt and a newline, as in sweeps; prompts given as tokens are fed as they are.
      """)

  @OptionGroup var model: ModelOptions
  @Option(help: ArgumentHelp("JSONL file of prompts: id, and text (or prompt), messages or tokens.", valueName: "file"))
  var prompts: String
  @Option(help: ArgumentHelp("Use so many prompts, those of a sweep with that limit.", valueName: "n"))
  var limit: Int?
  @Option(
    help: ArgumentHelp(
      "Text around each prompt: a name in data/wrappers, a file, or chat; bare by default, raw for tokens.",
      valueName: "wrapper"))
  var wrapper: String?
  @OptionGroup var chat: ConversationOptions
  @Option(help: ArgumentHelp("JSONL file of answers to force; else the prompts' references.", valueName: "file"))
  var answers: String?
  @Option(help: ArgumentHelp("What to read, comma-separated.", valueName: "sites"), transform: List.sites)
  var sites: [Site] = [.resid]
  @Option(
    help: ArgumentHelp("Layers, for resid levels: all, or as 0,4-6.", valueName: "layers"), transform: List.layers)
  var layers = LayerSelection.all
  @Option(
    parsing: .unconditional, help: ArgumentHelp("Where to read, comma-separated.", valueName: "positions"),
    transform: List.positions)
  var position: [Position] = [.last]
  @Option(help: "How states are stored; they are computed in f32.")
  var dtype = FloatFormat.f32
  @Option(help: ArgumentHelp("The capture to write.", valueName: "file"))
  var output: String
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Name of the condition; model+adapter/wrapper by default.", valueName: "name"))
  var condition: String?
  @Flag(help: "Feed text without the tokens (BOS) that the tokenizer adds.")
  var noSpecialTokens = false
  @Option(help: "What to do when a token straddles the border of the prompt's span: strict is an error.")
  var align = FedPrompt.Alignment.strict
  @Option(help: ArgumentHelp("Tokens in the layers at once: memory, not results.", valueName: "n"))
  var batchTokens = 8192
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var out: OutputOptions

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1, not \(limit)") }
    if batchTokens < 1 { throw ValidationError("--batch-tokens must be at least 1, not \(batchTokens)") }
    try chat.check(wrappers: [wrapper].compactMap { $0 }, noSpecialTokens: noSpecialTokens)
  }

  func run() throws {
    var request = CaptureRequest(model: model.model, prompts: prompts)
    request.adapter = model.adapter
    request.softPrompt = model.softPrompt
    request.limit = limit
    request.wrapper = wrapper
    request.chat = chat.request
    request.answers = answers
    request.sites = sites
    request.layers = layers
    request.positions = position
    request.format = dtype
    request.condition = condition
    request.addSpecialTokens = !noSpecialTokens
    request.alignment = align
    request.batchTokens = batchTokens
    request.threads = threads.threads
    InputNotes.say(wrappers: [wrapper].compactMap { $0 }, quiet: out.quiet)
    let summary = try request.run(writingTo: output, progress: TerminalProgress.make(quiet: out.quiet))
    if let note = summary.leftOutNote { StandardError.say("mindstate: \(note)\n") }
    try out.print(json: summary.json, words: summary.line + "\n")
  }
}

extension CaptureSummary {
  /// nil where nothing was left out.
  var leftOutNote: String? {
    if leftOut.isEmpty { return nil }
    let names = leftOut.prefix(5).joined(separator: ", ") + (leftOut.count > 5 ? " and \(leftOut.count - 5) more" : "")
    return "\(leftOut.count) of \(prompts + leftOut.count) prompts have an empty answer, which no position can read; "
      + "they are left out: \(names)"
  }

  var line: String {
    "\(condition): \(Format.count(prompts)) prompts, \(Format.count(tokens)) tokens in \(Format.time(seconds)) "
      + "(\(Format.count(Int(Double(tokens) / max(seconds, 1e-9))))/s), \(Format.bytes(bytes)) of states in \(output)"
  }

  var json: JSON {
    .object(
      JSONObject([
        ("condition", .string(condition)), ("output", .string(output)), ("prompts", .integer(prompts)),
        ("tokens", .integer(tokens)), ("seconds", .number(seconds)), ("state_bytes", .integer(bytes)),
        ("left_out", .array(leftOut.map { .string($0) })),
      ]))
  }
}
