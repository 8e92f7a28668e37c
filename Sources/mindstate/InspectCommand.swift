import ArgumentParser
import MindstateExperiments
import MindstateModel
import MindstateNumerics
import MindstateStore

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Say what a checkpoint or an adapter is, what would be fed to it, or what this machine computes with.",
    usage: """
      mindstate inspect <model> [--prompts <file>] [<options>]
      mindstate inspect --system
      """,
    discussion: """
      A directory may also be the root of a Hugging Face cache (models--owner--name), which stands for the snapshot of \
      its refs/main. A LoRA that lies beside a model's weights is applied wherever the model is used, as transformers \
      does; the digest then names both.

      With --prompts it prints token by token what capture would feed: index, id, span in the text, the token, and \
      marks for the prompt's own tokens, the positions last and answer-end, what ends the answer's turn, and tokens the \
      tokenizer added.

        mindstate inspect MODEL
        mindstate inspect data/lab/adapters/refusal
        mindstate inspect MODEL --prompts data/prompts/smoke.jsonl --wrapper qa
        mindstate inspect --system
      """)

  @Argument(help: ArgumentHelp("Directory of a checkpoint, a LoRA or a soft prompt.", valueName: "model"))
  var model: String?
  @Option(help: ArgumentHelp("JSONL file of prompts to show as they would be fed.", valueName: "file"))
  var prompts: String?
  @Option(help: ArgumentHelp("Text around each prompt; bare by default, raw for tokens.", valueName: "wrapper"))
  var wrapper: String?
  @OptionGroup var chat: ConversationOptions
  @Option(help: ArgumentHelp("JSONL file of answers to force.", valueName: "file"))
  var answers: String?
  @Flag(help: "Force the prompts' references as answers.")
  var references = false
  @Flag(help: "Feed text without the tokens (BOS) that the tokenizer adds.")
  var noSpecialTokens = false
  @Option(help: ArgumentHelp("Prompts to show at most.", valueName: "n"))
  var limit = 10
  @Flag(help: "Say which OpenBLAS kernels and how many threads are used.")
  var system = false
  @Flag(help: "Print as JSON.")
  var json = false

  func validate() throws {
    if model == nil && !system { throw ValidationError("give a checkpoint directory, or --system") }
    if limit < 1 { throw ValidationError("--limit must be at least 1, not \(limit)") }
    try chat.check(wrappers: [wrapper].compactMap { $0 }, noSpecialTokens: noSpecialTokens)
  }

  func run() throws {
    if system { try show(SystemReport.facts) }
    guard let model else { return }
    if prompts == nil, let facts = try DirectoryReport.facts(of: model) { return try show(facts) }
    let report = try CheckpointReport(model: model)
    guard let prompts else { return try show(report.facts) }
    InputNotes.say(wrappers: [wrapper].compactMap { $0 }, quiet: false)
    let fed = try report.fed(
      prompts: prompts, wrapper: wrapper, chat: chat.request, answers: answers, forcingAnswers: references,
      addSpecialTokens: !noSpecialTokens)
    for prompt in fed.prefix(limit) {
      try StandardOutput.write(json ? lineOfJSON(prompt) : listing(prompt, report.tokenizer))
    }
    if fed.count > limit && !json {
      try StandardOutput.say("… and \(fed.count - limit) more prompts (--limit)\n")
    }
  }

  private func show(_ facts: [(name: String, value: JSON)]) throws {
    if json {
      return try StandardOutput.write(JSON.object(JSONObject(facts.map { ($0.name, $0.value) })).serialized() + "\n")
    }
    let values = facts.map { name, value in
      (name: name, value: value.intValue.map(Format.count) ?? value.stringValue ?? value.serialized())
    }
    try StandardOutput.write(Paragraph.facts(values))
  }

  private func listing(_ prompt: FedPrompt, _ tokenizer: Tokenizer?) -> String {
    "\(prompt.id)  \(prompt.tokens.count) tokens\n"
      + prompt.listing(tokenizer: tokenizer).map { "  \($0)\n" }.joined() + "\n"
  }

  private func lineOfJSON(_ prompt: FedPrompt) -> String {
    func range(_ range: Range<Int>) -> JSON { .array([.integer(range.lowerBound), .integer(range.upperBound)]) }
    let fields = JSONObject([
      ("id", .string(prompt.id)), ("text", .string(prompt.text)),
      ("tokens", .array(prompt.tokens.map { .integer($0) })), ("spans", .array(prompt.spans.map(range))),
      ("prompt_tokens", range(prompt.promptTokens)), ("last", .integer(prompt.promptEnd)),
      ("answer_tokens", prompt.answerTokens.map(range) ?? .null),
      ("turn_tokens", prompt.turnTokens.map(range) ?? .null),
    ])
    return JSON.object(fields).serialized() + "\n"
  }
}

/// What the machine offers and what of it is used.
enum SystemReport {
  static var facts: [(name: String, value: JSON)] {
    [
      ("version", .string(Tool.description)),
      ("threads", .integer(Workers().threads)),
      ("openblas_kernels", .string(System.blasCore)),
      ("openblas", .string(System.blasConfiguration)),
      ("better_kernels", System.betterCoreType.map { .string("OPENBLAS_CORETYPE=\($0)") } ?? .null),
    ]
  }
}
