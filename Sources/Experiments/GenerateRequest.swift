public import MindstateModel
import MindstateNumerics
public import MindstateStore

/// Prompts under one condition to be continued. Checked before any work.
public struct GenerateRequest: Sendable {
  /// A checkpoint directory.
  public var model: String
  /// Directories in PEFT's layout.
  public var adapter: String?
  public var softPrompt: String?
  /// Names of wrappers, or paths to them; empty: `bare`, as in sweeps, or `raw` for prompts given as tokens.
  public var wrappers: [String] = []
  public var chat = ChatRequest()
  public var settings = GenerationSettings()
  public var addSpecialTokens = true
  /// Threads; nil takes the machine's.
  public var threads: Int?

  public init(model: String) { self.model = model }

  /// What was generated under one wrapper.
  public struct Result: Sendable {
    public var condition: String
    public var wrapper: String
    /// In the order of the prompts; of work that was stopped only what is finished.
    public var generations: [Generation]
  }

  /// The continuations of all prompts under every wrapper.
  ///
  /// - Parameters:
  ///   - stop: asked between tokens; the work then ends with `CancellationError`.
  ///   - progress: told how many continuations are done.
  ///   - finished: given each wrapper's continuations as soon as all are there, and, before an error is thrown, those
  ///     of the wrapper at hand that are: nothing computed is lost.
  public func run(
    _ prompts: PromptSet, stop: StopRequest = StopRequest(), progress: any ProgressReporter = SilentProgress(),
    finished: (Result) -> Void = { _ in }
  ) throws -> [Result] {
    try settings.check()
    let condition = try ModelCondition(model: model, adapter: adapter, softPrompt: softPrompt)
    let tokenizer = try condition.tokenizer()
    let named = wrappers.isEmpty ? [prompts.defaultWrapper.name] : wrappers
    let jobs = try named.map { try feed(prompts, wrapper: $0, condition, tokenizer) }
    let generator = try Generator(
      condition.transformer(workers: Workers(threads: threads)), tokenizer: tokenizer,
      endTokens: try condition.checkpoint.endTokens())
    let count = prompts.prompts.count
    defer { progress.finish() }
    return try jobs.enumerated().map { index, job in
      var generations: [Generation?] = Array(repeating: nil, count: count)
      func kept() -> Result {
        Result(
          condition: job.condition, wrapper: job.format.name, generations: generations.compactMap(\.self))
      }
      defer { finished(kept()) }
      _ = try generator.generate(
        job.fed, settings,
        progress: { progress.report(done: index * count + $0, total: jobs.count * count, what: "continuations") },
        finished: { generations[$0] = $1.message(after: prompts.prompts[$0], under: job.format) },
        isStopped: { stop.isRequested })
      return kept()
    }
  }

  private func feed(
    _ prompts: PromptSet, wrapper: String, _ condition: ModelCondition, _ tokenizer: Tokenizer
  ) throws -> (condition: String, format: PromptFormat, fed: [FedPrompt]) {
    let format = try chat.promptFormat(named: wrapper, model: model)
    let fed = try Prompting.feed(prompts, format: format, tokenizer: tokenizer, addSpecialTokens: addSpecialTokens)
    for prompt in fed {
      try condition.checkpoint.check(prompt, source: prompts.source, virtualTokens: condition.virtualTokens)
    }
    return ("\(condition.name)/\(format.name)", format, fed)
  }
}

extension Generation {
  /// One line of JSONL: `id` and `text`, as `capture --answers` reads them, and how it came about.
  public func line(condition: String, logProbabilities: Bool = false) -> JSONObject {
    var members: [(key: String, value: JSON)] = [
      ("id", .string(id)), ("text", .string(text)), ("condition", .string(condition)),
      ("finish", .string(finish.rawValue)), ("new_tokens", .array(tokens.map { .integer($0) })),
    ]
    if logProbabilities {
      members.append(("log_probabilities", .array(self.logProbabilities.map { .number($0) })))
    }
    return JSONObject(members)
  }
}
