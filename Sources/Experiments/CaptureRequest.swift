public import MindstateModel
public import MindstateNumerics
public import MindstateStore

/// What to capture: prompts under one condition, read at sites, layers and positions. Checked before any work.
public struct CaptureRequest: Sendable {
  /// A checkpoint directory.
  public var model: String
  /// Directory of a LoRA in PEFT's layout, merged into the model; nil for none.
  public var adapter: String?
  /// Directory of a soft prompt in PEFT's layout, put before every prompt; nil for none. Positions do not count its
  /// virtual tokens: `first` is the first real one.
  public var softPrompt: String?
  /// A JSONL file of prompts.
  public var prompts: String
  /// How many of them at most, the same that a sweep with that limit takes; nil takes all.
  public var limit: Int?
  /// The name of a wrapper, or a path to one; nil: `bare`, as in sweeps, or `raw` for prompts given as tokens, which are
  /// fed exactly as they are.
  public var wrapper: String?
  /// How the wrapper `chat` is rendered.
  public var chat = ChatRequest()
  /// A JSONL file of answers to force; nil forces the prompts' references where a position needs an answer.
  public var answers: String?
  public var sites: [Site] = [.resid]
  public var layers = LayerSelection.all
  public var positions: [Position] = [.last]
  public var format = FloatFormat.f32
  /// The condition's name; nil makes one of model, adapter, soft prompt and wrapper: `base+refusal+k16/qa`.
  public var condition: String?
  public var addSpecialTokens = true
  public var alignment = FedPrompt.Alignment.strict
  /// Tokens that go through the layers at once; bounds memory, changes no result.
  public var batchTokens = 8192
  /// Threads; nil takes the machine's.
  public var threads: Int?

  public init(model: String, prompts: String) {
    self.model = model
    self.prompts = prompts
  }
}

extension Capture {
  /// Numbers in all the states.
  fileprivate var stateCount: Int {
    var count = 0
    for reading in readings {
      for site in reading.sites { count += site.states.rows * site.states.columns }
    }
    return count
  }
}

/// What a capture was made of, for the person who waits for it.
public struct CaptureSummary: Sendable {
  public var prompts: Int
  /// Ids of prompts whose answer says nothing, where positions read one: they are not in the capture.
  public var leftOut: [String] = []
  public var tokens: Int
  public var seconds: Double
  public var bytes: Int
  public var condition: String
  public var output: String
}

extension CaptureRequest {
  /// Checks everything, runs the prompts through the model, and writes the capture whole to the file `output`.
  /// - Parameter progress: told how many tokens have gone through all the layers.
  @discardableResult
  public func run(
    writingTo output: String, progress: any ProgressReporter = SilentProgress()
  ) throws -> CaptureSummary {
    try AtomicFile.check(output)
    let start = ContinuousClock.now
    let capture = try captured(progress: progress)
    try capture.capture.write(to: output, format: format)
    let elapsed = start.duration(to: .now)
    return CaptureSummary(
      prompts: capture.capture.prompts.count, leftOut: capture.leftOut, tokens: capture.tokens,
      seconds: Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18,
      bytes: capture.capture.stateCount * format.bytes,
      condition: capture.capture.condition, output: output)
  }

  /// The capture itself, not written anywhere: for programs that go on with it. Where positions read answers, prompts
  /// whose answer says nothing are not in it.
  public func capture(progress: any ProgressReporter = SilentProgress()) throws -> Capture {
    try captured(progress: progress).capture
  }

  private func captured(progress: any ProgressReporter) throws -> (capture: Capture, leftOut: [String], tokens: Int) {
    let opened = try ModelCondition(model: model, adapter: adapter, softPrompt: softPrompt)
    let plan = try SitePlan(sites: sites, layers: layers, spec: opened.spec)
    let all = try PromptSet.read(prompts).sample(limit)
    let answers = positions.contains { $0.needsAnswer } ? try answerSet(for: all) : nil
    let set = PromptSet(source: all.source, prompts: all.prompts.filter { answers?.isEmpty($0.id) != true })
    if set.prompts.isEmpty { throw CaptureRunError.nothingAnswered(prompts: all.prompts.count) }
    let format = try chat.promptFormat(named: wrapper ?? set.defaultWrapper.name, model: model)
    let fed = try feed(set, format: format, answers, opened)
    var run = try CaptureRun(plan: plan, positions: positions, fed: fed, opened)
    let transformer = opened.transformer(workers: Workers(threads: threads))
    try run.compute(transformer, batchTokens: batchTokens, progress: progress)
    let capture = Capture(
      condition: condition ?? "\(opened.name)/\(format.name)", wrapper: format.name,
      model: opened.digest(transformer.workers), tool: Tool.description,
      prompts: set.prompts.map { CapturedPrompt(id: $0.id, group: $0.group, labels: $0.labels) },
      readings: try run.readings())
    return (capture, all.prompts.map(\.id).filter { answers?.isEmpty($0) == true }, run.tokens)
  }

  /// The tokens of every prompt, checked against vocabulary and context with the prompt's name in the error.
  private func feed(
    _ set: PromptSet, format: PromptFormat, _ answers: AnswerSet?, _ opened: ModelCondition
  ) throws -> [FedPrompt] {
    let fed = try Prompting.feed(
      set, format: format, answers: answers, tokenizer: tokenizer(for: set, opened),
      addSpecialTokens: addSpecialTokens, align: alignment)
    for prompt in fed {
      try opened.checkpoint.check(prompt, source: prompts, virtualTokens: opened.virtualTokens)
    }
    return fed
  }

  private func answerSet(for set: PromptSet) throws -> AnswerSet {
    if let answers { return try AnswerSet.read(answers, for: set) }
    return AnswerSet.references(of: set)
  }

  /// The model's tokenizer; a directory without one will do where every prompt is given as tokens.
  private func tokenizer(for set: PromptSet, _ opened: ModelCondition) throws -> Tokenizer? {
    set.hasOnlyTokens && !opened.checkpoint.hasTokenizer ? nil : try opened.tokenizer()
  }
}

/// The program's name and version, as captures record it.
public enum Tool {
  public static let version = "0.1.0"
  public static var description: String { "mindstate \(version)" }

  /// Names the running program to the bit, since a changed algorithm may come under the same version: a digest of its
  /// file, or the version where that cannot be read. On macOS a library in a test bundle sees the test runner's.
  static let build: String = {
    guard let program = FileSystem.runningProgram(), let bytes = try? TextFile.read(program) else { return description }
    return "\(description) \(Digest(bytes).text)"
  }()
}
