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
  /// Names of wrappers, or paths to them.
  public var wrappers = ["raw"]
  public var chat = ChatRequest()
  public var settings = GenerationSettings()
  /// Only the first line of each text is kept: an answer that `capture --answers` can force.
  public var firstLine = false
  /// Threads; nil takes the machine's.
  public var threads: Int?

  public init(model: String) { self.model = model }

  /// What was generated under one wrapper.
  public struct Result: Sendable {
    public var condition: String
    public var wrapper: String
    public var generations: [Generation]
  }

  /// The continuations of all prompts under every wrapper.
  /// - Parameters:
  ///   - progress: told how many continuations are done.
  ///   - finished: given each wrapper's continuations as soon as all are there.
  public func run(
    _ prompts: PromptSet, progress: any ProgressReporter = SilentProgress(),
    finished: (Result) throws -> Void = { _ in }
  ) throws -> [Result] {
    try settings.check()
    let condition = try ModelCondition(model: model, adapter: adapter, softPrompt: softPrompt)
    let tokenizer = try condition.tokenizer()
    let jobs = try wrappers.map { name in
      let format = try chat.promptFormat(named: name, model: model)
      let fed = try Prompting.feed(prompts, format: format, tokenizer: tokenizer)
      for prompt in fed { try condition.checkpoint.check(prompt, source: prompts.source, virtualTokens: condition.virtualTokens) }
      return (wrapper: format.name, fed: fed)
    }
    let generator = try Generator(
      condition.transformer(workers: Workers(threads: threads)), tokenizer: tokenizer,
      endTokens: try condition.checkpoint.endTokens())
    let total = prompts.prompts.count * jobs.count
    var results: [Result] = []
    for job in jobs {
      let before = results.count * prompts.prompts.count
      var generations = try generator.generate(job.fed, settings) { done in
        progress.report(done: before + done, total: total, what: "continuations")
      }
      if firstLine { for index in generations.indices { generations[index].keepFirstLine() } }
      let result = Result(
        condition: "\(condition.name)/\(job.wrapper)", wrapper: job.wrapper, generations: generations)
      try finished(result)
      results.append(result)
    }
    progress.finish()
    return results
  }
}

extension Generation {
  mutating func keepFirstLine() {
    text = String(text.prefix { $0 != "\n" && $0 != "\r\n" })
  }

  /// One line of JSONL: `id` and `text`, as `capture --answers` reads them, and how it came about.
  public func line(condition: String?) -> JSONObject {
    var members: [(key: String, value: JSON)] = [("id", .string(id)), ("text", .string(text))]
    if let condition {
      members.append(("condition", .string(condition)))
      members.append(("finish", .string(finish.rawValue)))
      members.append(("new_tokens", .array(tokens.map { .integer($0) })))
      members.append(("log_probabilities", .array(logProbabilities.map { .number($0) })))
    }
    return JSONObject(members)
  }
}
